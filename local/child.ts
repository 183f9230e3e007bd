// child: one supervised child process: started, awaited until ready, stopped without leftovers.
import { type ChildProcess, spawn } from 'node:child_process';

export interface ChildOptions {
  name: string;
  command: string;
  args?: string[];
  env?: Record<string, string>;
  cwd?: string;
  onLine?: (line: string) => void;
}

export interface Child {
  readonly pid: number;
  /** Resolves with a sentence saying how the process ended, whenever it does. */
  readonly exited: Promise<string>;
  /** Ends the process: SIGTERM, then SIGKILL after `graceMs`. Safe to call twice. */
  stop(graceMs?: number): Promise<void>;
  /** Ends the process as a crash would: SIGKILL. */
  kill(): Promise<void>;
}

/** Starts `command` with its stdin held open: children that watch stdin end when we do. */
export function startChild({
  name,
  command,
  args = [],
  env = {},
  cwd,
  onLine,
}: ChildOptions): Child {
  const child = spawn(command, args, { cwd, env, stdio: ['pipe', 'pipe', 'pipe'] });
  const exited = endOf(child, name);
  for (const stream of [child.stdout, child.stderr]) forEachLine(stream, onLine);
  return {
    pid: child.pid ?? -1,
    exited,
    async stop(graceMs = 5000) {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
      await exited;
      clearTimeout(timer);
    },
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

function endOf(child: ChildProcess, name: string): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(`${name} could not start: ${error.message}`));
    child.once('exit', (code, signal) => resolve(`${name} ended with ${signal ?? `code ${code}`}`));
  });
}

function forEachLine(stream: NodeJS.ReadableStream, onLine?: (line: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine?.(line);
  });
}
