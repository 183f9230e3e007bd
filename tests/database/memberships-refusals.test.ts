// memberships-refusals: what is refused about plans, and what it is to take one back.
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ledgerViolations } from '../support/ledger-invariants.ts';
import {
  available,
  changePlan,
  type Given,
  giveMembership,
  givePass,
  inDays,
  makePlan,
  planAt,
  readGrants,
  renew,
  revoke,
  signUp,
} from '../support/membership.ts';
import { ownDatabase } from '../support/own-database.ts';
import { grant, hold, readCredits, settle, voidHold } from '../support/wallet.ts';

const database = ownDatabase({ connections: 4 });
const people: string[] = [];
let plus: string;
let other: string;
let pass: string;
let retired: string;

beforeAll(async () => {
  const { pool } = database;
  plus = await makePlan(pool, { credits: 500 });
  other = await makePlan(pool, { credits: 30 });
  pass = await makePlan(pool, { credits: 70, passDays: 15 });
  retired = await makePlan(pool, { passDays: 3 });
  await pool.query(`update public.plans set state = 'retired' where slug = $1`, [retired]);
});
afterEach(async () => {
  expect(await ledgerViolations(database.pool, people.splice(0))).toEqual([]);
});

async function person(): Promise<string> {
  const id = await signUp(database.pool);
  people.push(id);
  return id;
}

async function stateOf(id: string): Promise<string> {
  const text = 'select state from public.memberships where id = $1';
  return (await database.pool.query(text, [id])).rows[0].state;
}

describe('a membership is refused', () => {
  it.each<[string, Partial<Given>, Record<string, string>]>([
    ['of a plan that does not exist', { plan: 'no-such' }, { code: 'PT404' }],
    ['of nobody', { user: crypto.randomUUID() }, { constraint: 'memberships_user_id_fkey' }],
    ['of no kind', { source: 'theft' as 'admin' }, { constraint: 'memberships_source_check' }],
    [
      'that ends before it starts',
      { startsAt: inDays(2), endsAt: inDays(1) },
      { constraint: 'memberships_ends_at_check' },
    ],
    [
      'whose months are counted from later than it starts',
      { startsAt: inDays(1), anchorAt: inDays(2) },
      { constraint: 'memberships_anchor_at_check' },
    ],
    ['without a key', { key: '' }, { constraint: 'memberships_operation_key_check' }],
    ['whose key is too long', { key: 'x'.repeat(201) }, { code: '23514' }],
  ])('%s', async (_, wrong, refusal) => {
    const user = await person();
    const giving = giveMembership(database.pool, { user, plan: plus, ...wrong });
    await expect(giving).rejects.toMatchObject(refusal);
    expect(await readGrants(database.pool, user)).toEqual([]);
  });

  it('of a plan that is not on offer any more', async () => {
    const user = await person();
    const refusal = { code: 'PT404', message: 'plan_not_found' };
    const old = await giveMembership(database.pool, { user, plan: plus });
    for (const attempt of [
      () => giveMembership(database.pool, { user, plan: retired, source: 'admin' }),
      () => givePass(database.pool, user, retired),
      () => changePlan(database.pool, old, retired),
    ]) {
      await expect(attempt()).rejects.toMatchObject(refusal);
    }
    expect(await stateOf(old.id)).toBe('live');
  });

  it('as a pass of a plan that is none', async () => {
    await expect(givePass(database.pool, await person(), plus)).rejects.toMatchObject({
      code: 'PT400',
      message: 'plan_not_a_pass',
    });
  });

  it.each(['same plan', 'other plan'])('that is a second subscription, of the %s', async (kind) => {
    const user = await person();
    await giveMembership(database.pool, { user, plan: plus, endsAt: inDays(30) });
    const plan = kind === 'same plan' ? plus : other;
    const overlapping = { user, plan, startsAt: inDays(29), endsAt: inDays(60) };
    await expect(giveMembership(database.pool, overlapping)).rejects.toMatchObject({
      code: '23P01',
      constraint: 'memberships_subscription_excl',
    });
    expect(await available(database.pool, user)).toBe(500);
  });

  it('under a key that gave another plan, in another way, or to somebody else', async () => {
    const given = { user: await person(), plan: plus, key: crypto.randomUUID() };
    const first = await giveMembership(database.pool, given);
    expect(await giveMembership(database.pool, given)).toEqual(first);
    const stranger = await person();
    const theirs = await giveMembership(database.pool, { user: stranger, plan: plus });
    for (const attempt of [
      () => giveMembership(database.pool, { ...given, plan: other }),
      () => giveMembership(database.pool, { ...given, source: 'admin' }),
      () => giveMembership(database.pool, { ...given, user: stranger }),
      () => givePass(database.pool, given.user, pass, given.key),
      () => changePlan(database.pool, first, other, { key: given.key }),
      () => changePlan(database.pool, theirs, plus, { key: given.key }),
    ]) {
      await expect(attempt()).rejects.toMatchObject({
        code: 'PT409',
        message: 'idempotency_conflict',
      });
    }
    expect(await available(database.pool, stranger)).toBe(500);
  });
});

