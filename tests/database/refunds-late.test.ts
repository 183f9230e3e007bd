// refunds-late: an answer that was charged twice, by the sweep and by a settlement later than it,
// is given back as one.
import { expect, it } from 'vitest';
import { ledgerViolations } from '../support/ledger-invariants.ts';
import { ownDatabase } from '../support/own-database.ts';
import {
  begin,
  checkpoint,
  end,
  expireTurn,
  makeCharacter,
  makePerson,
  overSql,
  read,
  sweep,
} from '../support/turn.ts';
import { readCredits } from '../support/wallet.ts';

const database = ownDatabase({ connections: 2 });

it('all of it can be given back, in parts, once per key, and no more', async () => {
  const call = overSql(database.service);
  const character = await makeCharacter(database.pool, { price: 10, maxOutputTokens: 100 });
  const user = await makePerson(database.pool, 20);
  const turn = await begin(call, { user, character });
  await checkpoint(call, turn, 'x'.repeat(40));
  await expireTurn(database.pool, turn.turn_id);
  await sweep(database.pool);
  expect(await end(call, turn)).toMatchObject({ state: 'complete', charged_credits: 10 });

  const refund = (amount: number, key: string) =>
    database.pool.query(
      `select private.refund_turn_holds(hold_id, $2, $3) from public.turns where id = $1`,
      [turn.turn_id, amount, key],
    );
  const left = async () => {
    const { plan, bought } = await readCredits(database.pool, user);
    return plan + bought;
  };
  await refund(7, 'most');
  await refund(7, 'most');
  expect(await left()).toBe(17);
  await expect(refund(6, 'most')).rejects.toMatchObject({ code: 'PT409' });
  await expect(refund(4, 'too much')).rejects.toMatchObject({ message: 'refund_out_of_range' });
  await refund(3, 'the rest');
  expect(await left()).toBe(20);
  expect((await read(call, turn.turn_id))?.receipt).toMatchObject({ refunded_credits: 10 });
  expect(await ledgerViolations(database.pool, [user])).toEqual([]);
});
