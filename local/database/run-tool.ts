// run-tool: runs one program to its end.
import { spawn } from 'node:child_process';
import type { OsUser } from './os-user.ts';

/**
 * Runs `command`, as `user` if given, and returns what it printed; throws a sentence with the
 * last thing it said when it cannot start or ends with another code than 0. The environment is
 * bare: no PG* variable of the person's shell reaches Postgres's programs.
 */
export function runTool(command: string, args: string[], user?: OsUser): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      ...user,
      cwd: '/',
      env: { PATH: process.env.PATH ?? '', LC_ALL: 'C', TZ: 'UTC' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    let complaint = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaint += text;
    });
    child.once('error', (cause) => {
      reject(new Error(`${command} could not start: ${cause.message}`, { cause }));
    });
    child.once('close', (code, signal) => {
      if (code === 0) resolve(output);
      else
        reject(new Error(`${command} ended with ${signal ?? `code ${code}`}: ${complaint.trim()}`));
    });
  });
}
