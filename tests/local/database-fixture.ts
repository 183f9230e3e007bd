// database-fixture: a database of its own for a test file, thrown away afterwards.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll } from 'vitest';
import type { DatabaseRole } from '../../local/database/database-url.ts';
import { type Database, startDatabase } from '../../local/database/start-database.ts';
import { freePort } from '../../local/ports.ts';

export interface TestDatabase extends Database {
  /** The rows of a statement run as a login role, on a connection of its own. */
  as(role: DatabaseRole, statement: string, values?: unknown[]): Promise<pg.QueryResultRow[]>;
  /** The rows of the last of several statements run as an API role in one transaction. */
  asApi(role: string, ...statements: string[]): Promise<pg.QueryResultRow[]>;
}

/** A temporary folder, removed after the test file; inside a test, pass `onTestFinished`. */
export async function temporaryFolder(
  atEnd: (cleanUp: () => Promise<void>) => void = afterAll,
): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'parley-test-'));
  atEnd(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Starts a database; it is stopped after the test file. */
export async function startTestDatabase(): Promise<TestDatabase> {
  const dataDir = path.join(await temporaryFolder(), 'data');
  const database = await startDatabase({ dataDir, port: await freePort(), durable: false });
  afterAll(() => database.stop());
  return {
    ...database,
    as: (role, statement, values) => query(database.url(role), [statement], values),
    asApi: (role, ...statements) =>
      query(
        database.url('postgres'),
        [`begin; set local role ${role}`, ...statements, 'commit'],
        [],
        -2,
      ),
  };
}

async function query(
  connectionString: string,
  statements: string[],
  values: unknown[] = [],
  wanted = -1,
): Promise<pg.QueryResultRow[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    const results = [];
    for (const statement of statements)
      results.push(
        values.length ? await client.query(statement, values) : await client.query(statement),
      );
    return results.at(wanted)?.rows ?? [];
  } finally {
    await client.end();
  }
}
