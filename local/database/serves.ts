// serves: asks a port whether it is the server of a certain data folder.
import { realpath } from 'node:fs/promises';
import pg from 'pg';
import { databaseUrl } from './database-url.ts';

/** Whether the server on `port` runs on `dataDir`: ready, starting or stopping, or not there. */
export async function serves(port: number, dataDir: string): Promise<'ready' | 'busy' | 'no'> {
  const client = new pg.Client({
    connectionString: databaseUrl(port, 'supabase_admin'),
    connectionTimeoutMillis: 5000,
  });
  // A server that is going away; the question below then fails and says so.
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query(`select current_setting('data_directory') as folder`);
    return (await realpath(rows[0].folder)) === (await realpath(dataDir)) ? 'ready' : 'no';
  } catch (error) {
    // 57P03: the server is there and starts up or shuts down.
    return error instanceof pg.DatabaseError && error.code === '57P03' ? 'busy' : 'no';
  } finally {
    await client.end();
  }
}
