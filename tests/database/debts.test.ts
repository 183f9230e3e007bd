// debts: what was granted, spent, and then taken back is owed, and the next grants pay it.
import { afterEach, expect, it } from 'vitest';
import { ledgerViolations } from '../support/ledger-invariants.ts';
import { available } from '../support/membership.ts';
import { ownDatabase } from '../support/own-database.ts';
import { ORDERS, race } from '../support/race.ts';
import { grant, hold, openWallet, settle, voidHold } from '../support/wallet.ts';

const database = ownDatabase({ connections: 4 });
const owners: string[] = [];

afterEach(async () => {
  expect(await ledgerViolations(database.pool, owners.splice(0))).toEqual([]);
});

async function owner(credits: { plan?: number; bought?: number }): Promise<string> {
  const id = await openWallet(database.pool, credits);
  owners.push(id);
  return id;
}

async function spend(ownerId: string, amount: number): Promise<void> {
  const { id } = await hold(database.pool, ownerId, amount);
  await settle(database.pool, id, amount);
}

async function takeBack(ownerId: string, amount: number, key = crypto.randomUUID()) {
  const text = `select private.owe_credits($1, $2, $3, 'test')`;
  await database.pool.query(text, [ownerId, amount, key]);
}

async function balances(ownerId: string): Promise<Record<string, number>> {
  const { rows } = await database.pool.query(
    `select coalesce(jsonb_object_agg(kind, balance), '{}') as balances from (
       select kind, sum(balance) as balance from private.ledger_account
       where owner_id = $1 and balance <> 0 group by kind) as by_kind`,
    [ownerId],
  );
  return rows[0].balances;
}

it('what is still there is taken, bought credits first', async () => {
  const id = await owner({ plan: 30, bought: 100 });
  await takeBack(id, 110);
  expect(await balances(id)).toEqual({ wallet_plan: 20 });
});

it('what was spent is owed, and a wallet never falls below zero', async () => {
  const id = await owner({ bought: 100 });
  await spend(id, 80);
  await takeBack(id, 100);
  expect(await balances(id)).toEqual({ debt: -80 });
  expect(await available(database.pool, id)).toBe(0);
  await expect(hold(database.pool, id, 1)).rejects.toMatchObject({ code: 'PT402' });
});

it('what is free of charge stays so for whoever owes', async () => {
  const id = await owner({});
  await takeBack(id, 10);
  expect(await hold(database.pool, id, 0)).toMatchObject({ state: 'held' });
});

it.each(['wallet_plan', 'wallet_bought'] as const)('the next grants pay it: %s', async (kind) => {
  const id = await owner({});
  await takeBack(id, 80);
  await grant(database.pool, id, kind, 50);
  expect(await balances(id)).toEqual({ debt: -30 });
  await grant(database.pool, id, kind, 50);
  expect(await balances(id)).toEqual({ [kind]: 20 });
});

it('credits that expired long ago pay it, if they are given back late', async () => {
  const id = await owner({});
  await takeBack(id, 30);
  await grant(database.pool, id, 'wallet_plan', 50, crypto.randomUUID(), '2020-01-01');
  await database.pool.query('select private.renew_wallet($1)', [id]);
  expect(await balances(id)).toEqual({});
});

it('what an open hold has is not taken, and cannot be spent once it is free again', async () => {
  const id = await owner({ bought: 100 });
  const held = await hold(database.pool, id, 60);
  await takeBack(id, 100);
  expect(await balances(id)).toEqual({ wallet_bought: 60, debt: -60 });
  await voidHold(database.pool, held.id);
  expect(await available(database.pool, id)).toBe(0);
  await grant(database.pool, id, 'wallet_bought', 5);
  expect(await balances(id)).toEqual({ wallet_bought: 5 });
});

it('by the same key it is taken once, and another amount is refused', async () => {
  const id = await owner({ bought: 100 });
  const key = crypto.randomUUID();
  await takeBack(id, 40, key);
  await takeBack(id, 40, key);
  expect(await balances(id)).toEqual({ wallet_bought: 60 });
  await expect(takeBack(id, 41, key)).rejects.toMatchObject({ code: 'PT409' });
});

it.each([0, -1, null])('nobody owes %s credits', async (amount) => {
  const id = await owner({});
  await expect(takeBack(id, amount as number)).rejects.toMatchObject({ code: 'PT400' });
});

it('a debt cannot become a credit, nor be held', async () => {
  const id = await owner({});
  await takeBack(id, 10);
  const text = `insert into private.ledger_account (owner_id, kind, unit, balance, held)
    values ($1, 'debt', 'credit', 0, 1)`;
  await expect(database.pool.query(text, [crypto.randomUUID()])).rejects.toMatchObject({
    message: 'ledger_is_append_only',
  });
  await expect(
    database.pool.query(
      `select private.transfer('debt-too-much', 'test', array[
         row(id, 11)::private.ledger_leg,
         row(private.platform_account('issuance', 'credit'), -11)::private.ledger_leg])
       from private.ledger_account where owner_id = $1 and kind = 'debt'`,
      [id],
    ),
  ).rejects.toMatchObject({ constraint: 'ledger_account_held_check' });
});

it.each(ORDERS)('taken back while it is spent, %s: the sum is the same', async (_, order) => {
  const id = await owner({ bought: 100 });
  const outcomes = await race(
    database.pool,
    [
      {
        run: (client) =>
          client.query(`select private.owe_credits($1, 70, $2, 'test')`, [id, crypto.randomUUID()]),
      },
      {
        run: async (client) => settle(client, (await hold(client, id, 50)).id, 50),
      },
    ],
    order,
  );
  const sum = Object.values(await balances(id)).reduce((total, each) => total + each, 0);
  expect(sum).toBe(outcomes[1].code === 'PT402' ? 30 : -20);
});

it('a refund pays it, too: what was given back does not expire while it is owed', async () => {
  const id = await owner({ plan: 50 });
  const { id: holdId } = await hold(database.pool, id, 50);
  await settle(database.pool, holdId, 50);
  await takeBack(id, 20);
  await database.pool.query(`select private.refund($1, 30, $2, 'test')`, [
    holdId,
    crypto.randomUUID(),
  ]);
  expect(await balances(id)).toEqual({ wallet_plan: 10 });
});
