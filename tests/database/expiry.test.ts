// expiry: what plan credits are spent on first, and what becomes of them and of what holds them
// when their period is over.
import { afterEach, describe, expect, it } from 'vitest';
import { ledgerViolations } from '../support/ledger-invariants.ts';
import {
  available,
  giveMembership,
  givePass,
  inDays,
  makePlan,
  readGrants,
  renew,
  renewAll,
  signUp,
} from '../support/membership.ts';
import { ownDatabase } from '../support/own-database.ts';
import { sweep } from '../support/turn.ts';
import { expire, grant, hold, readCredits, settle, voidHold } from '../support/wallet.ts';

const database = ownDatabase({ connections: 4 });
const people: string[] = [];
afterEach(async () => {
  expect(await ledgerViolations(database.pool, people.splice(0))).toEqual([]);
  expect(await ledgerViolations(database.pool)).toEqual([]);
});

/** Somebody with a month's 100 credits that began now, and some bought ones. */
async function person({ bought = 0 } = {}): Promise<string> {
  const id = await signUp(database.pool);
  people.push(id);
  await renew(database.pool, id, new Date());
  if (bought > 0) await grant(database.pool, id, 'wallet_bought', bought);
  return id;
}

/** What a hold took from which grant, in the order of their ends; bought credits last. */
async function partsOf(holdId: string): Promise<unknown[]> {
  const { rows } = await database.pool.query(
    `select coalesce(substring(granted_for from '^[a-z]+'), 'bought') as source, amount
     from private.ledger_hold_part as part
     join private.ledger_account as account on account.id = account_id
     where hold_id = $1 order by expires_at nulls last`,
    [holdId],
  );
  return rows.map(({ source, amount }) => [source, amount]);
}

const NEXT = inDays(32);

describe('spending', () => {
  it('takes what expires soonest first, and bought credits last', async () => {
    const user = await person({ bought: 9 });
    const gift = await makePlan(database.pool, { credits: 20 });
    const pass = await makePlan(database.pool, { credits: 7, passDays: 3 });
    await giveMembership(database.pool, {
      user,
      plan: gift,
      source: 'admin',
      endsAt: inDays(10),
    });
    await givePass(database.pool, user, pass);
    const few = await hold(database.pool, user, 5);
    expect(await partsOf(few.id)).toEqual([['pass', 5]]);
    await voidHold(database.pool, few.id);
    expect(await partsOf((await hold(database.pool, user, 131)).id)).toEqual([
      ['pass', 7],
      ['admin', 20],
      ['default', 100],
      ['bought', 4],
    ]);
    expect(await available(database.pool, user)).toBe(5);
  });

  it('less than was held is paid by what expires soonest, and frees bought credits', async () => {
    const user = await person({ bought: 50 });
    const { id } = await hold(database.pool, user, 120);
    await settle(database.pool, id, 100);
    expect(await readCredits(database.pool, user)).toEqual({ plan: 0, bought: 50, held: 0 });
  });

  it('given up returns every part to where it was taken', async () => {
    const user = await person({ bought: 50 });
    const { id } = await hold(database.pool, user, 120);
    expect(await readCredits(database.pool, user)).toEqual({ plan: 100, bought: 50, held: 120 });
    await voidHold(database.pool, id);
    expect(await readCredits(database.pool, user)).toEqual({ plan: 100, bought: 50, held: 0 });
  });

  it('of credits whose time is over is refused, also before anybody took them away', async () => {
    const id = await signUp(database.pool, inDays(-70));
    people.push(id);
    await renew(database.pool, id, inDays(-65));
    expect(await readCredits(database.pool, id)).toMatchObject({ plan: 100 });
    expect(await available(database.pool, id)).toBe(0);
    // Only those of the month that runs now.
    await expect(hold(database.pool, id, 101)).rejects.toMatchObject({ code: 'PT402' });
    expect(await partsOf((await hold(database.pool, id, 100)).id)).toEqual([['default', 100]]);
    expect(await readGrants(database.pool, id)).toMatchObject([
      { balance: 0, is_closed: true },
      { balance: 100, held: 100 },
    ]);
  });
});

describe('bought credits', () => {
  it('outlive every period', async () => {
    const user = await person({ bought: 50 });
    for (const days of [32, 64, 400]) await renew(database.pool, user, inDays(days));
    expect(await readCredits(database.pool, user)).toEqual({ plan: 100, bought: 50, held: 0 });
  });
});

