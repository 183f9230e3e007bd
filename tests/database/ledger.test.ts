// ledger: the books refuse what would falsify them, whoever writes: here their owner, by hand.
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect } from '../support/sql.ts';
import { grant, openWallet, readCredits } from '../support/wallet.ts';

let db: pg.PoolClient;
let issuance: string;
let ada: string;
let witness: string;

beforeAll(async () => {
  db = await connect();
  issuance = (await db.query(`select private.platform_account('issuance', 'credit') as id`)).rows[0]
    .id;
  witness = await openWallet(db, { plan: 7, bought: 5 });
});
afterAll(async () => {
  expect(await readCredits(db, witness)).toEqual({ plan: 7, bought: 5, held: 0 });
  db.release();
});

/** Runs statements in one transaction; rejects when one of them or the commit fails. */
async function transact(...statements: [string, unknown[]?][]): Promise<void> {
  await db.query('begin');
  try {
    for (const [text, values] of statements) await db.query(text, values);
    await db.query('commit');
  } catch (error) {
    await db.query('rollback');
    throw error;
  }
}

/** The statements that write a transfer by hand. */
function transfer(...legs: [accountId: string, amount: number][]): [string, unknown[]?][] {
  const entry = (leg: [string, number]): [string, unknown[]] => [
    `insert into private.ledger_entry (transfer_id, account_id, amount)
     values (currval('private.ledger_transfer_id_seq'), $1, $2)`,
    leg,
  ];
  return [
    [
      `insert into private.ledger_transfer (operation_key, reason) values ($1, 'test')`,
      [crypto.randomUUID()],
    ],
    ...legs.map(entry),
  ];
}

async function walletOf(ownerId: string, kind = 'wallet_plan'): Promise<string> {
  const { rows } = await db.query(
    'select id from private.ledger_account where owner_id = $1 and kind = $2',
    [ownerId, kind],
  );
  return rows[0].id;
}

describe('a transfer', () => {
  let wallet: string;
  let euros: string;

  beforeAll(async () => {
    ada = await openWallet(db, { plan: 10 });
    wallet = await walletOf(ada);
    const { rows } = await db.query(
      `insert into private.ledger_account (owner_id, kind, unit, balance)
       values ($1, 'wallet_bought', 'EUR', 0) returning id`,
      [ada],
    );
    euros = rows[0].id;
  });

  it.each<[string, () => [string, number][]]>([
    ['without entries', () => []],
    ['with one entry', () => [[wallet, 5]]],
    [
      'that does not sum to zero',
      () => [
        [wallet, 5],
        [issuance, -4],
      ],
    ],
    [
      'that sums to zero over two units, but not in each',
      () => [
        [wallet, -5],
        [euros, 5],
      ],
    ],
  ])('%s is refused when it commits', async (_, legs) => {
    await expect(transact(...transfer(...legs()))).rejects.toMatchObject({
      message: 'ledger_transfer_unbalanced',
      code: '23514',
    });
    expect(await readCredits(db, ada)).toMatchObject({ plan: 10 });
  });

  it('that balances is taken, by hand too, and moves the balance', async () => {
    await transact(...transfer([wallet, 2], [issuance, -2]));
    await transact(...transfer([issuance, 2], [wallet, -2]));
    expect(await readCredits(db, ada)).toMatchObject({ plan: 10 });
  });

  it('is checked again when it was already found right in the same transaction', async () => {
    await expect(
      transact(
        ...transfer([wallet, 2], [issuance, -2]),
        ['set constraints all immediate'],
        [
          `insert into private.ledger_entry (transfer_id, account_id, amount)
           values (currval('private.ledger_transfer_id_seq'), $1, 3)`,
          [wallet],
        ],
      ),
    ).rejects.toMatchObject({ message: 'ledger_transfer_unbalanced' });
  });

  it.each([
    ['one entry', 1],
    ['two entries that sum to zero', 2],
  ])('that was made does not take %s later', async (_, entries) => {
    const transferId = await grant(db, ada, 'wallet_bought', 1);
    const add = (accountId: string, amount: number): [string, unknown[]] => [
      'insert into private.ledger_entry (transfer_id, account_id, amount) values ($1, $2, $3)',
      [transferId, accountId, amount],
    ];
    const later = [add(wallet, 3), add(issuance, -3)].slice(0, entries);
    await expect(transact(...later)).rejects.toThrow(/ledger_/);
    expect(await readCredits(db, ada)).toMatchObject({ plan: 10 });
  });

  it('takes nobody below zero', async () => {
    const plan = await walletOf(await openWallet(db, { plan: 10 }));
    await expect(transact(...transfer([plan, -11], [issuance, 11]))).rejects.toMatchObject({
      constraint: 'ledger_account_held_check',
    });
  });

  it('takes nobody beyond what a bigint counts', async () => {
    const most = '9223372036854775807';
    await expect(
      transact(...transfer([wallet, most as unknown as number], [issuance, -1])),
    ).rejects.toMatchObject({
      code: '22003',
    });
  });

  it('does not touch what is held', async () => {
    const owner = await openWallet(db, { plan: 10 });
    await db.query(`select private.hold($1, 8, $2, 'test', '1 minute')`, [
      owner,
      crypto.randomUUID(),
    ]);
    const plan = await walletOf(owner);
    await expect(transact(...transfer([plan, -3], [issuance, 3]))).rejects.toMatchObject({
      constraint: 'ledger_account_held_check',
    });
    await transact(...transfer([plan, -2], [issuance, 2]));
    expect(await readCredits(db, owner)).toEqual({ plan: 8, bought: 0, held: 8 });
  });
});

