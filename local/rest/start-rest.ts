// start-rest: the Data API, PostgREST as a child process.
import { type Child, startChild } from '../child.ts';
import type { ProjectConfig } from '../config.ts';
import { freePort } from '../ports.ts';
import { waitUntil } from '../wait-until.ts';
import { findPostgrest } from './find-postgrest.ts';

export interface RestOptions {
  /** As authenticator. */
  dbUrl: string;
  /** HS256 secret of the tokens it accepts. */
  jwtSecret: string;
  config: ProjectConfig;
  port: number;
  onLine?: (line: string) => void;
}

/** Resolves when the schema cache is loaded; it reloads on `notify pgrst, 'reload schema'`. */
export async function startRest(
  options: RestOptions,
): Promise<{ url: string; stop(): Promise<void> }> {
  const adminPort = await freePort();
  let lastLine = '';
  const child = startChild({
    name: 'PostgREST',
    command: await findPostgrest(),
    env: environment(options, adminPort),
    onLine: (line) => {
      lastLine = line;
      options.onLine?.(line);
    },
  });
  const watch = stopWithParent(child.pid);
  child.exited.then(() => watch.kill());
  let ended: string | undefined;
  child.exited.then((sentence) => {
    ended = sentence;
  });
  const check = async () => ended !== undefined || isReady(`http://127.0.0.1:${adminPort}/ready`);
  try {
    await waitUntil('PostgREST to load the schema', check, { timeoutMs: 15_000 });
    if (ended) throw new Error(ended);
  } catch (error) {
    await child.stop();
    throw new Error(`${(error as Error).message} (${lastLine})`, { cause: error });
  }
  return { url: `http://127.0.0.1:${options.port}`, stop: () => child.stop() };
}

/** A shell that ends PostgREST, which watches nothing itself, when the pipe from us breaks. */
function stopWithParent(pid: number): Child {
  const script = `trap '' INT TERM HUP; read -r _; kill -TERM ${pid}`;
  return startChild({ name: 'PostgREST watch', command: 'sh', args: ['-c', script] });
}

/** PostgREST's admin server accepts before it answers, hence the timeout. */
async function isReady(url: string): Promise<boolean> {
  const response = await fetch(url, { signal: AbortSignal.timeout(500) }).catch(() => undefined);
  await response?.body?.cancel();
  return response?.ok ?? false;
}

function environment(
  { dbUrl, jwtSecret, config, port }: RestOptions,
  adminPort: number,
): Record<string, string> {
  return {
    PGRST_DB_URI: dbUrl,
    PGRST_DB_SCHEMAS: config.api.schemas.join(','),
    PGRST_DB_EXTRA_SEARCH_PATH: config.api.extra_search_path.join(','),
    PGRST_DB_MAX_ROWS: String(config.api.max_rows),
    PGRST_DB_ANON_ROLE: 'anon',
    PGRST_DB_AGGREGATES_ENABLED: 'false',
    PGRST_DB_POOL: '20',
    // Connections keep their plans, for people who think longer than the usual 30 s.
    PGRST_DB_POOL_MAX_IDLETIME: '1800',
    PGRST_DB_CHANNEL_ENABLED: 'true',
    PGRST_JWT_SECRET: jwtSecret,
    // Verified once: until its `exp`, or so many seconds where it has none. 0.2 ms a request.
    PGRST_JWT_CACHE_MAX_LIFETIME: '3600',
    PGRST_OPENAPI_MODE: 'follow-privileges',
    PGRST_LOG_LEVEL: 'crit',
    PGRST_SERVER_HOST: '127.0.0.1',
    PGRST_SERVER_PORT: String(port),
    PGRST_ADMIN_SERVER_PORT: String(adminPort),
  };
}
