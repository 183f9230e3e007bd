// payment-cast: plans that are sold and a buyer of them, for tests of what providers report; after
// each test the books of whoever played agree.
import { afterEach, beforeAll, expect } from 'vitest';
import { ledgerViolations } from './ledger-invariants.ts';
import { makePlan, renew, signUp } from './membership.ts';
import type { OwnDatabase } from './own-database.ts';
import {
  makeBuyer,
  makeOrder,
  makePack,
  type Report,
  readOutcome,
  sellPlan,
  takeIn,
} from './purchase.ts';
import { daysFrom, type World } from './subscription-life.ts';
import { hold, settle } from './wallet.ts';

interface Cast {
  /** That of the newest buyer. */
  world: World;
  slugs: { basic: string; pro: string; pass: string; pack: string };
}

/** Registers the hooks; gives who plays, from the first makeWorld on, and what they do. */
export function paymentCast(database: OwnDatabase) {
  const cast = {} as Cast;
  const people: string[] = [];

  beforeAll(async () => {
    const { pool } = database;
    cast.slugs = {
      basic: await makePlan(pool, { rank: 40, credits: 500 }),
      pro: await makePlan(pool, { rank: 50, credits: 6000 }),
      pass: await makePlan(pool, { rank: 45, credits: 70, passDays: 15 }),
      pack: await makePack(pool, 1000),
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
    const buyer = await makeBuyer(pool, user);
    cast.world = {
      buyer,
      at: daysFrom(new Date(Date.now() - 5 * 86_400_000)),
      basic: await sellPlan(pool, cast.slugs.basic),
      pro: await sellPlan(pool, cast.slugs.pro),
      packOrder: await makeOrder(pool, buyer, 'pack', cast.slugs.pack),
      passOrder: await makeOrder(pool, buyer, 'pass', cast.slugs.pass),
    };
    return cast.world;
  }

  async function takeAll(reports: Report[]): Promise<string[]> {
    const outcomes = [];
    for (const report of reports) outcomes.push(await takeIn(database.pool, report));
    return outcomes;
  }

  async function spend(amount: number): Promise<void> {
    const { id } = await hold(database.pool, cast.world.buyer.user, amount);
    await settle(database.pool, id, amount);
  }

  const balances = async () =>
    (await readOutcome(database.pool, cast.world.buyer.user, cast.world.at(0))).balances;

  return { cast, makeWorld, takeAll, spend, balances };
}
