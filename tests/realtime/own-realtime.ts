// own-realtime: a database of its own with Realtime and the gateway before it, for one test file:
// its tables, policies and limits are nobody else's. People here are tokens without an account.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import { SignJWT } from 'jose';
import type pg from 'pg';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { type Database, startDatabase } from '../../local/database/start-database.ts';
import { startGateway } from '../../local/gateway/start-gateway.ts';
import { createKeys, type ProjectKeys } from '../../local/keys.ts';
import { freePort } from '../../local/ports.ts';
import type { Limits } from '../../local/realtime/limits.ts';
import { type Realtime, startRealtime } from '../../local/realtime/start-realtime.ts';
import { openPool } from '../support/open-pool.ts';

export interface Somebody {
  id: string;
  token: string;
}

export interface ClientOptions {
  vsn?: string;
  /** Default: the publishable key. */
  key?: string;
  accessToken?: () => Promise<string>;
}

export interface OwnRealtime {
  readonly url: string;
  readonly keys: ProjectKeys;
  readonly database: Database;
  readonly realtime: Realtime;
  /** As postgres, who is no superuser. */
  readonly pool: pg.Pool;
  /** As the platform's superuser. */
  readonly admin: pg.Pool;
  /** What Realtime reported. */
  readonly lines: string[];
  /** The same folder and port, after `database.stop()`. */
  restartDatabase(): Promise<void>;
  /** Starts Realtime after `realtime.stop()`. */
  begin(): Promise<void>;
  restartRealtime(): Promise<void>;
  somebody(claims?: Record<string, unknown>): Promise<Somebody>;
  /** A client with no session, disconnected after the test. */
  client(options?: ClientOptions): SupabaseClient;
  /** A client with a token that it has already told Realtime of. */
  clientOf(token: string, options?: ClientOptions): Promise<SupabaseClient>;
}

interface Parts {
  keys: ProjectKeys;
  url: string;
  database: Database;
  realtime: Realtime;
  pool: pg.Pool;
  admin: pg.Pool;
}

/** Runs `setUp`, SQL of role postgres, before the tests. */
export function ownRealtime(setUp = '', limits: Partial<Limits> = {}): OwnRealtime {
  const lines: string[] = [];
  const stops: (() => Promise<unknown>)[] = [];
  let parts: Parts | undefined;
  const ready = () => {
    if (!parts) throw new Error('Realtime is there from the first beforeAll on.');
    return parts;
  };

  const begin = (database: Database, keys: ProjectKeys) =>
    startRealtime({
      dbUrl: database.url('supabase_admin'),
      keys,
      limits,
      onLine: (line) => lines.push(line),
    });

  const client: OwnRealtime['client'] = ({ vsn, key, accessToken } = {}) => {
    const opened = createClient(ready().url, key ?? ready().keys.publishableKey, {
      auth: { persistSession: false, autoRefreshToken: false },
      ...(accessToken ? { accessToken } : {}),
      ...(vsn ? { realtime: { vsn } } : {}),
    });
    onTestFinished(() => void opened.realtime.disconnect());
    return opened;
  };

  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'parley-test-'));
    stops.push(() => rm(folder, { recursive: true, force: true }));
    const keys = await createKeys();
    const port = await freePort();
    const dataDir = join(folder, 'data');
    const database = await startDatabase({ dataDir, port: await freePort(), durable: false });
    stops.push(() => ready().database.stop());
    const pool = openPool({ connectionString: database.url('postgres') });
    const admin = openPool({ connectionString: database.url('supabase_admin'), max: 1 });
    stops.push(() => Promise.all([pool.end(), admin.end()]));
    const realtime = await begin(database, keys);
    parts = { keys, url: `http://127.0.0.1:${port}`, database, realtime, pool, admin };
    stops.push(() => ready().realtime.stop());
    if (setUp) await pool.query(setUp);
    const gateway = await startGateway({
      port,
      keys,
      rest: { url: 'http://127.0.0.1:1' },
      auth: { fetch: async () => new Response(null, { status: 404 }) },
      // The present one, for those tests that start another.
      realtime: {
        fetch: (request) => ready().realtime.fetch(request),
        upgrade: (...request) => ready().realtime.upgrade(...request),
      },
    });
    stops.push(() => gateway.stop());
  }, 60_000);
  afterAll(async () => {
    for (const stop of stops.reverse()) await stop();
  });

  return {
    lines,
    get url() {
      return ready().url;
    },
    get keys() {
      return ready().keys;
    },
    get database() {
      return ready().database;
    },
    get realtime() {
      return ready().realtime;
    },
    get pool() {
      return ready().pool;
    },
    get admin() {
      return ready().admin;
    },
    async restartDatabase() {
      const { dataDir, port } = ready().database;
      ready().database = await startDatabase({ dataDir, port, durable: false });
    },
    async begin() {
      ready().realtime = await begin(ready().database, ready().keys);
    },
    async restartRealtime() {
      await ready().realtime.stop();
      ready().realtime = await begin(ready().database, ready().keys);
    },
    async somebody(claims = {}) {
      const id = crypto.randomUUID();
      const token = await new SignJWT({ role: 'authenticated', sub: id, ...claims })
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
        .setExpirationTime(claims.exp === undefined ? '1 hour' : Number(claims.exp))
        .sign(new TextEncoder().encode(ready().keys.jwtSecret));
      return { id, token };
    },
    client,
    async clientOf(token, options) {
      const opened = client({ ...options, accessToken: async () => token });
      await opened.realtime.setAuth();
      return opened;
    },
  };
}
