// ledger-keys: an operation key moves value once, however often and by how many it is asked.
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect } from '../support/sql.ts';
import { openWallet, readCredits } from '../support/wallet.ts';

let db: pg.PoolClient;
let issuance: string;
beforeAll(async () => {
  db = await connect();
  const text = `select private.platform_account('issuance', 'credit') as id`;
  issuance = (await db.query(text)).rows[0].id;
});
afterAll(() => db.release());

async function walletOf(ownerId: string, kind = 'wallet_plan'): Promise<string> {
  const text = 'select id from private.ledger_account where owner_id = $1 and kind = $2';
  return (await db.query(text, [ownerId, kind])).rows[0].id;
}

describe('an operation key', () => {
  const legs = (...amounts: [string, number][]): string =>
    `{${amounts.map(([account, amount]) => `"(${account},${amount})"`).join(',')}}`;
  const run = async (client: pg.ClientBase, key: string, text: string): Promise<number> =>
    (
      await client.query(`select private.transfer($1, 'test', $2::private.ledger_leg[]) as id`, [
        key,
        text,
      ])
    ).rows[0].id;

  it('moves value once; the same again is the same transfer', async () => {
    const owner = await openWallet(db, { plan: 1 });
    const plan = await walletOf(owner);
    const key = crypto.randomUUID();
    const first = await run(db, key, legs([plan, 5], [issuance, -5]));
    expect(await run(db, key, legs([plan, 5], [issuance, -5]))).toBe(first);
    expect(await run(db, key, legs([issuance, -5], [plan, 5], [plan, 0]))).toBe(first);
    expect(await readCredits(db, owner)).toMatchObject({ plan: 6 });
  });

  it('with other entries is a conflict', async () => {
    const owner = await openWallet(db, { plan: 1 });
    const [plan, bought] = [await walletOf(owner), await walletOf(owner, 'wallet_bought')];
    const key = crypto.randomUUID();
    await run(db, key, legs([plan, 5], [issuance, -5]));
    for (const other of [
      legs([plan, 4], [issuance, -4]),
      legs([bought, 5], [issuance, -5]),
      legs([plan, 5], [plan, 5], [issuance, -5], [issuance, -5]),
      legs(),
    ]) {
      await expect(run(db, key, other)).rejects.toMatchObject({
        code: 'PT409',
        message: 'idempotency_conflict',
        detail: expect.stringContaining(key),
      });
    }
    expect(await readCredits(db, owner)).toMatchObject({ plan: 6, bought: 0 });
  });

  it('in two units at once moves both or neither', async () => {
    const owner = await openWallet(db, { plan: 10 });
    const plan = await walletOf(owner);
    const { rows } = await db.query(
      `insert into private.ledger_account (owner_id, kind, unit, balance)
       values ($1, 'wallet_bought', 'EUR', 0), ($2, 'wallet_bought', 'EUR', 0) returning id`,
      [owner, crypto.randomUUID()],
    );
    const [own, other] = rows.map(({ id }) => id);
    await expect(
      run(db, crypto.randomUUID(), legs([plan, -3], [issuance, 3], [own, 5], [other, -5])),
    ).rejects.toMatchObject({ constraint: 'ledger_account_held_check' });
    expect(await readCredits(db, owner)).toMatchObject({ plan: 10 });
    const euros = await db.query('select balance from private.ledger_account where id = $1', [own]);
    expect(euros.rows[0].balance).toBe(0);
  });

  it('sixteen times at once moves value once', async () => {
    const owner = await openWallet(db, { plan: 1 });
    const text = legs([await walletOf(owner), 5], [issuance, -5]);
    const key = crypto.randomUUID();
    const ids = await Promise.all(
      Array.from({ length: 16 }, async () => {
        const client = await connect();
        try {
          return await run(client, key, text);
        } finally {
          client.release();
        }
      }),
    );
    expect(new Set(ids).size).toBe(1);
    expect(await readCredits(db, owner)).toMatchObject({ plan: 6 });
  });

  it.each([
    ['of 201 characters', 'x'.repeat(201)],
    ['that is empty', ''],
  ])('%s is refused', async (_, key) => {
    await expect(run(db, key, legs())).rejects.toMatchObject({
      constraint: 'ledger_transfer_operation_key_check',
    });
  });
});
