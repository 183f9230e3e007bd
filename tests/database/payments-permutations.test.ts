// payments-permutations: each life of a subscription or purchase ends in one and the same state at
// every provider, in whatever order its reports come and however often.
import type pg from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { type PaymentProvider, paymentProvider } from '../../shared/contracts/payments.ts';
import { ledgerViolations } from '../support/ledger-invariants.ts';
import { monthsFrom } from '../support/lives.ts';
import { makePlan, renew, signUp } from '../support/membership.ts';
import { ownDatabase } from '../support/own-database.ts';
import {
  makeBuyer,
  makeOrder,
  makePack,
  type Outcome,
  orderPlan,
  type Report,
  readOutcome,
  sellPlan,
  takeIn,
} from '../support/purchase.ts';
import { daysFrom, LIVES as MONTHLY_LIVES, type World } from '../support/subscription-life.ts';
import { YEARLY_LIVES } from '../support/yearly-lives.ts';

const LIVES = { ...MONTHLY_LIVES, ...YEARLY_LIVES };
const database = ownDatabase({ connections: 2 });
let plans: Record<'basic' | 'pro' | 'pass' | 'pack', string>;

beforeAll(async () => {
  const { pool } = database;
  plans = {
    basic: await makePlan(pool, { rank: 40, credits: 500 }),
    pro: await makePlan(pool, { rank: 50, credits: 6000 }),
    pass: await makePlan(pool, { rank: 45, credits: 70, passDays: 15 }),
    pack: await makePack(pool, 1001),
  };
});

/** What pro grants that begins on a day of the month of today, counted from an anchor. */
function proFrom(day: number, anchor = 0): number {
  const startOf = (nr: number) => anchor + monthsFrom(anchor - 5, nr);
  let nr = 0;
  while (startOf(nr + 1) <= 5) nr += 1;
  const [start, end] = [startOf(nr), startOf(nr + 1)];
  return Math.ceil((6000 * (end - day)) / (end - start));
}

/**
 * What each life gives: time as plan, from and to in days from its start (today is day 5), and
 * credits by kind, of which 100 are of the default plan, as after any sign-up.
 */
const EXPECTED: Record<string, Pick<Outcome, 'time' | 'balances'>> = {
  new: { time: [['basic', 0, 30]], balances: { wallet_plan: 600 } },
  renewed: { time: [['basic', -30, 30]], balances: { wallet_plan: 600 } },
  'a trial that is paid': { time: [['basic', 0, 33]], balances: { wallet_plan: 600 } },
  'failing, in grace': { time: [['basic', -28, 9]], balances: { wallet_plan: 100 } },
  'failed and recovered': { time: [['basic', -28, 32]], balances: { wallet_plan: 600 } },
  'failed and given up': { time: [['basic', -28, 2]], balances: { wallet_plan: 100 } },
  upgraded: {
    time: [
      ['basic', 0, 3],
      ['pro', 3, 30],
    ],
    balances: { wallet_plan: 600 + proFrom(3) },
  },
  'a trial, changed within it for nothing': {
    time: [['basic', 0, 7]],
    balances: { wallet_plan: 600 },
  },
  'upgraded in the same second': { time: [['pro', 0, 30]], balances: { wallet_plan: 6600 } },
  'upgraded and renewed': {
    time: [
      ['basic', -28, -20],
      ['pro', -20, 32],
    ],
    balances: { wallet_plan: 6100 },
  },
  'a dearer plan twice in a month': {
    time: [
      ['basic', 0, 1],
      ['pro', 1, 2],
      ['basic', 2, 4],
      ['pro', 4, 30],
    ],
    balances: { wallet_plan: 600 + proFrom(1) },
  },
  'a year, upgraded in its second month': {
    time: [
      ['basic', -65, -25],
      ['pro', -25, 300],
    ],
    balances: { wallet_plan: 6100 },
  },
  'a year, half of it paid back, and upgraded': {
    time: [
      ['basic', -65, -25],
      ['pro', -25, 300],
    ],
    balances: { wallet_plan: 6100 },
  },
  'a year whose upgrade is paid back': {
    time: [['basic', -65, 300]],
    balances: { wallet_plan: 600 },
  },
  'a year that ends at once in its second month': {
    time: [['basic', -65, -25]],
    balances: { wallet_plan: 100 },
  },
  'a year, upgraded and back': {
    time: [
      ['basic', -65, -25],
      ['pro', -25, -20],
      ['basic', -20, 3],
      ['pro', 3, 300],
    ],
    balances: { wallet_plan: 600 + proFrom(3, -65) },
  },
  'downgraded at the end': {
    time: [
      ['pro', -28, 2],
      ['basic', 2, 32],
    ],
    balances: { wallet_plan: 600 },
  },
  'cancelled at the end': { time: [['basic', 0, 30]], balances: { wallet_plan: 600 } },
  'cancelled and resumed': { time: [['basic', 0, 30]], balances: { wallet_plan: 600 } },
  'cancelled at once': { time: [['basic', 0, 4]], balances: { wallet_plan: 600 } },
  refunded: { time: [], balances: { wallet_plan: 100 } },
  'refunded in parts': { time: [['basic', 0, 30]], balances: { wallet_plan: 267 } },
  'an upgrade refunded': { time: [['basic', 0, 30]], balances: { wallet_plan: 600 } },
  'disputed and lost': { time: [], balances: { wallet_plan: 100 } },
  'disputed and won': { time: [['basic', 0, 30]], balances: { wallet_plan: 600 } },
  'a pack': { time: [], balances: { wallet_plan: 100, wallet_bought: 1001 } },
  'a pack, refunded in parts, one of which failed': {
    time: [],
    balances: { wallet_plan: 100, wallet_bought: 668 },
  },
  'a pack, disputed and won': { time: [], balances: { wallet_plan: 100, wallet_bought: 1001 } },
  'a pass': { time: [['pass', 5, 20]], balances: { wallet_plan: 170 } },
  'a pass, refunded': { time: [], balances: { wallet_plan: 100 } },
  'a pass, disputed and won': { time: [['pass', 5, 20]], balances: { wallet_plan: 170 } },
};

