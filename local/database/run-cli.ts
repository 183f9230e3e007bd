// run-cli: the real Supabase CLI, called directly instead of through npx, which takes a second.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { createInterface } from 'node:readline';

export interface CliOptions {
  /** The folder that holds `supabase/`. */
  projectDir: string;
  args: string[];
  /** Called with each line of progress and warnings (stderr). */
  onLine?: ((line: string) => void) | undefined;
}

export interface CliResult {
  code: number | null;
  /** What it printed as its result (stdout). */
  output: string;
}

/** Runs one command to its end, without telemetry, update notices or questions. */
export function runCli({ projectDir, args, onLine }: CliOptions): Promise<CliResult> {
  const quiet = { DO_NOT_TRACK: '1', SUPABASE_NO_UPDATE_NOTIFIER: '1' };
  const folder = path.resolve(projectDir);
  const child = spawn(findCli(), [...args, '--workdir', folder, '--yes', '--agent', 'no'], {
    cwd: folder,
    env: { ...process.env, ...quiet },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  createInterface({ input: child.stderr }).on('line', (line) => onLine?.(line));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
}

function findCli(): string {
  const os = process.platform === 'win32' ? 'windows' : process.platform;
  const resolver = createRequire(createRequire(import.meta.url).resolve('supabase/package.json'));
  for (const libc of ['', '-musl']) {
    const name = `@supabase/cli-${os}-${process.arch}${libc}`;
    try {
      const folder = path.dirname(resolver.resolve(`${name}/package.json`));
      return path.join(folder, 'bin', os === 'windows' ? 'supabase.exe' : 'supabase');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error;
    }
  }
  throw new Error(
    `The Supabase CLI for ${os}-${process.arch} is not installed. Run \`npm install\` again, ` +
      'without --omit=optional.',
  );
}
