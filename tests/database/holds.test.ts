// holds: a charge in two phases: reserve before the work, then take what it cost or give it back.
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ledgerViolations } from '../support/ledger-invariants.ts';
import { connect } from '../support/sql.ts';
import {
  grant,
  type Hold,
  hold,
  openWallet,
  readCredits,
  settle,
  voidHold,
} from '../support/wallet.ts';

let db: pg.PoolClient;
let witness: string;
const owners: string[] = [];

beforeAll(async () => {
  db = await connect();
  witness = await open(7, 5);
});
afterAll(async () => {
  expect(await readCredits(db, witness)).toEqual({ plan: 7, bought: 5, held: 0 });
  expect(await ledgerViolations(db, owners)).toEqual([]);
  db.release();
});

/** An owner with credits in the two wallets; its books are checked after the file. */
async function open(plan: number, bought: number): Promise<string> {
  const ownerId = await openWallet(db, { plan, bought });
  owners.push(ownerId);
  return ownerId;
}

async function partsOf({ id }: Hold): Promise<Record<string, number>> {
  const { rows } = await db.query(
    `select kind, amount from private.ledger_hold_part as part
     join private.ledger_account as account on account.id = account_id where hold_id = $1`,
    [id],
  );
  return Object.fromEntries(rows.map(({ kind, amount }) => [kind, amount]));
}

describe('hold', () => {
  it.each([
    ['plan credits first', 6, { wallet_plan: 6 }],
    ['all plan credits before bought ones', 10, { wallet_plan: 10 }],
    ['then bought credits', 13, { wallet_plan: 10, wallet_bought: 3 }],
    ['everything there is', 15, { wallet_plan: 10, wallet_bought: 5 }],
    ['nothing for what is free', 0, {}],
  ])('reserves %s', async (_, amount, parts) => {
    const owner = await open(10, 5);
    const held = await hold(db, owner, amount);
    expect(held).toMatchObject({ state: 'held', amount, settled_amount: null, owner_id: owner });
    expect(await partsOf(held)).toEqual(parts);
    expect(await readCredits(db, owner)).toEqual({ plan: 10, bought: 5, held: amount });
  });

  it('takes bought credits when the plan credits are held by another', async () => {
    const owner = await open(10, 5);
    await hold(db, owner, 8);
    expect(await partsOf(await hold(db, owner, 4))).toEqual({ wallet_plan: 2, wallet_bought: 2 });
  });

  it('beyond what is available says what there is and what is needed', async () => {
    const owner = await open(10, 5);
    await hold(db, owner, 11);
    const refused = await hold(db, owner, 5).catch((error) => error);
    expect(refused).toMatchObject({
      code: 'PT402',
      message: 'insufficient_credits',
      hint: expect.stringMatching(/5.*4/),
    });
    expect(JSON.parse(refused.detail)).toEqual({ available: 4, needed: 5 });
    expect(await readCredits(db, owner)).toEqual({ plan: 10, bought: 5, held: 11 });
  });

  it.each([0, 1])('of %i for an owner without a wallet is refused', async (amount) => {
    const refused = await hold(db, crypto.randomUUID(), amount).catch((error) => error);
    expect(refused).toMatchObject({ code: 'PT404', message: 'wallet_not_found' });
  });

  it('does not spend money accounts of the same owner', async () => {
    const owner = await open(0, 0);
    await db.query(
      `insert into private.ledger_account (owner_id, kind, unit, balance)
       values ($1, 'wallet_bought', 'EUR', 0)`,
      [owner],
    );
    await expect(hold(db, owner, 1)).rejects.toMatchObject({ code: 'PT402' });
  });

  it.each([
    ['a negative amount', -1, { constraint: 'ledger_hold_amount_check' }],
    ['no amount', null, { code: '23502' }],
  ])('refuses %s', async (_, amount, reason) => {
    await expect(hold(db, await open(10, 5), amount)).rejects.toMatchObject(reason);
  });
});

