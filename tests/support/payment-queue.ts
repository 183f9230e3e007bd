// payment-queue: waits until the worker has nothing left to do with the events of payments.
import type pg from 'pg';

/** Resolves when every event is worked off; throws with what is left after a while. */
export async function workedOff(pool: pg.Pool, timeoutMs = 20_000): Promise<void> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const { rows } = await pool.query(
      `select type, object_id, attempts, last_error from private.payment_event
       where state = 'received' limit 5`,
    );
    if (rows.length === 0) return;
    if (Date.now() > end) throw new Error(`Not worked off: ${JSON.stringify(rows)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
