// database-types: the TypeScript types of the schema `public`, as the Supabase CLI makes them.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { text } from 'node:stream/consumers';
import { runGenerator } from './run-generator.ts';
import type { Source } from './source.ts';

const HEADER = '// database.types: made by `npm run generate` from the migrations; do not edit.\n';

/** `supabase gen types`, which prints it unformatted, with line breaks for people to read. */
export async function databaseTypes(source: Source): Promise<string> {
  const types = await runGenerator(source, ['gen', 'types', 'typescript', '--schema', 'public']);
  return format(source.projectDir, HEADER + types);
}

async function format(cwd: string, code: string): Promise<string> {
  const biome = createRequire(import.meta.url).resolve('@biomejs/biome/bin/biome');
  // Another name, because the configuration leaves the generated file alone.
  const args = [biome, 'format', '--stdin-file-path=shared/types-to-format.ts'];
  const child = spawn(process.execPath, args, { cwd, stdio: ['pipe', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  child.stdin.end(code);
  const [formatted, problem, exitCode] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    ended,
  ]);
  if (exitCode !== 0) throw new Error(`Biome could not format the database types: ${problem}`);
  return formatted;
}
