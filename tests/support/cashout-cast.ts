// cashout-cast: an admin, and before each test a person who has earned 10.00 USD; after each, the
// books agree.
import { afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { callAs } from './call-as.ts';
import { ledgerViolations } from './ledger-invariants.ts';
import type { OwnDatabase } from './own-database.ts';
import { seeDiscrepancies } from './payout.ts';
import { earn, join, setRules } from './rewards.ts';

/** Registers the hooks; gives who plays, from the first hook on, and what an admin does. */
export function cashoutCast(database: OwnDatabase) {
  const cast = { admin: '', anna: '' };
  beforeAll(async () => {
    cast.admin = await join(database.pool);
    await database.pool.query(`update public.profiles set role = 'admin' where id = $1`, [
      cast.admin,
    ]);
  });
  beforeEach(async () => {
    await setRules(database.pool);
    // What other tests have left is not claimed before the own.
    await database.pool.query(`select pgmq.purge_queue('cashouts')`);
    cast.anna = await join(database.pool);
    await earn(database.pool, cast.anna, 1000);
  });
  afterEach(async () => {
    expect(await ledgerViolations(database.pool)).toEqual([]);
    await database.pool.query('select private.compare_ledger()');
    expect(await seeDiscrepancies(database.pool)).toEqual([]);
  });

  const decide = async (id: string, decision: string, by = cast.admin) => {
    const text = `select review_cashout($1, $2, 'Looked.') as state`;
    return (await callAs(database.pool, by, text, [id, decision]))[0].state;
  };
  return { cast, decide };
}