it.each([0, -1, 1_000_000_000_001, 2 ** 62, null])(
  'plan credits of %s are refused',
  async (amount) => {
    const granting = grant(database.pool, await person(), 'wallet_plan', amount);
    await expect(granting).rejects.toMatchObject({ code: 'PT400', message: 'invalid_amount' });
  },
);

it.each([-1, 1_000_000_001])('a plan of %s credits is refused', async (credits) => {
  await expect(makePlan(database.pool, { credits })).rejects.toMatchObject({
    constraint: 'plans_credits_check',
  });
});

it('the same change of plan sent again is the same membership', async () => {
  const user = await person();
  const old = await giveMembership(database.pool, { user, plan: plus });
  const key = crypto.randomUUID();
  const first = await changePlan(database.pool, old, other, { key });
  expect(await changePlan(database.pool, old, other, { key })).toEqual(first);
  expect(await available(database.pool, user)).toBe(530);
});

describe('what is over stays as it is', () => {
  const over = {
    ended: async (user: string) => {
      const given = { user, plan: plus, startsAt: inDays(-9), endsAt: inDays(-2) };
      return (await giveMembership(database.pool, given)).id;
    },
    revoked: async (user: string) => {
      const { id } = await giveMembership(database.pool, { user, plan: plus });
      await revoke(database.pool, { id });
      return id;
    },
  };

  it.each(['ended', 'revoked'] as const)('%s: no state, no end, no other plan', async (state) => {
    const id = await over[state](await person());
    expect(await stateOf(id)).toBe(state);
    for (const change of [`state = 'live'`, `state = 'revoked'`, 'ends_at = null']) {
      const updating = database.pool.query(
        `update public.memberships set ${change} where id = $1`,
        [id],
      );
      await expect(updating).rejects.toMatchObject({
        code: '23514',
        message: 'illegal_state_move',
      });
    }
    await expect(changePlan(database.pool, { id }, other)).rejects.toMatchObject({
      message: 'illegal_state_move',
    });
    await revoke(database.pool, { id });
    expect(await stateOf(id)).toBe(state);
  });

  it.each([
    ['plan', () => other],
    ['user_id', () => person()],
    ['source', () => 'admin'],
    ['operation_key', () => crypto.randomUUID()],
    ['starts_at', () => inDays(1)],
    ['anchor_at', () => inDays(-1)],
  ])('live: its %s cannot be changed', async (column, value) => {
    const { id } = await giveMembership(database.pool, { user: await person(), plan: plus });
    const text = `update public.memberships set ${column} = $2 where id = $1`;
    await expect(database.pool.query(text, [id, await value()])).rejects.toMatchObject({
      message: 'illegal_state_move',
    });
  });
});

describe('a plan that is taken back', () => {
  it('takes what is unspent with it, not what is held or was bought', async () => {
    const user = await person();
    const membership = await giveMembership(database.pool, { user, plan: plus });
    await grant(database.pool, user, 'wallet_bought', 9);
    const spent = await hold(database.pool, user, 100);
    const kept = await hold(database.pool, user, 50);
    await revoke(database.pool, membership);
    expect(await planAt(database.pool, user)).toBe('free');
    expect(await readCredits(database.pool, user)).toEqual({ plan: 250, bought: 9, held: 150 });
    await settle(database.pool, spent.id, 60);
    await voidHold(database.pool, kept.id);
    expect(await available(database.pool, user)).toBe(109);
    await renew(database.pool, user, inDays(1));
    expect(await readCredits(database.pool, user)).toEqual({ plan: 100, bought: 9, held: 0 });
  });

  it('leaves what another gift of the same plan granted', async () => {
    const user = await person();
    const gift = { user, plan: plus, source: 'admin' } as const;
    const first = await giveMembership(database.pool, { ...gift, startsAt: inDays(-3) });
    await giveMembership(database.pool, { ...gift, startsAt: inDays(-1) });
    expect(await available(database.pool, user)).toBe(1000);
    await revoke(database.pool, first);
    expect(await available(database.pool, user)).toBe(500);
    expect(await planAt(database.pool, user)).toBe(plus);
  });

  it('before it began leaves those of the pass that runs', async () => {
    const user = await person();
    await givePass(database.pool, user, pass);
    const next = await givePass(database.pool, user, pass);
    await revoke(database.pool, next);
    expect(await available(database.pool, user)).toBe(70);
  });

  it('can be given again, and grants again', async () => {
    const user = await person();
    await revoke(database.pool, await giveMembership(database.pool, { user, plan: plus }));
    await giveMembership(database.pool, { user, plan: plus });
    // The default plan granted its month in between.
    expect(await available(database.pool, user)).toBe(600);
  });
});
