// apply-migrations: the project's migrations, applied by the Supabase CLI as on every deployment.
import { z } from 'zod';
import { runCli } from './run-cli.ts';

export interface MigrationOptions {
  /** The folder that holds `supabase/`. */
  projectDir: string;
  /** The database, as role postgres. */
  url: string;
  /** Also runs the seed files of config.toml, when none of them ran on this database before. */
  includeSeed: boolean;
  onLine?: ((line: string) => void) | undefined;
}

// `supabase db push --output-format json`, CLI 3.
const failure = z.object({ error: z.object({ message: z.string() }) });
const STEP = /^(?:Applying migration|Seeding data from) (.+?)(?:\.\.\.)?$/;

/** Applies what is missing; throws the CLI's message with the file that failed. */
export async function applyMigrations(options: MigrationOptions): Promise<void> {
  const { projectDir, url, includeSeed, onLine } = options;
  let file: string | undefined;
  const { code, output } = await runCli({
    projectDir,
    args: [
      ...['db', 'push', `--remote=${url}`, '--output-format', 'json'],
      ...(includeSeed ? ['--include-seed'] : []),
    ],
    onLine: (line) => {
      file = STEP.exec(line)?.[1] ?? file;
      onLine?.(line);
    },
  });
  if (code === 0) return;
  throw new Error(`${file ?? 'supabase db push'} failed: ${messageOf(output)}`);
}

function messageOf(output: string): string {
  try {
    return failure.parse(JSON.parse(output)).error.message;
  } catch {
    return output.trim() || 'the Supabase CLI ended without a message';
  }
}