it('every life has an expectation', () => {
  expect(Object.keys(EXPECTED).sort()).toEqual(Object.keys(LIVES).sort());
});

describe.each(Object.keys(LIVES))('%s', (name) => {
  it.each(paymentProvider.options)(
    'at %s ends the same in every order, once and doubled',
    async (provider) => {
      const run = (order: (reports: Report[]) => Report[]) => live(name, provider, order);
      let count = 0;
      const expected = await run((reports) => {
        count = reports.length;
        return reports;
      });
      expect(expected).toMatchObject(EXPECTED[name] ?? {});
      expect(await run((reports) => [...reports, ...reports])).toEqual(expected);
      expect(await run((reports) => reports.flatMap((each) => [each, each]))).toEqual(expected);
      for (const order of permutations([...Array(count).keys()])) {
        const outcome = await run((reports) => order.flatMap((index) => reports[index] ?? []));
        expect(outcome, order.join()).toEqual(expected);
      }
    },
    60_000,
  );
});

/** Runs a life in a transaction that is undone, so at one moment; says what comes of it. */
async function live(
  name: string,
  provider: PaymentProvider,
  order: (reports: Report[]) => Report[],
): Promise<Outcome> {
  const client = await database.pool.connect();
  try {
    await client.query('begin');
    const world = await makeWorld(client, provider);
    const life = LIVES[name]?.(world);
    if (!life) throw new Error(`There is no life ${name}.`);
    for (const report of order(life.reports)) await takeIn(client, report, provider);
    await client.query('set constraints all immediate');
    expect(await ledgerViolations(client, [world.buyer.user])).toEqual([]);
    return named(await readOutcome(client, world.buyer.user, world.at(0)));
  } finally {
    await client.query('rollback');
    client.release();
  }
}

async function makeWorld(client: pg.PoolClient, provider: PaymentProvider): Promise<World> {
  const { rows } = await client.query(`select date_trunc('second', now()) as now`);
  const user = await signUp(client, rows[0].now);
  await renew(client, user, rows[0].now);
  const buyer = await makeBuyer(client, user, provider);
  const basic = await sellPlan(client, plans.basic, provider);
  return {
    buyer,
    at: daysFrom(new Date(rows[0].now.getTime() - 5 * 86_400_000)),
    basic,
    pro: await sellPlan(client, plans.pro, provider),
    packOrder: await makeOrder(client, buyer, 'pack', plans.pack, provider),
    passOrder: await makeOrder(client, buyer, 'pass', plans.pass, provider),
    ...(provider === 'lemonsqueezy'
      ? { planOrder: await orderPlan(client, buyer, basic, provider) }
      : {}),
  };
}

/** The same with the names that plans have here. */
function named(outcome: Outcome): Outcome {
  const text = Object.entries(plans).reduce(
    (renamed, [name, slug]) => renamed.replaceAll(slug, name),
    JSON.stringify(outcome),
  );
  return JSON.parse(text);
}

function permutations<T>(list: T[]): T[][] {
  if (list.length < 2) return [list];
  return list.flatMap((first, index) =>
    permutations(list.toSpliced(index, 1)).map((rest) => [first, ...rest]),
  );
}
