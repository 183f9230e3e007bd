// holds-closed: a hold that was settled or voided stays as it is, whoever tries what.
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect } from '../support/sql.ts';
import { hold, openWallet, readCredits, settle, voidHold } from '../support/wallet.ts';

let db: pg.PoolClient;
beforeAll(async () => {
  db = await connect();
});
afterAll(() => db.release());

async function write(statement: string, holdId: string): Promise<void> {
  await db.query(statement, [holdId]);
}

describe('a closed hold', () => {
  const ends = {
    settle: (id: string) => settle(db, id, 4),
    'settle everything': (id: string) => settle(db, id, 6),
    'settle nothing': (id: string) => settle(db, id, 0),
    'settle too much': (id: string) => settle(db, id, 99),
    void: (id: string) => voidHold(db, id),
  };
  const firsts = ['settle', 'settle everything', 'settle nothing', 'void'] as const;
  const pairs = firsts.flatMap((first) =>
    (Object.keys(ends) as (keyof typeof ends)[]).map((second) => [first, second] as const),
  );

  it.each(pairs)('after %s stays as it is after %s', async (first, second) => {
    const owner = await openWallet(db, { plan: 4, bought: 6 });
    const { id } = await hold(db, owner, 6);
    const closed = await ends[first](id);
    const credits = await readCredits(db, owner);
    expect(credits.held).toBe(0);
    expect(await ends[second](id)).toEqual(closed);
    expect(await ends[first](id)).toEqual(closed);
    expect(await readCredits(db, owner)).toEqual(credits);
  });

  it.each([
    ['reopened', `state = 'held', settled_amount = null, closed_at = null`],
    ['voided after it was settled', `state = 'voided', settled_amount = 0`],
    ['made larger', `amount = amount + 1`],
    ['given to another', `owner_id = gen_random_uuid()`],
    ['called another operation', `operation_key = operation_key || 'x'`],
  ])('cannot be %s by hand', async (_, change) => {
    const { id } = await hold(db, await openWallet(db, { plan: 10 }), 5);
    await settle(db, id, 5);
    await expect(
      write(`update private.ledger_hold set ${change} where id = $1`, id),
    ).rejects.toThrow('ledger_is_append_only');
  });

  it.each([
    'update private.ledger_hold_part set amount = 1 where hold_id = $1',
    'delete from private.ledger_hold_part where hold_id = $1',
    'delete from private.ledger_hold where id = $1',
  ])('is kept: %s', async (statement) => {
    const { id } = await hold(db, await openWallet(db, { plan: 10 }), 5);
    await expect(write(statement, id)).rejects.toThrow('ledger_is_append_only');
  });
});