describe('what is written', () => {
  beforeAll(async () => {
    ada = await openWallet(db, { plan: 10 });
  });

  it.each([
    `update private.ledger_entry set amount = amount + 1`,
    `delete from private.ledger_entry where true`,
    `truncate private.ledger_entry`,
    `update private.ledger_transfer set reason = 'other'`,
    `delete from private.ledger_transfer where true`,
    `truncate private.ledger_transfer cascade`,
    `truncate private.ledger_account cascade`,
    `update private.ledger_account set kind = 'wallet_bought' where kind = 'wallet_plan'`,
    `update private.ledger_account set owner_id = gen_random_uuid() where owner_id is not null`,
    `update private.ledger_account set balance = balance + 1 where owner_id is not null`,
    `update private.ledger_account set balance = 0, held = 0 where owner_id is not null`,
  ])('stays: %s', async (statement) => {
    await expect(transact([statement])).rejects.toMatchObject({
      message: 'ledger_is_append_only',
      hint: 'Correct a transfer by another transfer.',
    });
  });

  it('an account with entries cannot be deleted', async () => {
    await expect(
      transact(['delete from private.ledger_account where owner_id = $1', [ada]]),
    ).rejects.toMatchObject({ constraint: 'ledger_entry_account_id_fkey' });
  });
});

describe('an account', () => {
  const PLAN = `gen_random_uuid(), 'wallet_plan', 'credit'`;
  const BOUGHT = `gen_random_uuid(), 'wallet_bought', 'credit'`;
  const open = (values: string): Promise<void> =>
    transact([
      `insert into private.ledger_account
        (owner_id, kind, unit, balance, held, granted_for, expires_at)
      values (${values})`,
    ]);

  it.each([
    ['with a balance', `${PLAN}, 1, 0, 'x', now()`, 'ledger_is_append_only'],
    ['with held credits', `${PLAN}, 0, 1, 'x', now()`, /append_only|held_/],
    ['of a person without a balance', `${PLAN}, null, 0, 'x', now()`, /balance_check/],
    ['of plan credits that are for nothing', `${PLAN}, 0, 0, null, now()`, /granted_for_check/],
    ['of plan credits that do not expire', `${PLAN}, 0, 0, 'x', null`, /expires_at_check/],
    ['of bought credits that expire', `${BOUGHT}, 0, 0, null, now()`, /expires_at_check/],
    ['of the platform with a balance', `null, 'revenue', 'USD', 0, 0, null, null`, /balance_check/],
    [
      'of a person with a kind of the platform',
      `gen_random_uuid(), 'revenue', 'EUR', 0, 0, null, null`,
      /kind/,
    ],
    [
      'of the platform with a kind of a person',
      `null, 'wallet_bought', 'EUR', null, 0, null, null`,
      /kind/,
    ],
    [
      'of a unit that is none',
      `gen_random_uuid(), 'wallet_bought', 'euro', 0, 0, null, null`,
      /unit/,
    ],
    [
      'that the platform already has',
      `null, 'revenue', 'credit', null, 0, null, null`,
      /owner_id_kind_unit/,
    ],
  ])('%s cannot be opened', async (_, values, reason) => {
    await expect(open(values)).rejects.toThrow(reason);
  });

  it('is opened once for an owner, a kind, a unit and what it is for', async () => {
    const owner = await openWallet(db);
    await expect(
      open(`'${owner}', 'wallet_bought', 'credit', 0, 0, null, null`),
    ).rejects.toMatchObject({
      constraint: 'ledger_account_owner_id_kind_unit_granted_for_key',
    });
  });
});
