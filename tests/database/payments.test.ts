// payments: what is taken in of a provider's reports: whose it is, in which version, and what it
// gives and takes, also when two come at once.
import { describe, expect, it } from 'vitest';
import { monthsFrom } from '../support/lives.ts';
import { available, planAt, renew } from '../support/membership.ts';
import { ownDatabase } from '../support/own-database.ts';
import { paymentCast } from '../support/payment-cast.ts';
import {
  makeBuyer,
  makePack,
  orderPlan,
  type Report,
  readOutcome,
  sellPlan,
  takeIn,
} from '../support/purchase.ts';
import { ORDERS, race } from '../support/race.ts';
import { Life } from '../support/subscription-life.ts';

const database = ownDatabase({ connections: 6 });
const { cast, makeWorld, takeAll, spend, balances } = paymentCast(database);

describe('what is none of ours is ignored and changes nothing', () => {
  it('a customer whom we do not know', async () => {
    const life = new Life({ ...(await makeWorld()), buyer: { user: '', customer: 'cus_other' } });
    life.subscription('active').invoice('1', 'paid', [0, 30]);
    expect(await takeAll(life.reports)).toEqual(['ignored', 'ignored']);
    expect(await planAt(database.pool, cast.world.buyer.user)).toBe('free');
  });

  it('a price that sells nothing of ours', async () => {
    const other = { plan: 'other', price: 'price_other' };
    const life = new Life({ ...(await makeWorld()), basic: other });
    life.subscription('active').invoice('1', 'paid', [0, 30]);
    expect(await takeAll(life.reports)).toEqual(['ignored', 'ignored']);
  });

  it('a payment that names the order of somebody else', async () => {
    const { packOrder } = await makeWorld();
    const thief = new Life({ ...(await makeWorld()), packOrder });
    thief.payment('1', 'paid', packOrder);
    expect(await takeAll(thief.reports)).toEqual(['ignored']);
    expect(await balances()).toEqual({ wallet_plan: 100 });
  });
});

describe('versions', () => {
  it('an older one never overwrites a newer one', async () => {
    const life = new Life(await makeWorld());
    life.subscription('past_due').subscription('active');
    expect(await takeAll(life.reports.toReversed())).toEqual(['applied', 'stale']);
    expect(await takeAll(life.reports)).toEqual(['stale', 'stale']);
    const { subscriptions } = await readOutcome(
      database.pool,
      cast.world.buyer.user,
      cast.world.at(0),
    );
    expect(subscriptions).toEqual([[cast.slugs.basic, 'active', null]]);
  });

  it.each(['canceled', 'expired'])('%s is final', async (state) => {
    const life = new Life(await makeWorld());
    life.subscription(state, { ended_at: cast.world.at(1) }).subscription('active');
    expect(await takeAll(life.reports)).toEqual(['applied', 'stale']);
  });

  it('what was paid stays paid', async () => {
    const life = new Life(await makeWorld());
    life.payment('1', 'paid', cast.world.packOrder).payment('1', 'failed', cast.world.packOrder);
    expect(await takeAll(life.reports)).toEqual(['applied', 'stale']);
    expect(await balances()).toEqual({ wallet_plan: 100, wallet_bought: 1000 });
  });
});

