// connect-worker: tells the database where the worker function is, and with which secret.
import pg from 'pg';

/** Keeps both in the vault, in projects that have a worker. */
export async function connectWorker(dbUrl: string, url: string, secret: string): Promise<void> {
  const client = new pg.Client({ connectionString: dbUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ has_worker: boolean }>(
      `select to_regprocedure('private.connect_worker(text, text)') is not null as has_worker`,
    );
    if (rows[0]?.has_worker)
      await client.query('select private.connect_worker($1, $2)', [url, secret]);
  } finally {
    await client.end();
  }
}
