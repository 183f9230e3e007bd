// double-subscriptions: people who pay two subscriptions at once, through two pages or two
// providers: both give what was paid, nothing is a dead letter, and admins see it.
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { callAs } from '../support/call-as.ts';
import { ledgerViolations } from '../support/ledger-invariants.ts';
import { makePlan, renew, signUp } from '../support/membership.ts';
import { ownDatabase } from '../support/own-database.ts';
import { makeBuyer, type Report, readOutcome, sellPlan, takeIn } from '../support/purchase.ts';
import { daysFrom, Life, type World } from '../support/subscription-life.ts';

const database = ownDatabase({ connections: 6 });
const people: string[] = [];
let world: World;
let slugs: { basic: string; pro: string };

beforeAll(async () => {
  slugs = {
    basic: await makePlan(database.pool, { rank: 40, credits: 500 }),
    pro: await makePlan(database.pool, { rank: 50, credits: 6000 }),
  };
});
afterEach(async () => {
  expect(await ledgerViolations(database.pool, people.splice(0))).toEqual([]);
});

/** Somebody new, who has spent nothing yet of the default plan's 100 credits. */
async function makeWorld(): Promise<World> {
  const { pool } = database;
  const user = await signUp(pool);
  people.push(user);
  await renew(pool, user, new Date());
  world = {
    buyer: await makeBuyer(pool, user),
    at: daysFrom(new Date(Date.now() - 5 * 86_400_000)),
    basic: await sellPlan(pool, slugs.basic),
    pro: await sellPlan(pool, slugs.pro),
    packOrder: '',
    passOrder: '',
  };
  return world;
}

async function takeAll(reports: Report[]): Promise<string[]> {
  const outcomes = [];
  for (const report of reports) outcomes.push(await takeIn(database.pool, report));
  return outcomes;
}

const balances = async () =>
  (await readOutcome(database.pool, world.buyer.user, world.at(0))).balances;

describe('two subscriptions at once', () => {
  /** Whole days: what is in force is asked day by day, half a day in. */
  const inForce = async (day: number) =>
    (
      await database.pool.query(`select (private.current_plan($1, $2)).slug`, [
        world.buyer.user,
        world.at(day + 0.5),
      ])
    ).rows[0].slug;
  const doubles = (admin: string) =>
    callAs(database.pool, admin, 'select * from public.list_double_subscriptions()');

  it('give what was paid of each; the higher plan is in force while it lasts', async () => {
    const first = new Life(await makeWorld()).subscription('active').invoice('1', 'paid', [0, 30]);
    const second = new Life(world)
      .subscription('active', { price_id: world.pro.price })
      .invoice('1', 'paid', [3, 20], { priced: world.pro, anchor: 3 });
    expect(await takeAll([...second.reports, ...first.reports])).not.toContain('ignored');
    expect([await inForce(1), await inForce(5), await inForce(25)]).toEqual([
      ...[slugs.basic, slugs.pro, slugs.basic],
    ]);
    expect(await balances()).toEqual({ wallet_plan: 6600 });
    const { rows } = await database.service.query(
      'select public.read_subscription($1, false) as read',
      [world.buyer.user],
    );
    expect(rows[0].read).toMatchObject({ plan: slugs.pro, others: [{ plan: slugs.basic }] });
  });

  it('of one plan, begun in one second, are two; one refunded leaves the other', async () => {
    const first = new Life(await makeWorld()).subscription('active').invoice('1', 'paid', [0, 30]);
    const second = new Life(world)
      .subscription('active')
      .invoice('2', 'paid', [0, 30])
      .refund('in_2', 're_2', 1000, 'succeeded')
      .subscription('canceled', { ended_at: world.at(4) });
    await takeAll([...second.reports, ...first.reports]);
    const { time } = await readOutcome(database.pool, world.buyer.user, world.at(0));
    expect(time).toEqual([[slugs.basic, 0, 30]]);
    expect(await balances()).toEqual({ wallet_plan: 600 });
  });

  it('taken in at the same moment are both there', async () => {
    const first = new Life(await makeWorld()).subscription('active').invoice('1', 'paid', [0, 30]);
    const second = new Life(world).subscription('active').invoice('2', 'paid', [0, 30]);
    await Promise.all([takeAll(first.reports), takeAll(second.reports)]);
    expect(await balances()).toEqual({ wallet_plan: 1100 });
  });

  it('are seen by admins, and by nobody else, until one is over', async () => {
    const first = new Life(await makeWorld()).subscription('active').invoice('1', 'paid', [0, 30]);
    const second = new Life(world).subscription('active').invoice('2', 'paid', [0, 30]);
    await takeAll([...first.reports, ...second.reports]);
    const admin = await signUp(database.pool);
    await database.pool.query(`update public.profiles set role = 'admin' where id = $1`, [admin]);
    const mine = async () =>
      (await doubles(admin)).filter(({ user_id }) => user_id === world.buyer.user);
    expect(await mine()).toMatchObject([{ subscriptions: [{ state: 'active' }, {}] }]);
    await expect(doubles(world.buyer.user)).rejects.toMatchObject({ code: 'PT403' });
    await takeAll(second.subscription('canceled', { ended_at: world.at(4) }).reports);
    expect(await mine()).toEqual([]);
  });
});
