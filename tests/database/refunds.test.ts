// refunds: what was taken given back later: as far as it was taken, to where it came from, once.
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { checkRandomly, timeLimitMs } from '../support/check-randomly.ts';
import { ledgerViolations } from '../support/ledger-invariants.ts';
import { available, readGrants, renew, renewAll, signUp } from '../support/membership.ts';
import { ownDatabase } from '../support/own-database.ts';
import { ORDERS, race } from '../support/race.ts';
import {
  grant,
  hold,
  openWallet,
  type Queryable,
  readCredits,
  settle,
  voidHold,
} from '../support/wallet.ts';

const database = ownDatabase({ connections: 6 });
const owners: string[] = [];
afterEach(async () => {
  expect(await ledgerViolations(database.pool, owners.splice(0))).toEqual([]);
  expect(await ledgerViolations(database.pool)).toEqual([]);
});

async function refund(
  db: Queryable,
  holdId: string,
  amount: number | null,
  key: string = crypto.randomUUID(),
): Promise<{ id: string; amount: number }> {
  const text = `select * from private.refund($1, $2, $3, 'test')`;
  return (await db.query(text, [holdId, amount, key])).rows[0];
}

/** Somebody who paid of 4 plan credits, 6 bought ones and 3 more that stay. */
async function paid(amount = 10): Promise<{ owner: string; id: string }> {
  const owner = await openWallet(database.pool, { plan: 4, bought: 9 });
  owners.push(owner);
  const { id } = await hold(database.pool, owner, 10);
  await settle(database.pool, id, amount);
  return { owner, id };
}

describe('a refund', () => {
  it('gives bought credits back first, then plan credits, each as far as they paid', async () => {
    const { owner, id } = await paid();
    const seen = [];
    for (const amount of [2, 5, 3]) {
      await refund(database.pool, id, amount);
      const { plan, bought } = await readCredits(database.pool, owner);
      seen.push([plan, bought]);
    }
    expect(seen).toEqual([
      [0, 5],
      [1, 9],
      [4, 9],
    ]);
  });

  it('sent again gives back once', async () => {
    const { owner, id } = await paid();
    const key = crypto.randomUUID();
    const first = await refund(database.pool, id, 6, key);
    expect(await refund(database.pool, id, 6, key)).toEqual(first);
    expect(await available(database.pool, owner)).toBe(9);
  });

  it('of all that was taken can be sent again, though nothing is left to give back', async () => {
    const { owner, id } = await paid();
    const key = crypto.randomUUID();
    await refund(database.pool, id, 10, key);
    await refund(database.pool, id, 10, key);
    expect(await available(database.pool, owner)).toBe(13);
  });

  it('under a key that gave back something else is a conflict', async () => {
    const [one, other] = [await paid(), await paid()];
    const key = crypto.randomUUID();
    await refund(database.pool, one.id, 3, key);
    for (const [id, amount] of [
      [one.id, 4],
      [other.id, 3],
    ] as const) {
      await expect(refund(database.pool, id, amount, key)).rejects.toMatchObject({
        code: 'PT409',
        message: 'idempotency_conflict',
      });
    }
    expect(await available(database.pool, other.owner)).toBe(3);
  });

  it.each([0, -1, 9, 2 ** 40, null])('of %s when 8 were taken is refused', async (amount) => {
    const { owner, id } = await paid(8);
    await expect(refund(database.pool, id, amount)).rejects.toMatchObject({
      code: 'PT409',
      message: 'refund_out_of_range',
      detail: JSON.stringify({ amount, refundable: 8 }).replace(/([:,])/g, '$1 '),
    });
    expect(await available(database.pool, owner)).toBe(5);
  });

  it('of more than is left is refused, by one credit', async () => {
    const { id } = await paid();
    await refund(database.pool, id, 7);
    await expect(refund(database.pool, id, 4)).rejects.toMatchObject({ code: 'PT409' });
    await refund(database.pool, id, 3);
    await expect(refund(database.pool, id, 1)).rejects.toMatchObject({ code: 'PT409' });
  });

  it('of what was never taken is refused', async () => {
    const owner = await openWallet(database.pool, { bought: 9 });
    owners.push(owner);
    const [open, given, free] = [
      await hold(database.pool, owner, 1),
      await hold(database.pool, owner, 1),
      await hold(database.pool, owner, 1),
    ];
    await voidHold(database.pool, given.id);
    await settle(database.pool, free.id, 0);
    for (const { id } of [open, given, free]) {
      await expect(refund(database.pool, id, 1)).rejects.toMatchObject({ code: 'PT409' });
    }
    await expect(refund(database.pool, crypto.randomUUID(), 1)).rejects.toMatchObject({
      code: 'PT404',
    });
  });

  it('is never changed afterwards', async () => {
    const { id } = await paid();
    await refund(database.pool, id, 1);
    for (const text of [
      'update private.ledger_refund set amount = 9 where hold_id = $1',
      'delete from private.ledger_refund where hold_id = $1',
    ]) {
      await expect(database.pool.query(text, [id])).rejects.toMatchObject({
        message: 'ledger_is_append_only',
      });
    }
  });
});

