// actions-refusals: who may not begin a paid action, and what is no action; nothing is held for it.
import { beforeAll, describe, expect, it } from 'vitest';
import { ACTIONS, beginAction, makeMaker, offerAction } from '../support/action.ts';
import { giveMembership, makePlan } from '../support/membership.ts';
import { ownDatabase } from '../support/own-database.ts';
import { type Call, makePerson, overSql, refusalOf } from '../support/turn.ts';
import { readCredits } from '../support/wallet.ts';

const database = ownDatabase({ connections: 4 });
let call: Call;

beforeAll(async () => {
  call = overSql(database.service);
  for (const action of Object.keys(ACTIONS))
    await offerAction(database.pool, action, { credits: 10, per: 1 });
});

async function expectUntouched(user: string, credits: number): Promise<void> {
  const { plan, bought, held } = await readCredits(database.pool, user);
  expect([plan + bought, held]).toEqual([credits, 0]);
  const text = 'select count(*) as count from public.actions where user_id = $1';
  expect((await database.pool.query(text, [user])).rows).toEqual([{ count: 0 }]);
}

/** Somebody with a plan that has all features but one, and perhaps some models only. */
async function planned({ without, models }: { without?: string | null; models?: string[] }) {
  const features = Object.values(ACTIONS).filter((each) => each !== null && each !== without);
  const plan = await makePlan(database.pool, { features: [...new Set(features)] as string[] });
  await database.pool.query('update public.plans set models = $2 where slug = $1', [plan, models]);
  const user = await makePerson(database.pool, 100);
  await giveMembership(database.pool, { user, plan });
  return { user, plan };
}

describe('a plan', () => {
  it.each(Object.entries(ACTIONS).filter(([, feature]) => feature !== null))(
    'allows %s only with the feature %s',
    async (action, feature) => {
      const without = await planned({ without: feature });
      const refusal = await refusalOf(beginAction(call, { user: without.user, action }));
      expect(refusal).toMatchObject({ code: 'PT403', message: 'feature_not_in_plan' });
      const { plan } = without;
      expect(JSON.parse(refusal.details)).toMatchObject({ feature, plan });
      await expectUntouched(without.user, 100);

      const having = await planned({});
      expect(JSON.parse(refusal.details).plans).not.toContain(plan);
      expect(await beginAction(call, { user: having.user, action })).toMatchObject({
        state: 'running',
        plan: having.plan,
      });
    },
  );

  it.each(['transcription', 'idea'])('needs no feature for %s', async (action) => {
    const user = await makePerson(database.pool, 100);
    expect(await beginAction(call, { user, action })).toMatchObject({ plan: 'free' });
  });

  it('allows the models that it names and no other', async () => {
    const { user, plan } = await planned({ models: ['small', 'smaller'] });
    const refusal = await refusalOf(beginAction(call, { user, model: 'large' }));
    expect(refusal).toMatchObject({ code: 'PT403', message: 'model_not_in_plan' });
    expect(JSON.parse(refusal.details)).toMatchObject({ model: 'large', plan });
    await expectUntouched(user, 100);
    expect(await beginAction(call, { user, model: 'small' })).toMatchObject({ state: 'running' });
  });
});

describe('an action', () => {
  it('that nobody knows is refused', async () => {
    const user = await makeMaker(database.pool, 100);
    expect(await refusalOf(beginAction(call, { user, action: 'dance' }))).toMatchObject({
      code: 'PT404',
      message: 'action_not_offered',
      details: '{"action": "dance"}',
    });
    await expectUntouched(user, 100);
  });

  it('that this product does not offer is refused', async () => {
    await database.pool.query(`delete from public.action_prices where action = 'embedding'`);
    const user = await makeMaker(database.pool, 100);
    expect(await refusalOf(beginAction(call, { user, action: 'embedding' }))).toMatchObject({
      code: 'PT404',
      message: 'action_not_offered',
    });
  });

  it('that costs more than somebody has is refused with both numbers', async () => {
    const user = await makeMaker(database.pool, 29);
    const refusal = await refusalOf(beginAction(call, { user, units: 3 }));
    expect(refusal).toMatchObject({ code: 'PT402', message: 'insufficient_credits' });
    expect(JSON.parse(refusal.details)).toEqual({ available: 29, needed: 30 });
    await expectUntouched(user, 29);
  });

  it.each([
    { units: 0 },
    { units: -1 },
    { units: 1_000_000_001 },
    { inputTokens: -1 },
    { outputTokens: -1 },
    { outputTokens: 1_000_000_001 },
  ])('of %o is refused', async (amounts) => {
    const user = await makeMaker(database.pool, 100);
    expect(await refusalOf(beginAction(call, { user, ...amounts }))).toMatchObject({
      code: 'PT400',
      message: 'invalid_amount',
    });
    await expectUntouched(user, 100);
  });

  it.each(['', 'x'.repeat(65)])('under the key "%s" is refused', async (key) => {
    const user = await makeMaker(database.pool, 100);
    expect(await refusalOf(beginAction(call, { user, key }))).toMatchObject({ code: '23514' });
    await expectUntouched(user, 100);
  });
});

describe('somebody', () => {
  it.each([
    ['suspended', 'account_suspended'],
    ['deactivated', 'account_deactivated'],
  ])('who is %s begins nothing', async (status, message) => {
    const user = await makeMaker(database.pool, 100);
    await database.pool.query('update public.profiles set status = $2 where id = $1', [
      user,
      status,
    ]);
    expect(await refusalOf(beginAction(call, { user }))).toMatchObject({ code: 'PT403', message });
    await expectUntouched(user, 100);
  });

  it('whose account is gone begins nothing', async () => {
    const user = crypto.randomUUID();
    expect(await refusalOf(beginAction(call, { user }))).toMatchObject({
      code: 'PT401',
      message: 'unauthenticated',
    });
  });
});
