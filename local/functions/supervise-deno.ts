// supervise-deno: keeps the Deno process of the functions alive, and speaks to its control port.
import { existsSync, mkdirSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Child, startChild } from '../child.ts';
import type { Booted, BootFailure, BootRequest, EndRequest } from './deno/messages.ts';
import { findDeno } from './find-deno.ts';

export interface DenoOptions {
  projectDir: string;
  functionsDir: string;
  env: Record<string, string>;
  onLine: (line: string) => void;
  /** Called when the process has died, before the next one starts. */
  onDeath: () => void;
}

export interface Deno {
  pid(): number;
  /** Boots a worker; rejects with the reason, or at once while the process is down. */
  boot(request: BootRequest): Promise<Booted>;
  /** Resolves when the worker has ended; a worker that is gone already has. */
  end(id: string, request: EndRequest): Promise<void>;
  kill(): Promise<void>;
  stop(request: EndRequest): Promise<void>;
}

/** A process that dies again within this time is started again only after as long. */
const SHORT_LIFE_MS = 1000;
const mainModule = join(import.meta.dirname, 'deno', 'main.ts');

/** Resolves when the process answers on its control port; starts it again whenever it dies. */
export async function superviseDeno(options: DenoOptions): Promise<Deno> {
  let stopped = false;
  let running = start(options);
  let port: number | undefined = await running.port;
  void watch();

  async function watch(): Promise<void> {
    for (;;) {
      const startedAt = Date.now();
      const reason = await running.child.exited;
      if (stopped) return;
      port = undefined;
      options.onDeath();
      options.onLine(`functions: ${reason}; starting it again`);
      if (Date.now() - startedAt < SHORT_LIFE_MS)
        await new Promise((resolve) => setTimeout(resolve, SHORT_LIFE_MS));
      if (stopped) return;
      running = start(options);
      port = await running.port.catch(() => undefined);
    }
  }

  async function call(method: string, path: string, body: object): Promise<Response> {
    if (!port) throw new Error('the Deno process is starting again');
    const url = `http://127.0.0.1:${port}${path}`;
    return fetch(url, { method, body: JSON.stringify(body) });
  }

  return {
    pid: () => running.child.pid,
    async boot(request) {
      const response = await call('POST', '/workers', request);
      if (response.ok) return (await response.json()) as Booted;
      throw new Error(((await response.json()) as BootFailure).reason);
    },
    async end(id, request) {
      await call('DELETE', `/workers/${id}`, request);
    },
    kill: () => running.child.kill(),
    async stop(request) {
      stopped = true;
      // It cannot be told when it is dead or starting, and then no function is running in it.
      await call('POST', '/stop', request).catch(() => undefined);
      await running.child.stop();
    },
  };
}

function start({ projectDir, functionsDir, env, onLine }: DenoOptions): {
  child: Child;
  port: Promise<number>;
} {
  const cache = join(projectDir, 'node_modules', '.cache', 'parley-deno');
  mkdirSync(cache, { recursive: true });
  const temporary = tmpdir();
  const readable = new Set(
    [
      functionsDir,
      join(projectDir, 'shared'),
      join(projectDir, 'node_modules'),
      join(import.meta.dirname, 'deno'),
      temporary,
    ].flatMap((path) => (existsSync(path) ? [path, realpathSync(path)] : [])),
  );
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const child = startChild({
    name: 'the Deno process',
    command: findDeno(),
    cwd: projectDir,
    args: [
      ...['run', '--quiet', '--no-prompt', '--no-lock', '--no-remote'],
      ...['--node-modules-dir=manual', '--allow-net', '--allow-env', '--allow-sys=hostname'],
      `--allow-read=${[...readable].join(',')}`,
      `--allow-write=${temporary}`,
      mainModule,
      ...Object.keys(env),
    ],
    env: { ...env, DENO_DIR: cache, DENO_NO_UPDATE_CHECK: '1', NO_COLOR: '1' },
    onLine: (line) => {
      const found = /^\{"control_port":(\d+)\}$/.exec(line);
      if (found) resolve(Number(found[1]));
      else onLine(line);
    },
  });
  void child.exited.then((reason) => reject(new Error(`${reason} before it could serve.`)));
  return { child, port: promise };
}