describe('the same operation key', () => {
  it('holds once, and gives the same hold whatever became of it', async () => {
    const owner = await open(10, 5);
    const key = crypto.randomUUID();
    const first = await hold(db, owner, 6, key);
    expect(await hold(db, owner, 6, key)).toEqual(first);
    const settled = await settle(db, first.id, 4);
    expect(await hold(db, owner, 6, key)).toEqual(settled);
    expect(await readCredits(db, owner)).toEqual({ plan: 6, bought: 5, held: 0 });
  });

  it('gives the hold also when nothing is left for another', async () => {
    const owner = await open(10, 0);
    const key = crypto.randomUUID();
    const first = await hold(db, owner, 10, key);
    expect(await hold(db, owner, 10, key)).toEqual(first);
  });

  it('with another amount or another owner is a conflict', async () => {
    const [owner, other] = [await open(10, 5), await open(10, 5)];
    const key = crypto.randomUUID();
    await hold(db, owner, 6, key);
    for (const again of [hold(db, owner, 7, key), hold(db, owner, 99, key)]) {
      await expect(again).rejects.toMatchObject({
        code: 'PT409',
        message: 'idempotency_conflict',
      });
    }
    await expect(hold(db, other, 6, key)).rejects.toMatchObject({ code: 'PT409' });
    expect(await readCredits(db, owner)).toEqual({ plan: 10, bought: 5, held: 6 });
    expect(await readCredits(db, other)).toEqual({ plan: 10, bought: 5, held: 0 });
  });

  it('sixteen times at once holds once', async () => {
    const owner = await open(10, 5);
    const key = crypto.randomUUID();
    const holds = await atOnce(16, (client) => hold(client, owner, 12, key));
    expect(new Set(holds.map(({ id }) => id)).size).toBe(1);
    expect(await readCredits(db, owner)).toEqual({ plan: 10, bought: 5, held: 12 });
  });

  it('of two owners at once: one holds, for the other it is a conflict', async () => {
    const [owner, other] = [await open(10, 5), await open(10, 5)];
    const key = crypto.randomUUID();
    const second = await connect();
    try {
      await db.query('begin');
      await hold(db, owner, 6, key);
      const refused = hold(second, other, 6, key).catch((error) => error);
      await db.query('commit');
      expect(await refused).toMatchObject({ code: 'PT409', message: 'idempotency_conflict' });
    } finally {
      second.release();
    }
  });
});

describe('settle', () => {
  it.each([
    [0, { plan: 10, bought: 5 }],
    [1, { plan: 9, bought: 5 }],
    [10, { plan: 0, bought: 5 }],
    [11, { plan: 0, bought: 4 }],
    [13, { plan: 0, bought: 2 }],
  ])('%i of 13 takes plan credits first and gives the rest back', async (amount, left) => {
    const owner = await open(10, 5);
    const { id } = await hold(db, owner, 13);
    const settled = await settle(db, id, amount);
    expect(settled).toMatchObject({ id, state: 'settled', settled_amount: amount, amount: 13 });
    expect(await readCredits(db, owner)).toEqual({ ...left, held: 0 });
  });

  it('gives back where it was taken, though plan credits came since', async () => {
    const owner = await open(10, 5);
    const { id } = await hold(db, owner, 13);
    await grant(db, owner, 'wallet_plan', 100);
    await settle(db, id, 12);
    expect(await readCredits(db, owner)).toEqual({ plan: 100, bought: 3, held: 0 });
  });

  it('books what it took as revenue', async () => {
    const owner = await open(10, 5);
    const { id } = await hold(db, owner, 13);
    await settle(db, id, 12);
    const { rows } = await db.query(
      `select account.kind, entry.amount from private.ledger_hold as hold
       join private.ledger_transfer as transfer
         on transfer.operation_key = 'settle:' || hold.operation_key
       join private.ledger_entry as entry on entry.transfer_id = transfer.id
       join private.ledger_account as account on account.id = account_id
       where hold.id = $1 order by entry.amount`,
      [id],
    );
    expect(rows.map(({ kind, amount }) => [kind, amount])).toEqual([
      ['wallet_plan', -10],
      ['wallet_bought', -2],
      ['revenue', 12],
    ]);
  });

  it.each([
    ['more than was held', 14],
    ['less than nothing', -1],
    ['no amount', null],
  ])('of %s is refused and the hold stays', async (_, amount) => {
    const owner = await open(10, 5);
    const { id } = await hold(db, owner, 13);
    await expect(settle(db, id, amount)).rejects.toMatchObject({
      code: '23514',
      message: 'settlement_out_of_range',
    });
    expect(await readCredits(db, owner)).toEqual({ plan: 10, bought: 5, held: 13 });
  });
});

it.each<[string, (id: string) => Promise<Hold>]>([
  ['settle', (id) => settle(db, id, 1)],
  ['void', (id) => voidHold(db, id)],
])('%s of a hold that does not exist says so', async (_, end) => {
  await expect(end(crypto.randomUUID())).rejects.toMatchObject({
    code: 'PT404',
    message: 'hold_not_found',
  });
});

it('sixty-four holds at once on credits for ten: ten hold', async () => {
  const owner = await open(4, 6);
  const outcomes = await atOnce(16, async (client) => {
    const codes: string[] = [];
    for (let nr = 0; nr < 4; nr++) {
      codes.push(
        await hold(client, owner, 1).then(
          () => 'held',
          ({ code }) => code,
        ),
      );
    }
    return codes;
  });
  expect(outcomes.flat().filter((code) => code === 'held')).toHaveLength(10);
  expect(outcomes.flat().filter((code) => code === 'PT402')).toHaveLength(54);
  expect(await readCredits(db, owner)).toEqual({ plan: 4, bought: 6, held: 10 });
});

/** Runs something on several connections at once. */
async function atOnce<T>(count: number, run: (client: pg.PoolClient) => Promise<T>): Promise<T[]> {
  const clients = await Promise.all(Array.from({ length: count }, connect));
  try {
    return await Promise.all(clients.map(run));
  } finally {
    for (const client of clients) client.release();
  }
}
