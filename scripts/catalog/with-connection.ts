// with-connection: a connection for one command, with failures that an operator understands.
import pg from 'pg';

const TIMEOUT_MS = 5000;
/** What Postgres says when there is no such schema, table or function. */
const MISSING = ['3F000', '42P01', '42883'];

/** The host and port of a connection string, for messages: without its password. */
function placeOf(url: string): string {
  return new URL(url).host;
}

/**
 * Runs `work` on a connection and closes it. Throws one sentence when no database answers, or when
 * it has no catalog; an error of Postgres as it is.
 */
export async function withConnection<T>(
  url: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: TIMEOUT_MS });
  try {
    await client.connect();
  } catch (cause) {
    const place = placeOf(url);
    throw new Error(
      cause instanceof pg.DatabaseError
        ? `The database at ${place} does not let us in: ${cause.message}.`
        : `No database answers at ${place}: start it with npm start, or name one with --db-url.`,
      { cause },
    );
  }
  try {
    return await work(client);
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || !MISSING.includes(error.code ?? '-')) throw error;
    throw new Error(
      `The database at ${placeOf(url)} has no catalog yet: apply the migrations first.`,
      {
        cause: error,
      },
    );
  } finally {
    await client.end();
  }
}
