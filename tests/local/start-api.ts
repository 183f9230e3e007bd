// start-api: database, Data API, Auth, inbox and gateway of the local stack, without the project's
// migrations and functions, for the tests of these parts.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import postgres from 'postgres';
import { startAuth } from '../../local/auth/start-auth.ts';
import { type ProjectConfig, readConfig } from '../../local/config.ts';
import { startDatabase } from '../../local/database/start-database.ts';
import { startGateway } from '../../local/gateway/start-gateway.ts';
import { createKeys, type ProjectKeys } from '../../local/keys.ts';
import { startInbox } from '../../local/mail/start-inbox.ts';
import { freePort } from '../../local/ports.ts';
import { startRest } from '../../local/rest/start-rest.ts';

export interface Api {
  url: string;
  inboxUrl: string;
  keys: ProjectKeys;
  /** As postgres, who owns schema public and is no superuser. */
  sql: postgres.Sql;
  /** What Auth and the Data API printed. */
  lines: string[];
  /** A client that keeps its session to itself. */
  client(key?: string, options?: { headers?: Record<string, string> }): SupabaseClient;
  /** The client of the secret key. */
  admin: SupabaseClient;
  stopInbox(): Promise<void>;
  stop(): Promise<void>;
}

const projectDir = join(import.meta.dirname, '..', '..');

/** The project's own configuration, with `change` applied. */
export async function startApi(
  change: (config: ProjectConfig) => unknown = () => undefined,
): Promise<Api> {
  const config = await readConfig(projectDir);
  change(config);
  const keys = await createKeys();
  const folder = await mkdtemp(join(tmpdir(), 'parley-test-'));
  const ports = await Promise.all(Array.from({ length: 5 }, freePort));
  const [apiPort = 0, dbPort = 0, restPort = 0, smtpPort = 0, webPort = 0] = ports;
  const lines: string[] = [];
  const onLine = (line: string) => lines.push(line);
  const url = `http://127.0.0.1:${apiPort}`;
  const [database, inbox] = await Promise.all([
    startDatabase({ dataDir: folder, port: dbPort, durable: false }),
    startInbox({ smtpPort, webPort }),
  ]);
  const smtp = { host: '127.0.0.1', port: smtpPort };
  const dbUrl = database.url('supabase_auth_admin');
  const auth = await startAuth({ dbUrl, keys, config, projectDir, smtp, apiUrl: url, onLine });
  const { jwtSecret } = keys;
  const authenticator = database.url('authenticator');
  const rest = await startRest({ dbUrl: authenticator, jwtSecret, config, port: restPort, onLine });
  const gateway = await startGateway({ port: apiPort, keys, rest, auth });
  const sql = postgres(database.url('postgres'), { max: 2, onnotice: () => undefined });
  const client: Api['client'] = (key = keys.publishableKey, options = {}) =>
    createClient(url, key, {
      auth: { persistSession: false, autoRefreshToken: false },
      global: { headers: options.headers ?? {} },
    });
  return {
    url,
    inboxUrl: inbox.url,
    keys,
    sql,
    lines,
    client,
    admin: client(keys.secretKey),
    stopInbox: () => inbox.stop(),
    async stop() {
      await sql.end();
      for (const part of [gateway, rest, auth, inbox, database]) await part.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
