// memberships: how several plans of one person combine, each rule of the migration's header.
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ledgerViolations } from '../support/ledger-invariants.ts';
import { monthsFrom } from '../support/lives.ts';
import {
  available,
  changePlan,
  giveMembership,
  givePass,
  inDays,
  makePlan,
  planAt,
  readGrants,
  renew,
  signUp,
} from '../support/membership.ts';
import { ownDatabase } from '../support/own-database.ts';

const database = ownDatabase({ connections: 4 });
const people: string[] = [];
let plans: Record<'basic' | 'plus' | 'pro' | 'pass', string>;

beforeAll(async () => {
  const { pool } = database;
  plans = {
    basic: await makePlan(pool, { rank: 40, credits: 40, features: ['images', 'speech'] }),
    plus: await makePlan(pool, { rank: 50, credits: 500 }),
    pro: await makePlan(pool, { rank: 60, credits: 6000, features: ['api'] }),
    pass: await makePlan(pool, { rank: 55, credits: 70, passDays: 15 }),
  };
});
afterEach(async () => {
  expect(await ledgerViolations(database.pool, people.splice(0))).toEqual([]);
});

async function person(since?: Date): Promise<string> {
  const id = await signUp(database.pool, since);
  people.push(id);
  return id;
}

async function entitlements(user: string): Promise<Record<string, unknown>> {
  const text = 'select private.entitlements($1) as entitlements';
  return (await database.pool.query(text, [user])).rows[0].entitlements;
}

async function states(user: string): Promise<unknown[]> {
  const { rows } = await database.pool.query(
    'select plan, state from public.memberships where user_id = $1 order by created_at, starts_at',
    [user],
  );
  return rows.map(({ plan, state }) => [plan, state]);
}

describe('the plan in force', () => {
  it('is the default plan of somebody who has no other', async () => {
    const user = await person();
    expect(await planAt(database.pool, user)).toBe('free');
    expect(await entitlements(user)).toMatchObject({
      plan: 'free',
      source: 'default',
      ends_at: null,
      next_plan: null,
    });
  });

  it('is the one of the highest rank, in whatever order they were given', async () => {
    for (const order of [
      ['basic', 'pro', 'plus'],
      ['pro', 'basic', 'plus'],
    ] as const) {
      const user = await person();
      for (const name of order) {
        await giveMembership(database.pool, { user, plan: plans[name], source: 'admin' });
      }
      expect(await planAt(database.pool, user)).toBe(plans.pro);
    }
  });

  it('of two with that plan is the one that ends last, or never', async () => {
    const user = await person();
    const gift = { user, plan: plans.plus, source: 'admin' } as const;
    const later = await giveMembership(database.pool, { ...gift, endsAt: inDays(20) });
    await giveMembership(database.pool, { ...gift, endsAt: inDays(5) });
    const { ends_at } = await entitlements(user);
    expect(new Date(ends_at as string)).toEqual(later.ends_at);
    await giveMembership(database.pool, { ...gift, source: 'subscription' });
    expect(await entitlements(user)).toMatchObject({ ends_at: null, source: 'subscription' });
  });

  it('decides alone about features: those of a lower plan do not add to it', async () => {
    const user = await person();
    await giveMembership(database.pool, { user, plan: plans.basic, source: 'admin' });
    expect(await entitlements(user)).toMatchObject({ features: ['images', 'speech'] });
    await giveMembership(database.pool, { user, plan: plans.pro });
    expect(await entitlements(user)).toMatchObject({ features: ['api'] });
  });

  it('begins and ends to the microsecond', async () => {
    const user = await person();
    const [startsAt, endsAt] = ['2091-03-05 12:00:00.000000Z', '2091-03-20 12:00:00.000000Z'];
    await giveMembership(database.pool, { user, plan: plans.plus, startsAt, endsAt });
    expect(await planAt(database.pool, user, '2091-03-05 11:59:59.999999Z')).toBe('free');
    expect(await planAt(database.pool, user, startsAt)).toBe(plans.plus);
    expect(await planAt(database.pool, user, '2091-03-20 11:59:59.999999Z')).toBe(plans.plus);
    expect(await planAt(database.pool, user, endsAt)).toBe('free');
  });

  it('falls back to the next lower one, then to the default', async () => {
    const user = await person();
    const gift = { user, source: 'admin' } as const;
    await giveMembership(database.pool, { ...gift, plan: plans.pro, endsAt: inDays(10) });
    await giveMembership(database.pool, { ...gift, plan: plans.plus, endsAt: inDays(20) });
    const seen = [5, 15, 25].map((days) => planAt(database.pool, user, inDays(days)));
    expect(await Promise.all(seen)).toEqual([plans.pro, plans.plus, 'free']);
  });
});

describe('the credits of several plans', () => {
  it('are granted by each, the default plan granting only when there is no other', async () => {
    const user = await person();
    await giveMembership(database.pool, { user, plan: plans.pro });
    await giveMembership(database.pool, { user, plan: plans.basic, source: 'admin' });
    await givePass(database.pool, user, plans.pass);
    expect(
      (await readGrants(database.pool, user)).map(({ balance }) => balance).toSorted(),
    ).toEqual([40, 6000, 70]);
    expect(await available(database.pool, user)).toBe(6110);
  });

  it('of gifts of one plan that overlap are granted by each', async () => {
    const user = await person();
    const gift = { user, plan: plans.plus, source: 'admin' } as const;
    await giveMembership(database.pool, { ...gift, startsAt: inDays(-3), endsAt: inDays(3) });
    await giveMembership(database.pool, { ...gift, startsAt: inDays(-1), endsAt: inDays(9) });
    expect(await available(database.pool, user)).toBe(1000);
  });

  it('end with the membership, and the default plan’s month begins to count', async () => {
    const user = await person(inDays(-2));
    await giveMembership(database.pool, { user, plan: plans.plus, endsAt: inDays(5) });
    await renew(database.pool, user, inDays(6));
    expect(await readGrants(database.pool, user)).toMatchObject([
      { of: `subscription:${plans.plus}`, balance: 0, is_closed: true },
      { of: 'default', balance: 100, is_closed: false },
    ]);
    expect(await states(user)).toEqual([[plans.plus, 'ended']]);
  });
});

