// memberships-races: two connections give, change, take or use one person's plans at once, in
// every order of their steps, and with the first, the second, both or none of them taken back.
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ledgerViolations } from '../support/ledger-invariants.ts';
import {
  available,
  changePlan,
  giveMembership,
  givePass,
  inDays,
  makePlan,
  planAt,
  readGrants,
  renewAll,
  revoke,
  signUp,
} from '../support/membership.ts';
import { ownDatabase } from '../support/own-database.ts';
import { type Act, ORDERS, type Outcome, race } from '../support/race.ts';
import { begin, makeCharacter, overSql, sweep } from '../support/turn.ts';
import { expire, hold, settle } from '../support/wallet.ts';

const database = ownDatabase({ connections: 8 });
const people: string[] = [];
let plus: string;
let pro: string;
let pass: string;
let testa: string;

beforeAll(async () => {
  const { pool } = database;
  plus = await makePlan(pool, { credits: 500 });
  pro = await makePlan(pool, { credits: 6000, rank: 60 });
  pass = await makePlan(pool, { credits: 70, passDays: 15 });
  testa = await makeCharacter(pool, { price: 10 });
});
afterEach(async () => {
  expect(await ledgerViolations(database.pool, people.splice(0))).toEqual([]);
  expect(database.warnings).toEqual([]);
  // Who was taken back is due again: not for the next test.
  await renewAll(database.pool);
});

/** Somebody whose month has begun and who has not been back since. */
async function person(): Promise<string> {
  const id = await signUp(database.pool, inDays(-40));
  people.push(id);
  return id;
}

async function granted(user: string): Promise<number[]> {
  return (await readGrants(database.pool, user)).map(({ balance }) => balance);
}

async function count(user: string): Promise<number> {
  const text = 'select count(*) as count from public.memberships where user_id = $1';
  return (await database.pool.query(text, [user])).rows[0].count;
}

const ENDS = (['commit', 'rollback'] as const).flatMap((first) =>
  (['commit', 'rollback'] as const).map((second) => [first, second] as const),
);
const RACES = ORDERS.flatMap(([name, order]) =>
  ENDS.map(([first, second]) => ({ name, order, first, second })),
);