describe('what is taken back after it was spent', () => {
  it('of a pack becomes a debt, which plan credits pay with the next period', async () => {
    const life = new Life(await makeWorld());
    life.payment('1', 'paid', cast.world.packOrder).refund('pi_1', 're_1', 1000, 'succeeded');
    await takeAll(life.reports.slice(0, 1));
    await spend(900);
    await takeAll(life.reports);
    expect(await balances()).toEqual({ debt: -800 });
    await takeAll(new Life(cast.world).invoice('2', 'paid', [0, 30]).reports);
    expect(await balances()).toEqual({ debt: -300 });
    expect(await available(database.pool, cast.world.buyer.user)).toBe(0);
  });

  it('of a period is owed as far as it was spent, and the plan is gone at once', async () => {
    const life = new Life(await makeWorld());
    life.subscription('active').invoice('1', 'paid', [0, 30]);
    await takeAll(life.reports);
    await spend(450);
    life.refund('in_1', 're_1', 1000, 'succeeded');
    await takeAll(life.reports);
    expect(await planAt(database.pool, cast.world.buyer.user)).toBe('free');
    // Of the 500 of the period 50 were left, and the 100 of the default plan.
    expect(await balances()).toEqual({ debt: -350 });
  });

  it('and given back when the dispute is won, debts included', async () => {
    const life = new Life(await makeWorld());
    life.payment('1', 'paid', cast.world.packOrder).dispute('pi_1', 'open');
    await takeAll(life.reports.slice(0, 1));
    await spend(900);
    await takeAll(life.reports);
    expect(await balances()).toEqual({ debt: -800 });
    await takeAll(life.dispute('pi_1', 'won').reports);
    expect(await balances()).toEqual({ wallet_bought: 200 });
  });

  it('once, where two payments bought the same credits', async () => {
    const life = new Life(await makeWorld());
    const pro = { priced: cast.world.pro, reason: 'change' };
    life
      .invoice('1', 'paid', [0, 30])
      .invoice('2', 'paid', [1, 30], pro)
      .invoice('3', 'paid', [2, 30], { reason: 'change' })
      .invoice('4', 'paid', [3, 30], pro);
    await takeAll(life.reports);
    const month = monthsFrom(-5, 1);
    const rest = Math.ceil((6000 * (month - 1)) / month);
    expect(await balances()).toEqual({ wallet_plan: 600 + rest });
    life.refund('in_2', 're_2', 1000, 'succeeded').refund('in_4', 're_4', 1000, 'succeeded');
    await takeAll(life.reports);
    expect(await balances()).toEqual({ wallet_plan: 600 });
  });

  it('but not what expired unspent', async () => {
    const life = new Life(await makeWorld());
    life.invoice('1', 'paid', [-10, 20], { anchor: -10 });
    await takeAll(life.reports);
    await spend(120);
    await renew(database.pool, cast.world.buyer.user, cast.world.at(21));
    await takeAll(life.refund('in_1', 're_1', 1000, 'succeeded').reports);
    // 120 are owed of 500, 380 expired; the 100 of the default plan pay the most of it.
    expect(await balances()).toEqual({ debt: -20 });
  });
});

describe('a plan that begins within a month', () => {
  it('half an hour before the month ends gives half an hour’s share of its credits', async () => {
    const life = new Life(await makeWorld());
    const [month, halfHour] = [monthsFrom(-5, 1), 1 / 48];
    life.invoice('1', 'paid', [0, month]).invoice('2', 'paid', [month - halfHour, month], {
      ...{ priced: cast.world.pro, reason: 'change', amount_cents: 1, tax_cents: 0 },
    });
    await takeAll(life.reports);
    const rest = Math.ceil((6000 * halfHour) / month);
    expect(await balances()).toEqual({ wallet_plan: 600 + rest });
  });
});

describe('a refund that comes together with its payment', () => {
  it.each(ORDERS)('%s: it takes back what the payment gave', async (_, order) => {
    const life = new Life(await makeWorld());
    life.payment('1', 'paid', cast.world.packOrder).refund('pi_1', 're_1', 1000, 'succeeded');
    const [payment, refund] = life.reports as [Report, Report];
    await race(
      database.pool,
      [{ run: (client) => takeIn(client, payment) }, { run: (client) => takeIn(client, refund) }],
      order,
    );
    expect(await balances()).toEqual({ wallet_plan: 100 });
  });
});

