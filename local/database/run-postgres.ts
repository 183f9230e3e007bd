// run-postgres: one running Postgres server on a data folder.
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { startChild } from '../child.ts';
import { waitUntil } from '../wait-until.ts';
import { findPostgres } from './find-postgres.ts';
import { serves } from './serves.ts';

export interface PostgresOptions {
  dataDir: string;
  port: number;
  /** False gives up crash safety for speed, for data that is thrown away. */
  durable: boolean;
  onLine?: ((line: string) => void) | undefined;
}

export interface Postgres {
  readonly pid: number;
  /** Resolves with a sentence saying how the server ended, whenever it does. */
  readonly exited: Promise<string>;
  /** Ends sessions, writes everything to disk and stops. Safe to call twice. */
  stop(): Promise<void>;
}

/**
 * Starts the server on a filled data folder and returns when it answers. Ctrl-C in a terminal does
 * not reach it, so that others may finish their work with it first; when this process dies without
 * stopping it, it stops by itself.
 */
export async function runPostgres(options: PostgresOptions): Promise<Postgres> {
  const { postgres, user } = await findPostgres();
  const server = spawn(postgres, settings(options), {
    ...user,
    cwd: '/',
    env: { PATH: process.env.PATH ?? '', LC_ALL: 'C', TZ: 'UTC' },
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
  const complaints = collectComplaints(server, options.onLine);
  const exited = endOf(server);
  await new Promise((resolve, reject) => {
    server.once('spawn', resolve);
    server.once('error', reject);
  });
  const pid = server.pid ?? -1;
  const watch = stopWithParent(pid);
  void exited.then(() => watch.kill());
  const stop = () => stopServer(server, exited);
  try {
    await answer(options, exited, complaints);
  } catch (error) {
    await stop();
    throw error;
  }
  return { pid, exited, stop };
}

/** Commits wait for no disk; replication sends what is written, so that comes at once. */
const notDurable = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_writer_delay: '10ms',
};

function settings({ dataDir, port, durable }: PostgresOptions): string[] {
  const values: Record<string, string | number> = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    port,
    max_connections: 200,
    wal_level: 'logical',
    max_slot_wal_keep_size: '1GB',
    shared_preload_libraries: 'pg_stat_statements',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_checkpoints: 'off',
    ...(durable ? {} : notDurable),
  };
  const flags = Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return ['-D', dataDir, ...flags];
}

/** The lines that say why a server did not start; all others but those we cause by asking. */
function collectComplaints(server: ChildProcess, onLine?: (line: string) => void): string[] {
  const complaints: string[] = [];
  if (!server.stderr) return complaints;
  createInterface({ input: server.stderr }).on('line', (line) => {
    if (line.endsWith('the database system is starting up')) return;
    const complaint = /(?:FATAL|PANIC|could not|error while loading).*/.exec(line);
    if (complaint && complaints.length < 3) complaints.push(complaint[0]);
    onLine?.(line);
  });
  return complaints;
}

function endOf(server: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    server.once('error', (error) => resolve(`Postgres could not start: ${error.message}`));
    server.once('close', (code, signal) =>
      resolve(`Postgres ended with ${signal ?? `code ${code}`}`),
    );
  });
}

/** A shell that outlives Ctrl-C, and asks Postgres to stop when the pipe from us breaks. */
function stopWithParent(pid: number) {
  const script = `trap '' INT TERM HUP; read -r _; kill -INT ${pid}`;
  return startChild({ name: 'database watch', command: 'sh', args: ['-c', script] });
}

async function stopServer(server: ChildProcess, exited: Promise<string>): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  // SIGINT is Postgres's "fast" shutdown, SIGQUIT its "immediate" one.
  server.kill('SIGINT');
  const timer = setTimeout(() => server.kill('SIGQUIT'), 30_000);
  await exited;
  clearTimeout(timer);
}

async function answer(
  { dataDir, port }: PostgresOptions,
  exited: Promise<string>,
  complaints: string[],
): Promise<void> {
  let end: string | undefined;
  void exited.then((sentence) => {
    end = sentence;
  });
  await waitUntil(
    `Postgres on port ${port} to answer`,
    async () => {
      if (end)
        throw new Error(
          `The database in ${dataDir} did not start (${complaints.join('; ') || end}). If the ` +
            'folder is broken, `npm run reset` makes a new one; its data is then lost.',
        );
      return (await serves(port, dataDir)) === 'ready';
    },
    { timeoutMs: 60_000, everyMs: 5 },
  );
}