describe('a refund of plan credits', () => {
  /** Somebody who paid 120, of which 20 bought, in a period that is over or not. */
  async function spender({ isOver }: { isOver: boolean }) {
    const owner = await signUp(database.pool);
    owners.push(owner);
    await renew(database.pool, owner, new Date());
    await grant(database.pool, owner, 'wallet_bought', 20);
    const { id } = await hold(database.pool, owner, 120);
    await settle(database.pool, id, 120);
    if (isOver) {
      await database.pool.query(
        `with ended as (
           update private.ledger_account set expires_at = now()
           where owner_id = $1 and kind = 'wallet_plan'
         )
         update private.wallet set renews_at = now() where owner_id = $1`,
        [owner],
      );
    }
    return { owner, id };
  }

  it('whose period still runs can be spent again', async () => {
    const { owner, id } = await spender({ isOver: false });
    await refund(database.pool, id, 50);
    expect(await readCredits(database.pool, owner)).toEqual({ plan: 30, bought: 20, held: 0 });
    await hold(database.pool, owner, 50);
  });

  it.each(['before', 'after'])(
    'whose period is over expires with it; given back %s the wallet is renewed',
    async (when) => {
      const { owner, id } = await spender({ isOver: true });
      if (when === 'after') await renewAll(database.pool);
      await refund(database.pool, id, 50);
      await renewAll(database.pool);
      expect(await available(database.pool, owner)).toBe(20);
      expect(await readGrants(database.pool, owner)).toMatchObject([
        { balance: 0, is_closed: true },
      ]);
      const key = crypto.randomUUID();
      for (let nr = 0; nr < 2; nr++) await refund(database.pool, id, 70, key);
      await renewAll(database.pool);
      expect(await readCredits(database.pool, owner)).toEqual({ plan: 0, bought: 20, held: 0 });
    },
  );

  it('of an account that is deleted is written in the books', async () => {
    const { owner, id } = await spender({ isOver: false });
    await database.pool.query('delete from auth.users where id = $1', [owner]);
    await refund(database.pool, id, 120);
    expect(await readCredits(database.pool, owner)).toEqual({ plan: 100, bought: 20, held: 0 });
  });
});

describe.each(ORDERS)('two refunds at once, %s', (_, order) => {
  it('of more than there is: one of them', async () => {
    const { owner, id } = await paid();
    const acts = [7, 6].map((amount) => ({
      run: (client: Queryable) => refund(client, id, amount),
    }));
    const outcomes = await race(database.pool, acts as [(typeof acts)[0], (typeof acts)[0]], order);
    expect(outcomes.map(({ code }) => code).toSorted()).toEqual(['PT409', undefined]);
    expect([9, 10]).toContain(await available(database.pool, owner));
  });

  it('under one key: one refund', async () => {
    const { owner, id } = await paid();
    const key = crypto.randomUUID();
    const act = { run: (client: Queryable) => refund(client, id, 6, key) };
    const [one, two] = await race(database.pool, [act, act], order);
    expect(one.value).toEqual(two.value);
    expect(await available(database.pool, owner)).toBe(9);
  });
});

it(
  'any refunds of any settlement: never more than was taken, and all of it in the end',
  async () => {
    const amount = fc.integer({ min: 1, max: 30 });
    await checkRandomly(
      [fc.nat(40), fc.nat(40), fc.nat(100), fc.array(amount, { maxLength: 12 })],
      async (plan, bought, share, amounts) => {
        const owner = await openWallet(database.pool, { plan, bought });
        const { id } = await hold(database.pool, owner, plan + bought);
        const taken = Math.floor(((plan + bought) * share) / 100);
        await settle(database.pool, id, taken);
        let left = taken;
        for (const each of amounts) {
          const done = refund(database.pool, id, each);
          if (each > left) await expect(done).rejects.toMatchObject({ code: 'PT409' });
          else left -= (await done).amount;
        }
        if (left > 0) await refund(database.pool, id, left);
        expect(await readCredits(database.pool, owner)).toEqual({ plan, bought, held: 0 });
        expect(await ledgerViolations(database.pool, [owner])).toEqual([]);
      },
      { runs: 60, isRepeatable: true },
    );
  },
  timeLimitMs(60),
);
