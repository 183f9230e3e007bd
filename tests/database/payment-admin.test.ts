// payment-admin: what admins see and do about events and revenue, and nobody else.
import { beforeAll, describe, expect, it } from 'vitest';
import { callAs } from '../support/call-as.ts';
import { makePlan, renew, signUp } from '../support/membership.ts';
import { ownDatabase } from '../support/own-database.ts';
import { makeBuyer, makeOrder, makePack, sellPlan, takeIn } from '../support/purchase.ts';
import { daysFrom, Life, type World } from '../support/subscription-life.ts';

const database = ownDatabase({ connections: 4 });
let admin: string;

beforeAll(async () => {
  admin = await signUp(database.pool);
  await database.pool.query(`update public.profiles set role = 'admin' where id = $1`, [admin]);
});

/** An event that was stored and, unless it is to wait, ended. */
async function event(ending: 'received' | 'dead' | 'processed' | 'ignored'): Promise<number> {
  const { pool } = database;
  await pool.query(
    `select store_payment_event(
       'stripe', gen_random_uuid()::text, 'invoice.paid', 'invoice', 'in_1', false, now(), '{}')`,
  );
  const { rows } = await pool.query('select max(id) as id from private.payment_event');
  const { id } = rows[0];
  if (ending === 'dead') await pool.query(`select fail_payment_event($1, 'Broken', true)`, [id]);
  if (ending === 'processed' || ending === 'ignored')
    await pool.query('select finish_payment_event($1, $2)', [id, ending === 'processed']);
  return id;
}

const stateOf = async (id: number) =>
  (await callAs(database.pool, admin, 'select read_payment_event($1) as event', [id]))[0].event;

describe('events', () => {
  it('that were given up are listed, newest first, page by page', async () => {
    const ids = [await event('dead'), await event('dead'), await event('dead')];
    const list = `select id from list_payment_events('dead', $1, 2)`;
    const first = await callAs(database.pool, admin, list, [null]);
    expect(first.map(({ id }) => id)).toEqual([ids[2], ids[1]]);
    const second = await callAs(database.pool, admin, list, [ids[1]]);
    expect(second[0]).toEqual({ id: ids[0] });
  });

  it('are inspected with their raw body', async () => {
    const id = await event('dead');
    expect(await stateOf(id)).toMatchObject({ body: '{}', state: 'dead', last_error: 'Broken' });
  });

  it.each(['dead', 'processed', 'ignored', 'received'] as const)(
    '%s is replayed: it is due at once, as new',
    async (state) => {
      const id = await event(state);
      await database.pool.query('update pgmq.q_payments set vt = now() + interval $$1 h$$');
      await callAs(database.pool, admin, 'select replay_payment_event($1)', [id]);
      expect(await stateOf(id)).toMatchObject({ state: 'received', last_error: null });
      const { rows } = await database.pool.query('select id from claim_payment_events(50)');
      expect(rows.map((row) => row.id)).toContain(id);
    },
  );

  it('that are open can be marked as dealt with, and not twice', async () => {
    const id = await event('dead');
    const mark = 'select mark_payment_event($1, $2)';
    await expect(callAs(database.pool, admin, mark, [id, ' '])).rejects.toMatchObject({
      code: 'PT400',
    });
    await callAs(database.pool, admin, mark, [id, 'Refunded by hand.']);
    expect(await stateOf(id)).toMatchObject({ state: 'resolved', note: 'Refunded by hand.' });
    await expect(callAs(database.pool, admin, mark, [id, 'Again.'])).rejects.toMatchObject({
      message: 'payment_event_not_open',
    });
    await expect(
      callAs(database.pool, admin, mark, [await event('received'), 'Early.']),
    ).rejects.toMatchObject({
      message: 'payment_event_not_open',
    });
  });

  it.each(['read_payment_event', 'replay_payment_event'])('%s: none such', async (name) => {
    await expect(callAs(database.pool, admin, `select ${name}(0)`)).rejects.toMatchObject({
      message: 'payment_event_not_found',
    });
  });

  it('are counted by day and type, with what was refused', async () => {
    await database.pool.query(`select count_payment_refusal('stripe', 'too_old')`);
    const rows = await callAs(
      database.pool,
      admin,
      'select * from read_payment_stats(current_date - 1, current_date + 1)',
    );
    const { rows: all } = await database.pool.query(
      'select count(*)::int as count from private.payment_event',
    );
    expect(rows).toMatchObject([
      { type: 'invoice.paid', events: all[0].count, resolved: 1 },
      { type: 'refused: too_old', events: 0, deliveries: 1 },
    ]);
  });

  it('what an admin did is written down', async () => {
    const id = await event('dead');
    await callAs(database.pool, admin, 'select replay_payment_event($1)', [id]);
    const { rows } = await database.pool.query(
      'select admin_id, action from public.audit_log where subject = $1',
      [`${id}`],
    );
    expect(rows).toEqual([{ admin_id: admin, action: 'replay_payment_event' }]);
  });
});

