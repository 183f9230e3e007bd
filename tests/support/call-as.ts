// call-as: a statement as somebody who is signed in, in a transaction of its own.
import type pg from 'pg';

/** Calls a function as `authenticated`; nothing of it stays unless it succeeds. */
export async function callAs(
  pool: pg.Pool,
  user: string,
  text: string,
  values: unknown[] = [],
  // biome-ignore lint/suspicious/noExplicitAny: what pg returns.
): Promise<any[]> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query(`select set_config('request.jwt.claims', $1, true)`, [
      JSON.stringify({ sub: user, role: 'authenticated' }),
    ]);
    await client.query('set local role authenticated');
    const { rows } = await client.query(text, values);
    await client.query('commit');
    return rows;
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}
