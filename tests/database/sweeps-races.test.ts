// sweeps-races: the jobs of every minute that close what lost workers left, at work at once on what
// the same people have open.
import { afterEach, beforeAll, expect, it } from 'vitest';
import {
  beginAction,
  expireAction,
  makeMaker,
  offerAction,
  sweepActions,
} from '../support/action.ts';
import { ledgerViolations } from '../support/ledger-invariants.ts';
import { ownDatabase } from '../support/own-database.ts';
import { outcomeOf, settledOrBlocked } from '../support/race.ts';
import { begin, type Call, expireTurn, makeCharacter, overSql, sweep } from '../support/turn.ts';
import { expire, hold, readCredits } from '../support/wallet.ts';

const database = ownDatabase({ connections: 6 });
let call: Call;
let testa: string;

beforeAll(async () => {
  call = overSql(database.service);
  testa = await makeCharacter(database.pool, { price: 10 });
  await offerAction(database.pool, 'image', { credits: 1, per: 1 });
});
afterEach(async () => {
  expect(await ledgerViolations(database.pool)).toEqual([]);
  expect(database.warnings).toEqual([]);
});

/** Two people, in the order in which several wallets are locked. */
async function two(): Promise<[string, string]> {
  const people = [await makeMaker(database.pool, 20), await makeMaker(database.pool, 20)];
  return people.sort() as [string, string];
}

async function lostAction(user: string): Promise<void> {
  const { action_id } = await beginAction(call, { user });
  await expireAction(database.pool, action_id);
}

it('what two people lost is swept by both jobs at once: neither waits in a circle', async () => {
  const [anna, ben] = await two();
  await expireTurn(database.pool, (await begin(call, { user: ben, character: testa })).turn_id);
  await expire(database.pool, (await hold(database.pool, anna, 3)).id);
  for (const user of [anna, ben]) await lostAction(user);

  const { pool } = database;
  const [busy, one, other] = [await pool.connect(), await pool.connect(), await pool.connect()];
  try {
    await busy.query('begin');
    await busy.query('select private.require_wallet($1)', [anna]);
    const actions = outcomeOf(sweepActions(one));
    await settledOrBlocked(pool, one, actions);
    const holds = outcomeOf(sweep(other));
    await settledOrBlocked(pool, other, holds);
    await busy.query('commit');
    expect(await Promise.all([actions, holds])).toEqual([{ value: 2 }, { value: 2 }]);
  } finally {
    for (const client of [busy, one, other]) client.release();
  }
  for (const user of [anna, ben]) expect((await readCredits(pool, user)).held).toBe(0);
});
