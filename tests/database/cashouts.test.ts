// cashouts: earned money is held at once, by one request at most; admins decide where there is a
// risk; cancelling gives it back as long as nobody has sent it.
import { describe, expect, it } from 'vitest';
import { callAs } from '../support/call-as.ts';
import { cashoutCast } from '../support/cashout-cast.ts';
import { ownDatabase } from '../support/own-database.ts';
import { claim } from '../support/payout.ts';
import { makeBuyer, makeOrder, makePack, takeIn } from '../support/purchase.ts';
import { ORDERS, race } from '../support/race.ts';
import { centsOf, earn, join, readCashout, requestCashout, setRules } from '../support/rewards.ts';
import { daysFrom, Life } from '../support/subscription-life.ts';
import type { Queryable } from '../support/wallet.ts';

const database = ownDatabase({ connections: 60 });
const { cast, decide } = cashoutCast(database);

const one = async (text: string, values: unknown[]) =>
  (await database.pool.query(text, values)).rows[0];
const cancel = (id: string, user = cast.anna, db: Queryable = database.pool) =>
  db.query('select * from public.cancel_cashout($1, $2)', [user, id]);

describe('a request', () => {
  it('holds the money at once, and is approved when it is small and shows no risk', async () => {
    const cashout = await requestCashout(database.pool, cast.anna, 1000);
    expect(cashout.state).toBe('approved');
    expect(await centsOf(database.pool, cast.anna)).toEqual({ cashout: 1000 });
    expect(await readCashout(database.pool, cashout.id)).toMatchObject({
      money: 'held',
      risks: [],
      is_queued: true,
    });
  });

  it('fifty at once against $10: exactly one', async () => {
    const asked = await Promise.allSettled(
      Array.from({ length: 50 }, () => requestCashout(database.service, cast.anna, 1000)),
    );
    const codes = asked.map((each) => (each.status === 'rejected' ? each.reason.message : 'held'));
    expect(codes.filter((code) => code === 'held')).toHaveLength(1);
    expect(new Set(codes)).toEqual(new Set(['held', 'insufficient_rewards']));
    expect(await centsOf(database.pool, cast.anna)).toEqual({ cashout: 1000 });
  });

  it('fifty times the same at once is one, and each answer has it', async () => {
    const asked = await Promise.all(
      Array.from({ length: 50 }, () =>
        requestCashout(database.service, cast.anna, 1000, { key: 'the-same' }),
      ),
    );
    expect(new Set(asked.map(({ id }) => id)).size).toBe(1);
  });

  it('under a used key for something else is a conflict', async () => {
    await earn(database.pool, cast.anna, 1000);
    await requestCashout(database.pool, cast.anna, 1000, { key: 'one' });
    await expect(
      requestCashout(database.pool, cast.anna, 1500, { key: 'one' }),
    ).rejects.toMatchObject({
      code: 'PT409',
      message: 'idempotency_conflict',
    });
  });

  it.each([
    ['less than the minimum', 999, 'cashout_too_small'],
    ['nothing', 0, 'cashout_too_small'],
    ['a negative amount', -1000, 'cashout_too_small'],
    ['no amount', null, 'cashout_too_small'],
    ['more than there is', 1001, 'insufficient_rewards'],
  ])('of %s is refused', async (_, cents, message) => {
    await expect(requestCashout(database.pool, cast.anna, cents)).rejects.toMatchObject({
      message,
    });
    expect(await centsOf(database.pool, cast.anna)).toEqual({ reward: 1000 });
  });

  it.each(['', 'nobody', 'a b@c.d', '@x.y', `${'a'.repeat(130)}@x.y`])(
    'to %j is refused',
    async (receiver) => {
      await expect(
        requestCashout(database.pool, cast.anna, 1000, { receiver }),
      ).rejects.toMatchObject({
        message: 'invalid_request',
      });
    },
  );

  it('of somebody without a confirmed e-mail is refused', async () => {
    const ben = await join(database.pool, { isConfirmed: false });
    await earn(database.pool, ben, 1000);
    await expect(requestCashout(database.pool, ben, 1000)).rejects.toMatchObject({
      code: 'PT403',
      message: 'email_not_confirmed',
    });
  });

  it('of somebody suspended is refused', async () => {
    await database.pool.query(`update public.profiles set status = 'suspended' where id = $1`, [
      cast.anna,
    ]);
    await expect(requestCashout(database.pool, cast.anna, 1000)).rejects.toMatchObject({
      message: 'account_suspended',
    });
  });

  it('waits for the end of a dispute, and for debts to be paid', async () => {
    const { pool } = database;
    const buyer = await makeBuyer(pool, cast.anna);
    const order = await makeOrder(pool, buyer, 'pack', await makePack(pool, 1000));
    const none = { plan: 'none', price: 'none' };
    const at = daysFrom(new Date());
    const world = { buyer, at, basic: none, pro: none, packOrder: order, passOrder: order };
    const life = new Life(world).payment('1', 'paid', order).dispute('pi_1', 'open');
    for (const report of life.reports) await takeIn(pool, report);
    const ask = () => requestCashout(pool, cast.anna, 1000);
    await expect(ask()).rejects.toMatchObject({ message: 'dispute_open' });
    await takeIn(pool, life.dispute('pi_1', 'lost').reports.at(-1) as never);
    await pool.query(
      `select private.owe_credits(owner_id, 5000, 'test:' || owner_id, 'test')
       from private.wallet where owner_id = $1`,
      [cast.anna],
    );
    await expect(ask()).rejects.toMatchObject({ message: 'debt_open' });
    await pool.query(`select private.grant_credits($1, 9000, $2, 'test')`, [
      cast.anna,
      `paid:${cast.anna}`,
    ]);
    expect((await ask()).state).toBe('approved');
  });

  it('is limited by the day, as the plan says', async () => {
    await earn(database.pool, cast.anna, 9000);
    await database.pool.query(
      `insert into public.plan_limits (plan, meter, scope, window_kind, allowance)
       values ('free', 'cashouts', 'user', 'day', 3)`,
    );
    for (let nr = 0; nr < 3; nr += 1) await requestCashout(database.pool, cast.anna, 1000);
    await expect(requestCashout(database.pool, cast.anna, 1000)).rejects.toMatchObject({
      code: 'PT429',
      message: 'quota_exceeded',
    });
    await database.pool.query(`delete from public.plan_limits where meter = 'cashouts'`);
  });

  it('finds nothing where the product has no cashouts', async () => {
    await database.pool.query(`select private.apply_rewards('null')`);
    await expect(requestCashout(database.pool, cast.anna, 1000)).rejects.toMatchObject({
      message: 'cashouts_not_offered',
    });
  });
});

