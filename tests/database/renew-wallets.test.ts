// renew-wallets: each period's credits are granted once: by whatever is done first, or by the job,
// however often and late that runs.
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ledgerViolations } from '../support/ledger-invariants.ts';
import {
  available,
  giveMembership,
  inDays,
  makePlan,
  readGrants,
  renew,
  renewAll,
  signUp,
} from '../support/membership.ts';
import { ownDatabase } from '../support/own-database.ts';
import { begin, makeCharacter, overSql, sweep } from '../support/turn.ts';
import { hold, openWallet } from '../support/wallet.ts';

const database = ownDatabase({ connections: 4 });
let testa: string;
const people: string[] = [];
beforeAll(async () => {
  testa = await makeCharacter(database.pool, { price: 10 });
});
afterEach(async () => {
  expect(await ledgerViolations(database.pool, people.splice(0))).toEqual([]);
});

async function person(since: Date | string = new Date()): Promise<string> {
  const id = await signUp(database.pool, since);
  people.push(id);
  return id;
}

async function balances(user: string): Promise<number[]> {
  return (await readGrants(database.pool, user)).map(({ balance }) => balance);
}

async function renewsAt(user: string): Promise<Date | number> {
  const text = 'select renews_at from private.wallet where owner_id = $1';
  return (await database.pool.query(text, [user])).rows[0].renews_at;
}

describe('a period’s credits', () => {
  it.each<[string, (user: string) => Promise<unknown>]>([
    ['the first hold', (user) => hold(database.pool, user, 10)],
    ['the first message', (user) => begin(overSql(database.service), { user, character: testa })],
    [
      'the first look at what may be done',
      (user) => database.service.query('select public.read_entitlements($1)', [user]),
    ],
    ['the job', () => renewAll(database.pool)],
  ])('are granted by %s, and by nothing after it', async (_, act) => {
    const user = await person(inDays(-100));
    expect(await available(database.pool, user)).toBe(0);
    await act(user);
    expect(await balances(user)).toEqual([100]);
    await renewAll(database.pool);
    await hold(database.pool, user, 1);
    await sweep(database.pool);
    await act(user);
    expect(await balances(user)).toEqual([100]);
  });

  it('are those of the current period alone when nobody asked for months', async () => {
    const user = await person('2091-01-31T10:00:00Z');
    await renew(database.pool, user, '2091-01-31T10:00:00Z');
    await renew(database.pool, user, '2091-08-15T00:00:00Z');
    expect(await readGrants(database.pool, user)).toEqual([
      expect.objectContaining({ balance: 0, is_closed: true }),
      expect.objectContaining({ balance: 100, expires_at: new Date('2091-08-31T10:00:00Z') }),
    ]);
    expect(await renewsAt(user)).toEqual(new Date('2091-08-31T10:00:00Z'));
  });

  it('are not carried over: what is left when the next begins is gone', async () => {
    const user = await person('2091-01-31T10:00:00Z');
    await renew(database.pool, user, '2091-02-28T09:59:59.999999Z');
    expect(await balances(user)).toEqual([100]);
    await renew(database.pool, user, '2091-02-28T10:00:00Z');
    expect(await balances(user)).toEqual([0, 100]);
  });

  it('are granted late by days with the end they would have had', async () => {
    const user = await person('2091-01-31T10:00:00Z');
    await renew(database.pool, user, '2091-02-05T00:00:00Z');
    expect(await readGrants(database.pool, user)).toMatchObject([
      { balance: 100, expires_at: new Date('2091-02-28T10:00:00Z') },
    ]);
  });

  it('are granted once when the clock is put back over the period’s edge', async () => {
    const user = await person('2091-01-31T10:00:00Z');
    const [before, edge] = ['2091-02-28T09:59:59.999999Z', '2091-02-28T10:00:00Z'];
    for (const at of [before, edge, before, edge, edge]) await renew(database.pool, user, at);
    expect(await balances(user)).toEqual([0, 100]);
    await renew(database.pool, user, before);
    expect(await renewsAt(user)).toEqual(new Date(edge));
  });

  it('are not granted again by another catalog’s default plan', async () => {
    const user = await person();
    const client = await database.pool.connect();
    try {
      await client.query('begin');
      await renew(client, user, new Date());
      const other = await makePlan(client, { credits: 300, rank: 0 });
      await client.query('update public.plans set is_default = false where is_default');
      await client.query(
        `update public.plans set is_default = true, billing = 'free', amount_cents = 0
         where slug = $1`,
        [other],
      );
      await renew(client, user, new Date());
      await renew(client, user, inDays(32));
      expect((await readGrants(client, user)).map(({ balance }) => balance)).toEqual([0, 300]);
    } finally {
      await client.query('rollback');
      client.release();
    }
  });

  it('are not granted again to an account that was deleted and made anew', async () => {
    const user = await person();
    await hold(database.pool, user, 30);
    await database.pool.query('delete from auth.users where id = $1', [user]);
    await renewAll(database.pool);
    await database.pool.query('insert into auth.users (id, email) values ($1, $2)', [
      user,
      `${user}@parley.test`,
    ]);
    await renewAll(database.pool);
    expect(await available(database.pool, user)).toBe(70);
    expect(await balances(user)).toEqual([100]);
  });

  it('come again, a month later, to an account made anew long after its deletion', async () => {
    const user = await person(inDays(-70));
    await renew(database.pool, user, inDays(-65));
    await database.pool.query('delete from auth.users where id = $1', [user]);
    await renewAll(database.pool);
    expect(await balances(user)).toEqual([0]);
    await database.pool.query('insert into auth.users (id, email) values ($1, $2)', [
      user,
      `${user}@parley.test`,
    ]);
    expect(await available(database.pool, user)).toBe(0);
    const next = await renewsAt(user);
    expect(Number(next)).toBeLessThan(Number(inDays(32)));
    await renew(database.pool, user, next as Date);
    await renew(database.pool, user, inDays(32));
    expect((await balances(user)).at(-1)).toBe(100);
  });
});