describe('passes', () => {
  it('bought three at once follow one another, each with its credits', async () => {
    const user = await person();
    const bought = [];
    for (let nr = 0; nr < 3; nr++) bought.push(await givePass(database.pool, user, plans.pass));
    const [first, second, third] = bought;
    expect([second?.starts_at, third?.starts_at]).toEqual([first?.ends_at, second?.ends_at]);
    for (const { starts_at, ends_at } of bought) {
      expect(Number(ends_at) - Number(starts_at)).toBe(15 * 86_400_000);
    }
    for (const [nr, pass] of bought.entries()) {
      // A date has no microseconds: a moment later it has begun.
      await renew(database.pool, user, new Date(Number(pass.starts_at) + 1));
      const left = (await readGrants(database.pool, user)).map(({ balance }) => balance);
      expect(left).toEqual([0, 0, 70].slice(2 - nr));
    }
    expect(await planAt(database.pool, user, inDays(46))).toBe('free');
  });

  it('begin now when the last one is over', async () => {
    const user = await person();
    const [startsAt, endsAt] = [inDays(-20), inDays(-5)];
    const given = { user, plan: plans.pass, source: 'pass', startsAt, endsAt } as const;
    await giveMembership(database.pool, given);
    const { starts_at } = await givePass(database.pool, user, plans.pass);
    expect(Date.now() - Number(starts_at)).toBeLessThan(60_000);
  });

  it('of two plans run beside each other', async () => {
    const user = await person();
    const other = await makePlan(database.pool, { passDays: 1, credits: 5 });
    await givePass(database.pool, user, plans.pass);
    await givePass(database.pool, user, other);
    expect(await available(database.pool, user)).toBe(75);
  });
});

describe('a change of plan', () => {
  it('upwards begins now, keeps its day, and leaves what was granted', async () => {
    const user = await person();
    const given = { user, plan: plans.plus, startsAt: inDays(-10), endsAt: inDays(100) };
    const old = await giveMembership(database.pool, given);
    const next = await changePlan(database.pool, old, plans.pro);
    expect(next).toMatchObject({ plan: plans.pro, anchor_at: old.starts_at, ends_at: old.ends_at });
    expect(await planAt(database.pool, user)).toBe(plans.pro);
    const grants = await readGrants(database.pool, user);
    const month = monthsFrom(-10, 1);
    const rest = Math.ceil((6000 * (month - 10)) / month);
    expect(new Set(grants.map(({ balance }) => balance))).toEqual(new Set([500, rest]));
    expect(grants[0]?.expires_at).toEqual(grants[1]?.expires_at);
    expect(await states(user)).toEqual([
      [plans.plus, 'ended'],
      [plans.pro, 'live'],
    ]);
  });

  it('downwards begins when the paid period ends, and is announced', async () => {
    const user = await person();
    const old = await giveMembership(database.pool, { user, plan: plans.pro });
    const at = inDays(40);
    await changePlan(database.pool, old, plans.basic, { at });
    expect(await entitlements(user)).toMatchObject({ plan: plans.pro, next_plan: plans.basic });
    expect(await available(database.pool, user)).toBe(6000);
    expect(await planAt(database.pool, user, new Date(Number(at) - 1))).toBe(plans.pro);
    expect(await planAt(database.pool, user, at)).toBe(plans.basic);
    await renew(database.pool, user, at);
    expect(await states(user)).toEqual([
      [plans.pro, 'ended'],
      [plans.basic, 'live'],
    ]);
  });

  it('upwards and back within a period grants neither plan twice', async () => {
    const user = await person();
    let current = await giveMembership(database.pool, { user, plan: plans.plus });
    for (const name of ['pro', 'plus', 'pro', 'plus'] as const) {
      current = await changePlan(database.pool, current, plans[name]);
    }
    expect(await available(database.pool, user)).toBe(6500);
    expect(await planAt(database.pool, user)).toBe(plans.plus);
  });

  it('announced for later can still be overtaken by one that begins now', async () => {
    const user = await person();
    const old = await giveMembership(database.pool, { user, plan: plans.plus });
    const at = inDays(20);
    await changePlan(database.pool, old, plans.basic, { at });
    await changePlan(database.pool, old, plans.pro);
    expect(await planAt(database.pool, user)).toBe(plans.pro);
    expect(await planAt(database.pool, user, at)).toBe(plans.basic);
  });

  it('before the membership has begun takes its place', async () => {
    const user = await person();
    const given = { user, plan: plans.plus, startsAt: inDays(5), endsAt: inDays(35) };
    const next = await changePlan(
      database.pool,
      await giveMembership(database.pool, given),
      plans.pro,
    );
    expect(next).toMatchObject({ starts_at: given.startsAt, ends_at: given.endsAt });
    expect(await planAt(database.pool, user)).toBe('free');
    expect(await planAt(database.pool, user, inDays(6))).toBe(plans.pro);
  });
});