describe('an account that is gone', () => {
  it('keeps its payments for the books, and gets nothing any more', async () => {
    const life = new Life(await makeWorld());
    life.subscription('active').invoice('1', 'paid', [0, 30]).invoice('2', 'paid', [30, 60]);
    await takeAll(life.reports.slice(0, 2));
    await database.pool.query('delete from auth.users where id = $1', [cast.world.buyer.user]);
    expect(await takeAll(life.reports)).toEqual(['stale', 'applied', 'applied']);
    const { rows } = await database.pool.query(
      `select user_id, state from public.payments
       where customer_id = (select id from private.customer where provider_id = $1)`,
      [cast.world.buyer.customer],
    );
    expect(rows).toEqual([
      { user_id: null, state: 'paid' },
      { user_id: null, state: 'paid' },
    ]);
  });
});

describe('an account that was deleted just after paying at LemonSqueezy', () => {
  it('has its payment kept and its subscription cancelled there', async () => {
    const { pool } = database;
    const provider = 'lemonsqueezy';
    const buyer = await makeBuyer(pool, (await makeWorld()).buyer.user, provider);
    const basic = await sellPlan(pool, cast.slugs.basic, provider);
    const planOrder = await orderPlan(pool, buyer, basic, provider);
    await pool.query('delete from auth.users where id = $1', [buyer.user]);
    await pool.query(`select pgmq.purge_queue('departures')`);
    const life = new Life({ ...cast.world, buyer, basic, planOrder });
    life.invoice('1', 'paid', [0, 30]).subscription('active');
    for (const report of life.reports) expect(await takeIn(pool, report, provider)).toBe('applied');
    const queued = `select count(*)::int as count from pgmq.q_departures
      join private.customer on customer.id::text = message ->> 'customer_id'
      where provider_id = $1`;
    expect((await pool.query(queued, [buyer.customer])).rows).toEqual([{ count: 1 }]);
    life.subscription('active', { cancel_at: cast.world.at(30) });
    for (const report of life.reports) await takeIn(pool, report, provider);
    expect((await pool.query(queued, [buyer.customer])).rows).toEqual([{ count: 1 }]);
  });
});

describe('orders', () => {
  const order = (key: string, item: string, kind = 'pack') =>
    database.pool.query(`select public.begin_order($1, $2, 'stripe', false, $3, $4) as made`, [
      cast.world.buyer.user,
      key,
      kind,
      item,
    ]);

  it('the same key is the same order, another thing by it a conflict', async () => {
    await makeWorld();
    const { rows: first } = await order('key', cast.slugs.pack);
    expect((await order('key', cast.slugs.pack)).rows).toEqual(first);
    expect(first[0].made).toMatchObject({
      credits: 1000,
      customer_provider_id: cast.world.buyer.customer,
    });
    await expect(order('key', cast.slugs.pass, 'pass')).rejects.toMatchObject({
      message: 'idempotency_conflict',
    });
  });

  it('what no provider sells, or the catalog no longer offers, cannot be ordered', async () => {
    await makeWorld();
    await expect(order('a', 'nothing')).rejects.toMatchObject({ message: 'not_for_sale' });
    const pack = await makePack(database.pool, 5);
    await expect(order('b', pack)).rejects.toMatchObject({ message: 'not_for_sale' });
  });

  it('nobody orders a second subscription, nor who is suspended anything', async () => {
    await takeAll(new Life(await makeWorld()).subscription('active').reports);
    await expect(order('c', cast.slugs.pro, 'subscription')).rejects.toMatchObject({
      message: 'subscription_exists',
    });
    await database.pool.query(`update public.profiles set status = 'suspended' where id = $1`, [
      cast.world.buyer.user,
    ]);
    await expect(order('d', cast.slugs.pack)).rejects.toMatchObject({
      message: 'account_suspended',
    });
  });

  it('a new price is for new people: whoever pays the old one keeps the plan', async () => {
    const { basic } = await makeWorld();
    await sellPlan(database.pool, cast.slugs.basic);
    const life = new Life({ ...cast.world, basic }).invoice('1', 'paid', [0, 30]);
    expect(await takeAll(life.reports)).toEqual(['applied']);
    expect(await planAt(database.pool, cast.world.buyer.user)).toBe(cast.slugs.basic);
  });
});
