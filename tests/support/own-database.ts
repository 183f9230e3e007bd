// own-database: a database with the project in it for one test file alone, without anything that
// works beside the test: no sweep each minute, no other file's turns.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { afterAll, beforeAll } from 'vitest';
import { startProjectDatabase } from '../../local/database/start-project-database.ts';
import { freePort } from '../../local/ports.ts';
import { openPool } from './open-pool.ts';

const ROOT = join(import.meta.dirname, '..', '..');

export interface OwnDatabase {
  /** Connections as `postgres`, who owns the schema; ready when the file's hooks have run. */
  readonly pool: pg.Pool;
  /** Connections as `service_role`, whom the Data API makes of the functions' calls. */
  readonly service: pg.Pool;
  /** Where the platform's superuser connects, for looking at what nobody else may. */
  readonly adminUrl: string;
  /** What the database warned of, such as a turn that the sweep could not close. */
  readonly warnings: string[];
}

export interface OwnDatabaseOptions {
  connections: number;
  /** Whether plans limit anything; off where a test is about something else. */
  limits?: boolean;
}

/** Starts the database before the file's tests and removes it after them. */
export function ownDatabase({ connections, limits = false }: OwnDatabaseOptions): OwnDatabase {
  let pools: { pool: pg.Pool; service: pg.Pool; adminUrl: string } | undefined;
  const warnings: string[] = [];
  let stop = async (): Promise<void> => undefined;

  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'parley-test-'));
    stop = () => rm(folder, { recursive: true, force: true });
    const database = await startProjectDatabase({
      projectDir: ROOT,
      dataDir: join(folder, 'data'),
      port: await freePort(),
      durable: false,
    });
    const options = { connectionString: database.url('postgres'), max: connections };
    const pool = openPool(options);
    const service = openPool({ ...options, options: '-c role=service_role' });
    for (const each of [pool, service]) {
      each.on('connect', (client) => {
        client.on('notice', ({ severity, message }) => {
          if (severity === 'WARNING' && message) warnings.push(message);
        });
      });
    }
    if (!limits) await pool.query('delete from public.plan_limits where true');
    pools = { pool, service, adminUrl: database.url('supabase_admin') };
    stop = async () => {
      await Promise.all([pool.end(), service.end()]);
      await database.stop();
      await rm(folder, { recursive: true, force: true });
    };
  }, 60_000);
  afterAll(() => stop());

  const ready = () => {
    if (!pools) throw new Error('The database is there from the first beforeAll on.');
    return pools;
  };
  return {
    warnings,
    get adminUrl() {
      return ready().adminUrl;
    },
    get pool() {
      return ready().pool;
    },
    get service() {
      return ready().service;
    },
  };
}
