// start-own-database: a migrated and seeded database of a test file's own.
import path from 'node:path';
import pg from 'pg';
import { afterAll } from 'vitest';
import type { Database } from '../../local/database/start-database.ts';
import { startProjectDatabase } from '../../local/database/start-project-database.ts';
import { freePort } from '../../local/ports.ts';
import { temporaryFolder } from '../local/database-fixture.ts';

/** The repository: the folder that holds `supabase/`. */
export const PROJECT_DIR = path.join(import.meta.dirname, '../..');

/** Starts it and connects as postgres; both end after the test file. */
export async function startOwnDatabase(): Promise<Database & { client: pg.Client }> {
  const database = await startProjectDatabase({
    projectDir: PROJECT_DIR,
    dataDir: path.join(await temporaryFolder(), 'data'),
    port: await freePort(),
    durable: false,
  });
  const client = new pg.Client({ connectionString: database.url() });
  await client.connect();
  afterAll(async () => {
    await client.end();
    await database.stop();
  });
  return { ...database, client };
}
