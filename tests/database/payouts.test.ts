// payouts: what PayPal says ends each cashout right, in any order and at once: the money is where
// the state says.
import { describe, expect, it } from 'vitest';
import { callAs } from '../support/call-as.ts';
import { cashoutCast } from '../support/cashout-cast.ts';
import { ownDatabase } from '../support/own-database.ts';
import { claim, hear, seeDiscrepancies, send } from '../support/payout.ts';
import { ORDERS, race } from '../support/race.ts';
import { centsOf, countersOf, readCashout, requestCashout } from '../support/rewards.ts';

const database = ownDatabase({ connections: 60 });
const { cast, decide } = cashoutCast(database);

const one = async (text: string, values: unknown[]) =>
  (await database.pool.query(text, values)).rows[0];

describe('what PayPal says ends each cashout right', () => {
  const endings: [status: string, state: string, cents: Record<string, number>][] = [
    ['SUCCESS', 'paid', {}],
    ['PENDING', 'sent', { cashout: 1000 }],
    ['ONHOLD', 'sent', { cashout: 1000 }],
    ['UNCLAIMED', 'unclaimed', { cashout: 1000 }],
    ['RETURNED', 'returned', { reward: 1000 }],
    ['BLOCKED', 'blocked', { reward: 1000 }],
    ['FAILED', 'failed', { reward: 1000 }],
    ['DENIED', 'denied', { reward: 1000 }],
    ['REFUNDED', 'refunded', { reward: 1000 }],
    ['REVERSED', 'refunded', { reward: 1000 }],
  ];

  it.each(endings)('%s: %s', async (status, state, cents) => {
    const cashout = await send(database, cast.anna);
    expect(await hear(database.pool, cashout, status)).toBe(state);
    expect(await centsOf(database.pool, cast.anna)).toEqual(cents);
    const isOpen = state === 'sent' || state === 'unclaimed';
    expect((await readCashout(database.pool, cashout.id)).is_queued).toBe(isOpen);
    expect((await countersOf(database.pool, cast.anna)).paid_cents).toBe(
      state === 'paid' ? 1000 : 0,
    );
  });

  it.each(endings.flatMap(([first]) => endings.map(([second]) => [first, second] as const)))(
    '%s and then %s: the money is where the state says',
    async (first, second) => {
      const cashout = await send(database, cast.anna);
      const before = await hear(database.pool, cashout, first);
      const after = await hear(database.pool, cashout, second);
      const [move] = (
        await database.pool.query(
          'select from private.cashout_move where from_state = $1 and to_state = $2',
          [before, endings.find(([status]) => status === second)?.[1]],
        )
      ).rows;
      const expected = endings.find(([status]) => status === second)?.[1];
      expect(after).toBe(move || before === expected ? expected : before);
      expect(await seeDiscrepancies(database.pool)).toEqual(after === expected ? [] : ['state']);
      const { money } = await readCashout(database.pool, cashout.id);
      expect(await centsOf(database.pool, cast.anna)).toEqual(
        { held: { cashout: 1000 }, paid_out: {}, returned: { reward: 1000 } }[money as 'held'],
      );
    },
  );

  it('an older report never overwrites a newer one, and again it changes nothing', async () => {
    const cashout = await send(database, cast.anna);
    await hear(database.pool, cashout, 'SUCCESS');
    expect(await hear(database.pool, cashout, 'FAILED', { late: 1 })).toBe('stale');
    expect(await hear(database.pool, cashout, 'SUCCESS')).toBe('paid');
    expect(await centsOf(database.pool, cast.anna)).toEqual({});
  });

  it('what arrives after it was given back and spent is owed', async () => {
    const cashout = await send(database, cast.anna);
    await hear(database.pool, cashout, 'BLOCKED');
    const second = await send(database, cast.anna);
    expect(await hear(database.pool, cashout, 'SUCCESS')).toBe('paid');
    expect(await centsOf(database.pool, cast.anna)).toEqual({ cashout: 1000, debt: -1000 });
    await hear(database.pool, second, 'RETURNED');
    expect(await centsOf(database.pool, cast.anna)).toEqual({});
  });

  it.each(ORDERS)('webhook and poll at once: the money moves once (%s)', async (_, order) => {
    const cashout = await send(database, cast.anna);
    await race(
      database.pool,
      [
        { run: (client) => hear(client, cashout, 'SUCCESS') },
        { run: (client) => hear(client, cashout, 'SUCCESS') },
      ],
      order,
    );
    expect(await centsOf(database.pool, cast.anna)).toEqual({});
    expect((await countersOf(database.pool, cast.anna)).paid_cents).toBe(1000);
  });

  it('another amount or receiver than we asked for is raised', async () => {
    const cashout = await send(database, cast.anna);
    await hear(database.pool, cashout, 'SUCCESS', {
      amount_cents: 999,
      receiver: 'thief@paypal.test',
    });
    expect(await seeDiscrepancies(database.pool)).toEqual(['amount', 'receiver']);
  });
});