describe('an admin decides', () => {
  it.each([
    ['amount', { automatic_cents: 999 }],
    ['new_account', { account_days: 1 }],
  ])('when there is a risk: %s', async (risk, cashouts) => {
    await setRules(database.pool, { cashouts });
    const { id, state } = await requestCashout(database.pool, cast.anna, 1000);
    expect(state).toBe('requested');
    expect(await readCashout(database.pool, id)).toMatchObject({ risks: [risk], is_queued: false });
    const list = await callAs(database.pool, cast.admin, 'select * from list_cashout_reviews()');
    expect(list.map((row) => row.id)).toContain(id);
    expect(await decide(id, 'approve')).toBe('approved');
    expect((await readCashout(database.pool, id)).is_queued).toBe(true);
    await expect(decide(id, 'refuse')).rejects.toMatchObject({ code: 'PT409' });
  });

  it('and refuses: the money is back, the person reads why, the audit log says who', async () => {
    await setRules(database.pool, { cashouts: { automatic_cents: 0 } });
    const { id } = await requestCashout(database.pool, cast.anna, 1000);
    expect(await decide(id, 'refuse')).toBe('refused');
    expect(await centsOf(database.pool, cast.anna)).toEqual({ reward: 1000 });
    const own = await callAs(database.pool, cast.anna, 'select state, reason from cashouts');
    expect(own).toEqual([{ state: 'refused', reason: 'Looked.' }]);
    expect(await one('select action from public.audit_log where subject = $1', [id])).toEqual({
      action: 'review_cashout',
    });
  });

  it('nobody else does', async () => {
    const { id } = await requestCashout(database.pool, cast.anna, 1000);
    for (const text of [
      `select review_cashout('${id}', 'approve', null)`,
      'select * from list_cashout_reviews()',
      'select * from list_payout_discrepancies()',
      `select resolve_payout_discrepancy(1, 'Done.')`,
    ])
      await expect(callAs(database.pool, cast.anna, text)).rejects.toMatchObject({ code: 'PT403' });
  });
});

describe('cancelling', () => {
  it('gives the money back, once, as long as nobody has sent it', async () => {
    const { id } = await requestCashout(database.pool, cast.anna, 1000);
    await cancel(id);
    await cancel(id);
    expect(await centsOf(database.pool, cast.anna)).toEqual({ reward: 1000 });
    expect(await claim(database, id)).toBeUndefined();
    expect(
      await one('select count(*) as left from pgmq.q_cashouts where message ->> $1 = $2', [
        'cashout_id',
        id,
      ]),
    ).toEqual({ left: 0 });
  });

  it('is too late when the worker has it', async () => {
    const { id } = await requestCashout(database.pool, cast.anna, 1000);
    await claim(database, id);
    await expect(cancel(id)).rejects.toMatchObject({ message: 'illegal_state_move' });
    expect(await centsOf(database.pool, cast.anna)).toEqual({ cashout: 1000 });
  });

  it.each(ORDERS)('at once with the worker: one of them has it (%s)', async (_, order) => {
    const { id } = await requestCashout(database.pool, cast.anna, 1000);
    await database.pool.query('update pgmq.q_cashouts set vt = now()');
    const [cancelled, claimed] = await race(
      database.pool,
      [
        { run: (client) => cancel(id, cast.anna, client) },
        {
          run: async (client) => {
            const { rows } = await client.query('select id from public.claim_cashouts(20)');
            return rows.some((row) => row.id === id);
          },
        },
      ],
      order,
    );
    const { state } = await readCashout(database.pool, id);
    expect([!cancelled.code, claimed.value, state]).toSatisfy(
      ([isCancelled, isClaimed, now]) =>
        isCancelled !== isClaimed && now === (isClaimed ? 'sending' : 'cancelled'),
    );
  });

  it('a stranger finds no such cashout, nor its receipt', async () => {
    const { id } = await requestCashout(database.pool, cast.anna, 1000);
    await expect(cancel(id, cast.admin)).rejects.toMatchObject({ message: 'cashout_not_found' });
    await expect(one('select cashout_receipt($1, $2)', [cast.admin, id])).rejects.toMatchObject({
      message: 'cashout_not_found',
    });
    expect(
      await callAs(database.pool, await join(database.pool), 'select * from cashouts'),
    ).toEqual([]);
  });
});