describe('credits that roll over', () => {
  // Before the plan begins and after the test ran: nothing of the default plan comes in between.
  const SIGNED_UP_AT = '2091-01-30T00:00:00Z';

  it('stay for as many more periods as the plan says', async () => {
    const plan = await makePlan(database.pool, { credits: 50, rolloverPeriods: 2 });
    const user = await person(SIGNED_UP_AT);
    const startsAt = '2091-01-31T00:00:00Z';
    await giveMembership(database.pool, { user, plan, startsAt });
    const seen: number[][] = [];
    for (const month of ['02-01', '03-01', '03-31', '04-30', '05-31']) {
      await renew(database.pool, user, `2091-${month}T00:00:00Z`);
      seen.push(await balances(user));
    }
    expect(seen).toEqual([[50], [50, 50], [50, 50, 50], [0, 50, 50, 50], [0, 0, 50, 50, 50]]);
  });

  it.each([0, 1, 2, 12])(
    '%s periods: a job late by a year grants what is still alive',
    async (n) => {
      const plan = await makePlan(database.pool, { credits: 50, rolloverPeriods: n });
      const user = await person(SIGNED_UP_AT);
      await giveMembership(database.pool, { user, plan, startsAt: '2091-01-31T00:00:00Z' });
      await renew(database.pool, user, '2092-01-15T00:00:00Z');
      expect(await balances(user)).toEqual(Array(Math.min(n + 1, 12)).fill(50));
    },
  );

  it('end with the membership', async () => {
    const plan = await makePlan(database.pool, { credits: 50, rolloverPeriods: 2 });
    const user = await person(SIGNED_UP_AT);
    const [startsAt, endsAt] = ['2091-01-31T00:00:00Z', '2091-03-10T00:00:00Z'];
    await giveMembership(database.pool, { user, plan, startsAt, endsAt });
    await renew(database.pool, user, '2091-03-01T00:00:00Z');
    expect(await balances(user)).toEqual([50, 50]);
    await renew(database.pool, user, endsAt);
    expect(await balances(user)).toEqual([0, 0, 100]);
  });
});

describe('the job', () => {
  it('renews those who are due, once, and lets the others be', async () => {
    const [due, idle] = [await person(inDays(-40)), await person()];
    await hold(database.pool, idle, 1);
    expect(await renewAll(database.pool)).toBe(1);
    expect(await available(database.pool, due)).toBe(100);
    expect(await renewAll(database.pool)).toBe(0);
  });

  it('takes a thousand at a time and comes to all of them', async () => {
    await database.pool.query(
      `insert into private.wallet (owner_id) 
       select gen_random_uuid() from generate_series(1, 1001)`,
    );
    const counts = [];
    for (let nr = 0; nr < 3; nr++) counts.push(await renewAll(database.pool));
    expect(counts).toEqual([1000, 1, 0]);
  });

  it('goes on when one wallet cannot be renewed, and tries that one later', async () => {
    const since = inDays(-5);
    const [broken, fine] = [await person(since), await person(since)];
    const other = await openWallet(database.pool);
    // The key of the grant that is due was used for something else.
    await database.pool.query(
      `select private.transfer($1, 'test', array[
         row((select id from private.ledger_account where owner_id = $2), 7)::private.ledger_leg,
         row(private.platform_account('issuance', 'credit'), -7)::private.ledger_leg])`,
      [`plan:${broken}:default:${since.toISOString().replace('Z', '000Z')}`, other],
    );
    expect(await renewAll(database.pool)).toBe(1);
    expect(await available(database.pool, fine)).toBe(100);
    expect(await available(database.pool, broken)).toBe(0);
    expect(database.warnings).toEqual([expect.stringContaining(broken)]);
    expect(Number(await renewsAt(broken))).toBeGreaterThan(Date.now());
  });
});
