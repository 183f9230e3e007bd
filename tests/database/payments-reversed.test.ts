// payments-reversed: years, passes and balances of which something is paid back: what stays, what
// is taken, and what is given again when that does not last.
import { describe, expect, it } from 'vitest';
import { monthsFrom } from '../support/lives.ts';
import { planAt, renew } from '../support/membership.ts';
import { ownDatabase } from '../support/own-database.ts';
import { paymentCast } from '../support/payment-cast.ts';
import { makeOrder, readOutcome } from '../support/purchase.ts';
import { Life } from '../support/subscription-life.ts';

const database = ownDatabase({ connections: 6 });
const { cast, makeWorld, takeAll, spend, balances } = paymentCast(database);

describe('a payment of which a balance at the provider paid a part', () => {
  it('is wholly paid back when all that was collected is', async () => {
    const life = new Life(await makeWorld());
    life
      .invoice('1', 'paid', [0, 30], { collected_cents: 400 })
      .refund('in_1', 're_1', 400, 'succeeded');
    await takeAll(life.reports);
    expect(await balances()).toEqual({ wallet_plan: 100 });
    expect(await planAt(database.pool, cast.world.buyer.user)).toBe('free');
  });
});

describe('a year that was paid', () => {
  it('and paid back by half gives half of what each later month grants', async () => {
    const life = new Life(await makeWorld());
    life.invoice('1', 'paid', [0, 365]).refund('in_1', 're_1', 500, 'succeeded');
    await takeAll(life.reports);
    expect(await balances()).toEqual({ wallet_plan: 350 });
    await spend(350);
    await renew(database.pool, cast.world.buyer.user, cast.world.at(32));
    expect(await balances()).toEqual({ wallet_plan: 250 });
    await takeAll(life.reports);
    expect(await balances()).toEqual({ wallet_plan: 250 });
  });

  it('and whose dispute was won gives back credits that end with their month', async () => {
    const life = new Life(await makeWorld());
    life.invoice('1', 'paid', [0, 365]).dispute('in_1', 'open').dispute('in_1', 'won');
    await takeAll(life.reports);
    const { expiring } = await readOutcome(database.pool, cast.world.buyer.user, cast.world.at(0));
    expect(expiring.map(([amount, at]) => [amount, Math.round(at)])).toContainEqual([
      500,
      monthsFrom(-5, 1),
    ]);
  });
});

describe('passes', () => {
  const time = async () =>
    (await readOutcome(database.pool, cast.world.buyer.user, cast.world.at(0))).time.map(
      ([plan, ...moments]) => [plan, ...moments.map(Math.round)],
    );

  it('of two the second begins at once when the first is paid back', async () => {
    const { buyer, passOrder } = await makeWorld();
    const second = await makeOrder(database.pool, buyer, 'pass', cast.slugs.pass);
    const [one, other] = [new Life(cast.world), new Life(cast.world)];
    one.payment('1', 'paid', passOrder).refund('pi_1', 're_1', 1000, 'succeeded');
    other.payment('1', 'paid', second);
    await takeAll([...one.reports.slice(0, 1), ...other.reports]);
    expect(await time()).toEqual([[cast.slugs.pass, 5, 35]]);
    await takeAll(one.reports.slice(1));
    expect(await time()).toEqual([[cast.slugs.pass, 5, 20]]);
    expect(await balances()).toEqual({ wallet_plan: 170 });
    await takeAll([...one.reports, ...other.reports]);
    expect(await time()).toEqual([[cast.slugs.pass, 5, 20]]);
    await takeAll(other.refund('pi_1', 're_1', 1000, 'succeeded').reports);
    expect(await balances()).toEqual({ wallet_plan: 100 });
    expect(await planAt(database.pool, buyer.user)).toBe('free');
  });

  it('are given again each time that a refund fails', async () => {
    const life = new Life(await makeWorld()).payment('1', 'paid', cast.world.passOrder);
    for (const name of ['re_1', 're_2'])
      life.refund('pi_1', name, 1000, 'pending').refund('pi_1', name, 1000, 'failed');
    await takeAll(life.reports);
    expect(await time()).toEqual([[cast.slugs.pass, 5, 20]]);
    expect(await balances()).toEqual({ wallet_plan: 170 });
  });

  it('give the days again that a dispute took, also when they are over meanwhile', async () => {
    const life = new Life(await makeWorld()).payment('1', 'paid', cast.world.passOrder);
    life.dispute('pi_1', 'open');
    await takeAll(life.reports);
    const client = await database.pool.connect();
    // Bought 20 days ago, disputed five days later.
    await client.query('begin; set local session_replication_role = replica');
    await client.query(
      `update public.memberships set revoked_at = now() - interval '15 days',
         starts_at = starts_at - interval '20 days', ends_at = ends_at - interval '20 days',
         anchor_at = anchor_at - interval '20 days'
       where user_id = $1`,
      [cast.world.buyer.user],
    );
    await client.query('commit');
    client.release();
    await takeAll(life.dispute('pi_1', 'won').reports);
    expect(await time()).toEqual([[cast.slugs.pass, 5, 15]]);
  });
});
