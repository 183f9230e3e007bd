// payout: what the worker does to cashouts, by SQL alone, and what PayPal says of them.
import type { OwnDatabase } from './own-database.ts';
import { type Cashout, requestCashout } from './rewards.ts';
import type { Queryable } from './wallet.ts';

/** Kinds of the open discrepancies, which are then taken as seen. */
export async function seeDiscrepancies(db: Queryable): Promise<string[]> {
  const { rows } = await db.query(
    `update private.payout_discrepancy set resolved_at = now(), note = 'Seen.'
     where resolved_at is null returning kind`,
  );
  return rows.map(({ kind }) => kind).toSorted();
}

/** What the worker claims now, of one cashout; undefined when it is not to be claimed. */
export async function claim({ pool }: OwnDatabase, id: string) {
  await pool.query(
    `update pgmq.q_cashouts
     set vt = now() + case when message ->> 'cashout_id' = $1 then '0' else '1 hour'::interval end`,
    [id],
  );
  const { rows } = await pool.query('select * from public.claim_cashouts(20)');
  return rows.find((row) => row.id === id);
}

/** A cashout that PayPal has. */
export async function send(database: OwnDatabase, user: string, cents = 1000): Promise<Cashout> {
  const cashout = await requestCashout(database.pool, user, cents);
  await claim(database, cashout.id);
  await database.pool.query('select public.record_payout($1, $2)', [
    cashout.id,
    `batch_${cashout.id}`,
  ]);
  return cashout;
}

let version = 0;

/** PayPal says that of the cashout, later than all before, or `late` by so many reports. */
export async function hear(
  db: Queryable,
  cashout: Cashout,
  status: string,
  { late = 0, ...item }: Record<string, unknown> & { late?: number } = {},
): Promise<string> {
  version += 1;
  const report = {
    item_id: `item_${cashout.id}`,
    batch_id: `batch_${cashout.id}`,
    status,
    amount_cents: cashout.amount_cents,
    currency: 'USD',
    receiver: cashout.receiver,
    ...item,
  };
  const { rows } = await db.query(
    `select public.apply_payout($1, $2, timestamptz '2030-01-01' + make_interval(secs => $3))
       as state`,
    [cashout.id, JSON.stringify(report), version - late],
  );
  return rows[0].state;
}
