// wallets: what a person has: opened and filled at sign-up, granted once, read by its owner only.
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ledgerViolations } from '../support/ledger-invariants.ts';
import { anonymousClient, createPerson, type Person, serviceClient } from '../support/person.ts';
import { connect } from '../support/sql.ts';
import { makePerson } from '../support/turn.ts';
import { grant, hold, openWallet, readCredits } from '../support/wallet.ts';

let db: pg.PoolClient;
let ada: Person;
let witness: string;

beforeAll(async () => {
  db = await connect();
  [ada, witness] = await Promise.all([createPerson(), openWallet(db, { plan: 7, bought: 5 })]);
});
afterAll(async () => {
  expect(await readCredits(db, witness)).toEqual({ plan: 7, bought: 5, held: 0 });
  expect(await ledgerViolations(db, [ada.id, witness])).toEqual([]);
  db.release();
});

describe('a new person', () => {
  it('has both wallets and the first credits in the plan wallet', async () => {
    expect(await readCredits(db, ada.id)).toEqual({ plan: 100, bought: 0, held: 0 });
    const { rows } = await db.query(
      `select reason, entry.amount from private.ledger_transfer as transfer
       join private.ledger_entry as entry on transfer_id = transfer.id
       join private.ledger_account as account on account.id = account_id
       where operation_key like 'plan:' || $1 || ':default:%' order by entry.amount`,
      [ada.id],
    );
    expect(rows).toEqual([
      { reason: 'plan_period', amount: -100 },
      { reason: 'plan_period', amount: 100 },
    ]);
  });

  it('has empty wallets where the product gives no first credits', async () => {
    await db.query('begin');
    try {
      await db.query('update public.plans set credits = 0 where is_default');
      const id = crypto.randomUUID();
      await db.query('insert into auth.users (id, email) values ($1, $2)', [id, `${id}@a.test`]);
      expect(await readCredits(db, id)).toEqual({ plan: 0, bought: 0, held: 0 });
    } finally {
      await db.query('rollback');
    }
  });
});

describe('my_credits', () => {
  const read = (person: Pick<Person, 'client'>) => person.client.from('my_credits').select();

  it('shows a person what there is, what is held and what can be spent', async () => {
    const person = await createPerson();
    await grant(db, person.id, 'wallet_bought', 20);
    await hold(db, person.id, 105);
    expect((await read(person)).data).toEqual([
      {
        plan_credits: 100,
        bought_credits: 20,
        held_credits: 105,
        available_credits: 15,
        owed_credits: 0,
        next_expiry_at: null,
      },
    ]);
  });

  it('shows nobody what somebody else has', async () => {
    const [stranger] = await Promise.all([createPerson(), hold(db, ada.id, 40)]);
    expect((await read(stranger)).data).toEqual([
      {
        plan_credits: 100,
        bought_credits: 0,
        held_credits: 0,
        available_credits: 100,
        owed_credits: 0,
        next_expiry_at: expect.any(String),
      },
    ]);
  });

  it.each([
    ['an anonymous caller', anonymousClient],
    ['the service', serviceClient],
  ])('is not for %s', async (_, client) => {
    expect((await read({ client: client() })).error).toMatchObject({ code: '42501' });
  });
});

describe('granting credits', () => {
  it.each([
    ['wallet_plan', { plan: 30, bought: 0, held: 0 }],
    ['wallet_bought', { plan: 0, bought: 30, held: 0 }],
  ] as const)('to %s adds to that wallet', async (kind, credits) => {
    const owner = await openWallet(db);
    await grant(db, owner, kind, 30);
    expect(await readCredits(db, owner)).toEqual(credits);
  });

  it('twice under one key gives them once', async () => {
    const owner = await openWallet(db);
    const key = crypto.randomUUID();
    const first = await grant(db, owner, 'wallet_plan', 30, key);
    expect(await grant(db, owner, 'wallet_plan', 30, key)).toBe(first);
    expect(await readCredits(db, owner)).toMatchObject({ plan: 30 });
  });

  it('under a used key in another amount is a conflict', async () => {
    const [owner, other] = [await openWallet(db), await openWallet(db)];
    const [planKey, boughtKey] = [crypto.randomUUID(), crypto.randomUUID()];
    await grant(db, owner, 'wallet_plan', 30, planKey);
    await grant(db, owner, 'wallet_bought', 30, boughtKey);
    for (const again of [
      () => grant(db, owner, 'wallet_plan', 31, planKey),
      () => grant(db, owner, 'wallet_bought', 31, boughtKey),
      () => grant(db, other, 'wallet_bought', 30, boughtKey),
    ]) {
      await expect(again()).rejects.toMatchObject({
        code: 'PT409',
        message: 'idempotency_conflict',
      });
    }
    expect(await readCredits(db, owner)).toEqual({ plan: 30, bought: 30, held: 0 });
    expect(await readCredits(db, other)).toEqual({ plan: 0, bought: 0, held: 0 });
  });

  it.each([0, -5, null])('of %s credits is refused', async (amount) => {
    await expect(grant(db, witness, 'wallet_plan', amount)).rejects.toMatchObject({
      code: 'PT400',
      message: 'invalid_amount',
    });
  });

  it('to nobody is refused', async () => {
    for (const kind of ['wallet_plan', 'wallet_bought'] as const)
      await expect(grant(db, crypto.randomUUID(), kind, 1)).rejects.toMatchObject({
        message: 'wallet_not_found',
      });
  });
});

it('the books keep what a person had when the account is deleted', async () => {
  const id = await makePerson(db, 60);
  await db.query('delete from auth.users where id = $1', [id]);
  const { plan, bought } = await readCredits(db, id);
  expect(plan + bought).toBe(60);
  expect(await ledgerViolations(db, [id])).toEqual([]);
});