describe('revenue', () => {
  it('recurs by plan, came in by month, and is lost with whoever leaves', async () => {
    const { pool } = database;
    const basic = await sellPlan(pool, await makePlan(pool, { rank: 40 }));
    const pro = await sellPlan(pool, await makePlan(pool, { rank: 50 }));
    const pack = await makePack(pool, 10);
    const world = async (): Promise<World> => {
      const user = await signUp(pool);
      await renew(pool, user, new Date());
      const buyer = await makeBuyer(pool, user);
      const at = daysFrom(new Date(Date.UTC(2030, 0, 10)));
      const passOrder = crypto.randomUUID();
      return {
        buyer,
        at,
        basic,
        pro,
        packOrder: await makeOrder(pool, buyer, 'pack', pack),
        passOrder,
      };
    };
    const stays = await world();
    const year = await world();
    const leaves = await world();
    const reports = [
      ...new Life(stays).subscription('active').invoice('1', 'paid', [0, 30]).reports,
      ...new Life(year).subscription('active', {
        price_id: pro.price,
        billing: 'year',
        amount_cents: 12_000,
        cancel_at: year.at(365),
      }).reports,
      ...new Life(leaves)
        .subscription('canceled', { ended_at: leaves.at(40) })
        .invoice('1', 'paid', [0, 30])
        .refund('in_1', 're_1', 400, 'succeeded').reports,
      ...new Life(stays).payment('1', 'paid', stays.packOrder).reports,
    ];
    for (const report of reports) await takeIn(pool, report);

    const recurring = await callAs(
      database.pool,
      admin,
      'select * from read_recurring_revenue() order by plan',
    );
    expect(recurring).toHaveLength(2);
    expect(recurring).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ plan: basic.plan, subscriptions: 1, ending: 0, mrr_cents: 1000 }),
        expect.objectContaining({ plan: pro.plan, subscriptions: 1, ending: 1, mrr_cents: 1000 }),
      ]),
    );
    const revenue = await callAs(
      database.pool,
      admin,
      `select kind, payments, gross_cents, tax_cents, reversed_cents, net_cents
       from read_revenue('2030-01-01', '2030-01-31')`,
    );
    expect(revenue).toEqual([
      {
        ...{ kind: 'pack', payments: 1, gross_cents: 1000, tax_cents: 0 },
        ...{ reversed_cents: 0, net_cents: 1000 },
      },
      {
        ...{ kind: 'subscription', payments: 2, gross_cents: 2000, tax_cents: 320 },
        ...{ reversed_cents: 400, net_cents: 1600 },
      },
    ]);
    const churn = await callAs(
      database.pool,
      admin,
      `select month::text, at_start, gained, lost, churn_percent::float
       from read_churn('2030-01-01', '2030-03-31') where plan = $1`,
      [basic.plan],
    );
    expect(churn).toEqual([
      { month: '2030-01-01', at_start: 0, gained: 2, lost: 0, churn_percent: null },
      { month: '2030-02-01', at_start: 2, gained: 0, lost: 1, churn_percent: 50 },
      { month: '2030-03-01', at_start: 1, gained: 0, lost: 0, churn_percent: 0 },
    ]);
  });
});

it.each([
  'list_payment_events()',
  'read_payment_event(1)',
  'replay_payment_event(1)',
  `mark_payment_event(1, 'x')`,
  'read_payment_stats(current_date, current_date)',
  'read_recurring_revenue()',
  'read_revenue(current_date, current_date)',
  'read_churn(current_date, current_date)',
])('a stranger cannot call %s', async (call) => {
  const stranger = await signUp(database.pool);
  await expect(callAs(database.pool, stranger, `select ${call}`)).rejects.toMatchObject({
    code: 'PT403',
    message: 'admin_required',
  });
});