describe('sending', () => {
  it('a claimed cashout is nobody else’s for a minute, and comes again as uncertain', async () => {
    const { id } = await requestCashout(database.pool, cast.anna, 1000);
    expect(await claim(database, id)).toMatchObject({ batch_id: null, is_sendable: true });
    const { rows } = await database.pool.query('select id from public.claim_cashouts(20)');
    expect(rows.map((row) => row.id)).not.toContain(id);
    await claim(database, id);
    expect(await readCashout(database.pool, id)).toMatchObject({
      state: 'sending',
      is_uncertain: true,
    });
  });

  it('a refusal of the first try fails it, and the money is back', async () => {
    const { id } = await requestCashout(database.pool, cast.anna, 1000);
    await claim(database, id);
    await database.pool.query(`select public.refuse_payout($1, 'VALIDATION_ERROR')`, [id]);
    expect(await readCashout(database.pool, id)).toMatchObject({ state: 'failed' });
    expect(await centsOf(database.pool, cast.anna)).toEqual({ reward: 1000 });
  });

  it('a refusal after an answer was lost gives nothing back: an admin looks', async () => {
    const { id } = await requestCashout(database.pool, cast.anna, 1000);
    await claim(database, id);
    await database.pool.query(`select public.postpone_payout($1, 'time-out', true)`, [id]);
    await claim(database, id);
    await database.pool.query(`select public.refuse_payout($1, 'VALIDATION_ERROR')`, [id]);
    expect(await readCashout(database.pool, id)).toMatchObject({ state: 'sending', money: 'held' });
    expect(await seeDiscrepancies(database.pool)).toEqual(['refused_after_unknown']);
    expect(await decide(id, 'failed')).toBe('failed');
    expect(await centsOf(database.pool, cast.anna)).toEqual({ reward: 1000 });
    expect(await claim(database, id)).toBeUndefined();
  });

  it('an id that PayPal may have forgotten is never sent again', async () => {
    const { id } = await requestCashout(database.pool, cast.anna, 1000);
    await claim(database, id);
    await database.pool.query(
      `update private.payout set first_sent_at = now() - interval '26 days' where cashout_id = $1`,
      [id],
    );
    expect(await claim(database, id)).toBeUndefined();
    expect(await seeDiscrepancies(database.pool)).toEqual(['too_old_to_send']);
  });
});

describe('the daily comparison', () => {
  it('asks PayPal again about what is over, and raises what has changed', async () => {
    const cashout = await send(database, cast.anna);
    await hear(database.pool, cashout, 'SUCCESS');
    await database.pool.query('select private.reconcile_cashouts()');
    expect(await claim(database, cashout.id)).toMatchObject({ is_sendable: false });
    expect(await hear(database.pool, cashout, 'UNCLAIMED')).toBe('paid');
    expect(await seeDiscrepancies(database.pool)).toEqual(['state']);
    expect((await readCashout(database.pool, cashout.id)).is_queued).toBe(false);
  });

  it('raises money that is not where the ledger has it', async () => {
    const cashout = await send(database, cast.anna);
    await database.pool.query(
      `update private.payout set money = 'paid_out' where cashout_id = $1`,
      [cashout.id],
    );
    await database.pool.query('select private.reconcile_cashouts()');
    const found = await callAs(
      database.pool,
      cast.admin,
      'select id, kind, cashout_id from list_payout_discrepancies()',
    );
    expect(found.map(({ kind }) => kind).toSorted()).toEqual(['held', 'ledger']);
    for (const { id } of found)
      await callAs(
        database.pool,
        cast.admin,
        `select resolve_payout_discrepancy($1, 'Repaired.')`,
        [id],
      );
    await database.pool.query(`update private.payout set money = 'held' where cashout_id = $1`, [
      cashout.id,
    ]);
  });
});

it('the receipt tells where the money is, and each entry of the ledger', async () => {
  const cashout = await send(database, cast.anna);
  await hear(database.pool, cashout, 'SUCCESS', { transaction_id: 'TX1', fee_cents: 25 });
  const { receipt } = await one('select cashout_receipt($1, $2) as receipt', [
    cast.anna,
    cashout.id,
  ]);
  expect(receipt).toMatchObject({
    amount_cents: 1000,
    currency: 'USD',
    receiver: `${cast.anna}@paypal.test`,
    state: 'paid',
    money: 'paid_out',
    transaction_id: 'TX1',
    entries: [{ reason: 'cashout_requested' }, { reason: 'cashout_paid' }],
  });
});
