// run-generator: one command of the Supabase CLI whose output becomes a file.
import { runCli } from '../../local/database/run-cli.ts';
import type { Source } from './source.ts';

/** What the command printed; throws all that it said when it fails. */
export async function runGenerator({ projectDir, url }: Source, args: string[]): Promise<string> {
  const lines: string[] = [];
  const { code, output } = await runCli({
    projectDir,
    args: [...args, `--remote=${url}`],
    onLine: (line) => lines.push(line),
  });
  if (code === 0) return output;
  throw new Error(`supabase ${args.join(' ')} failed:\n${[...lines, output].join('\n')}`);
}