describe.each(RACES)('$name, $first and $second', ({ order, first, second }) => {
  const both = first === 'commit' && second === 'commit';
  const any = first === 'commit' || second === 'commit';
  const run = (one: Act['run'], two: Act['run']) =>
    race(
      database.pool,
      [
        { run: one, end: first },
        { run: two, end: second },
      ],
      order,
    );
  const codesOf = (outcomes: Outcome[]) => outcomes.map(({ code }) => code);

  it('two devices when a period begins: its credits are granted once', async () => {
    const user = await person();
    const outcomes = await run(
      (client) => hold(client, user, 10),
      (client) => hold(client, user, 20),
    );
    expect(codesOf(outcomes)).toEqual([undefined, undefined]);
    expect(await granted(user)).toEqual(any ? [100] : []);
    const held = (first === 'commit' ? 10 : 0) + (second === 'commit' ? 20 : 0);
    expect(await available(database.pool, user)).toBe(any ? 100 - held : 0);
  });

  it('a message and the job when a period begins: its credits are granted once', async () => {
    const user = await person();
    const [message, job] = await run(
      (client) => begin(overSql(client), { user, character: testa }),
      renewAll,
    );
    expect(message.code).toBeUndefined();
    expect([0, 1]).toContain(job.value);
    await renewAll(database.pool);
    expect(await granted(user)).toEqual([100]);
    expect(await available(database.pool, user)).toBe(first === 'commit' ? 90 : 100);
  });

  it('the job twice at once: each wallet is renewed by one of them', async () => {
    const user = await person();
    const [one, two] = await run(renewAll, renewAll);
    if (both) expect(Number(one.value) + Number(two.value)).toBe(1);
    await renewAll(database.pool);
    expect(await granted(user)).toEqual([100]);
  });

  it('one plan given twice under one key: given once', async () => {
    const user = await person();
    const given = { user, plan: plus, key: crypto.randomUUID(), startsAt: inDays(-1) };
    const [one, two] = await run(
      (client) => giveMembership(client, given),
      (client) => giveMembership(client, given),
    );
    expect(codesOf([one, two])).toEqual([undefined, undefined]);
    if (both) expect(one.value).toEqual(two.value);
    expect(await granted(user)).toEqual(any ? [500] : []);
    expect(await count(user)).toBe(any ? 1 : 0);
  });

  it('two subscriptions at once: one of them', async () => {
    const user = await person();
    const outcomes = await run(
      (client) => giveMembership(client, { user, plan: plus }),
      (client) => giveMembership(client, { user, plan: pro }),
    );
    if (both) expect(codesOf(outcomes).toSorted()).toEqual(['23P01', undefined]);
    expect(await count(user)).toBe(any ? 1 : 0);
    expect(await granted(user)).toHaveLength(any ? 1 : 0);
  });

  it('two passes bought at once follow one another', async () => {
    const user = await person();
    const outcomes = await run(
      (client) => givePass(client, user, pass),
      (client) => givePass(client, user, pass),
    );
    expect(codesOf(outcomes)).toEqual([undefined, undefined]);
    if (both) {
      const [one, two] = outcomes.map(({ value }) => value as { starts_at: Date; ends_at: Date });
      expect([one?.starts_at, two?.starts_at]).toContainEqual(
        one && two && one.starts_at < two.starts_at ? one.ends_at : two?.ends_at,
      );
    }
    expect(await granted(user)).toEqual(any ? [70] : []);
  });

  it('two upgrades at once: each is made, one after the other, none is granted twice', async () => {
    const user = await person();
    const old = await giveMembership(database.pool, { user, plan: plus });
    const key = crypto.randomUUID();
    const [one, two] = await run(
      (client) => changePlan(client, old, pro, { key }),
      (client) => changePlan(client, old, pro, { key }),
    );
    expect(codesOf([one, two])).toEqual([undefined, undefined]);
    if (both) expect(one.value).toEqual(two.value);
    expect((await granted(user)).toSorted()).toEqual(any ? [500, 6000] : [500]);
  });

  it('a plan is taken back while it is changed: what is left is one or none', async () => {
    const user = await person();
    const old = await giveMembership(database.pool, { user, plan: plus });
    const [revoking, changing] = await run(
      (client) => revoke(client, old),
      (client) => changePlan(client, old, pro),
    );
    expect(revoking.code).toBeUndefined();
    expect([undefined, '23514']).toContain(changing.code);
    const isPro = second === 'commit' && !changing.code;
    const otherwise = first === 'commit' ? 'free' : plus;
    expect(await planAt(database.pool, user)).toBe(isPro ? pro : otherwise);
  });

  it('a plan is taken back while it is spent: what is held stays, the rest goes', async () => {
    const user = await person();
    const membership = await giveMembership(database.pool, { user, plan: plus });
    const [revoking, holding] = await run(
      (client) => revoke(client, membership),
      (client) => hold(client, user, 300),
    );
    expect(revoking.code).toBeUndefined();
    expect([undefined, 'PT402']).toContain(holding.code);
    const held = second === 'commit' && !holding.code ? 300 : 0;
    const left = first === 'commit' ? 100 : 500 - held;
    expect(await available(database.pool, user)).toBe(left);
  });

  describe('the job', () => {
    it('and a settlement: both are done', async () => {
      const [user, other] = [await person(), await person()];
      const { id } = await hold(database.pool, user, 10);
      const [, settling] = await run(renewAll, (client) => settle(client, id, 6));
      expect(settling.code).toBeUndefined();
      await renewAll(database.pool);
      expect(await granted(other)).toEqual([100]);
    });

    it('and the sweep: both are done', async () => {
      const [user, other] = [await person(), await person()];
      const { id } = await hold(database.pool, user, 10);
      await expire(database.pool, id);
      await database.pool.query(
        `update private.wallet set renews_at = '-infinity' where owner_id = $1`,
        [user],
      );
      const outcomes = await run(renewAll, sweep);
      expect(codesOf(outcomes)).toEqual([undefined, undefined]);
      await Promise.all([renewAll(database.pool), sweep(database.pool)]);
      expect([await granted(user), await granted(other)]).toEqual([[100], [100]]);
      expect(await available(database.pool, user)).toBe(100);
    });
  });
});

it('many people, jobs and sweeps at once: each is granted once, in no deadlock', async () => {
  const users = await Promise.all(Array.from({ length: 24 }, person));
  const lost = users.slice(0, 8);
  for (const user of lost) {
    await expire(database.pool, (await hold(database.pool, user, 5)).id);
    await database.pool.query(
      `update private.wallet set renews_at = '-infinity' where owner_id = $1`,
      [user],
    );
  }
  const call = overSql(database.service);
  await Promise.all([
    ...users.map((user) => begin(call, { user, character: testa })),
    ...users.map((user) => giveMembership(database.pool, { user, plan: plus })),
    ...Array.from({ length: 6 }, () => renewAll(database.pool)),
    ...Array.from({ length: 6 }, () => sweep(database.pool)),
  ]);
  await Promise.all([renewAll(database.pool), sweep(database.pool)]);
  for (const user of users) {
    const balances = (await granted(user)).toSorted();
    expect(balances.filter((each) => each === 500)).toHaveLength(1);
    expect(balances.filter((each) => each === 100).length).toBeLessThanOrEqual(1);
  }
});