describe('a hold over the period’s edge', () => {
  it('keeps its credits; given up they expire with their own period', async () => {
    const user = await person();
    const { id } = await hold(database.pool, user, 30);
    await renew(database.pool, user, NEXT);
    expect(await readGrants(database.pool, user)).toMatchObject([
      { balance: 30, held: 30, is_closed: false },
      { balance: 100, held: 0 },
    ]);
    await voidHold(database.pool, id);
    await renew(database.pool, user, NEXT);
    expect(await readGrants(database.pool, user)).toMatchObject([
      { balance: 0, held: 0, is_closed: true },
      { balance: 100, held: 0 },
    ]);
  });

  it('is paid from its own period, and what it did not cost expires', async () => {
    const user = await person({ bought: 20 });
    const { id } = await hold(database.pool, user, 110);
    await renew(database.pool, user, NEXT);
    await settle(database.pool, id, 90);
    await renew(database.pool, user, NEXT);
    expect(await readGrants(database.pool, user)).toMatchObject([
      { balance: 0, is_closed: true },
      { balance: 100 },
    ]);
    expect(await readCredits(database.pool, user)).toEqual({ plan: 100, bought: 20, held: 0 });
  });

  it('that is lost is swept, and the job comes back for what it freed', async () => {
    const user = await signUp(database.pool, inDays(-70));
    people.push(user);
    await renew(database.pool, user, inDays(-65));
    const { rows } = await database.pool.query(
      `select id from private.ledger_account where owner_id = $1 and kind = 'wallet_plan'`,
      [user],
    );
    // As it was held then.
    await database.pool.query(
      `with held as (
         insert into private.ledger_hold (owner_id, operation_key, reason, amount, expires_at)
         values ($1, gen_random_uuid()::text, 'test', 40, now() - interval '1 second')
         returning id
       ), part as (
         insert into private.ledger_hold_part (hold_id, account_id, amount)
         select id, $2, 40 from held
       )
       update private.ledger_account set held = 40 where id = $2`,
      [user, rows[0].id],
    );
    await renewAll(database.pool);
    expect(await readGrants(database.pool, user)).toMatchObject([
      { balance: 40, held: 40, is_closed: false },
      { balance: 100 },
    ]);
    await sweep(database.pool);
    const { rows: wallet } = await database.pool.query(
      `select renews_at < now() + interval '6 minutes' as is_soon
       from private.wallet where owner_id = $1`,
      [user],
    );
    expect(wallet).toEqual([{ is_soon: true }]);
    expect(await available(database.pool, user)).toBe(100);
    await renew(database.pool, user, new Date());
    expect(await readGrants(database.pool, user)).toMatchObject([
      { balance: 0, is_closed: true },
      { balance: 100 },
    ]);
  });

  it('of several periods gives each back its own', async () => {
    const plan = await makePlan(database.pool, { credits: 10, rolloverPeriods: 1 });
    const user = await signUp(database.pool);
    people.push(user);
    await giveMembership(database.pool, { user, plan, startsAt: inDays(-35) });
    await renew(database.pool, user, new Date());
    const { id } = await hold(database.pool, user, 15);
    await expire(database.pool, id);
    await renew(database.pool, user, inDays(28));
    expect(await readGrants(database.pool, user)).toMatchObject([
      { balance: 10, held: 10 },
      { balance: 10, held: 5 },
      { balance: 10, held: 0 },
    ]);
    await sweep(database.pool);
    await renew(database.pool, user, inDays(28));
    const left = await readGrants(database.pool, user);
    expect(left.map(({ balance, held }) => [balance, held])).toEqual([
      [0, 0],
      [10, 0],
      [10, 0],
    ]);
  });
});

it('every expiry is written in the books, and the credits of all people add up', async () => {
  const user = await person();
  const { id } = await hold(database.pool, user, 30);
  await settle(database.pool, id, 30);
  await renew(database.pool, user, NEXT);
  const { rows } = await database.pool.query(
    `select reason, amount from private.ledger_transfer as transfer
     join private.ledger_entry as entry on transfer_id = transfer.id
     join private.ledger_account as account on account.id = account_id
     where owner_id = $1 order by entry.id`,
    [user],
  );
  expect(rows).toEqual([
    { reason: 'plan_period', amount: 100 },
    { reason: 'test', amount: -30 },
    { reason: 'plan_credits_expired', amount: -70 },
    { reason: 'plan_period', amount: 100 },
  ]);
});
