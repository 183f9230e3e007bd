// actions-states: how a paid action begins once and ends once, also when a worker is lost.
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  beginAction,
  endAction,
  expireAction,
  makeMaker,
  offerAction,
  sweepActions,
} from '../support/action.ts';
import { ledgerViolations } from '../support/ledger-invariants.ts';
import { ownDatabase } from '../support/own-database.ts';
import { type Act, ORDERS, race } from '../support/race.ts';
import { type Call, overSql, refusalOf, sweep } from '../support/turn.ts';
import { readUsage } from '../support/usage.ts';
import { hold, readCredits, settle } from '../support/wallet.ts';

const database = ownDatabase({ connections: 8 });
let call: Call;

beforeAll(async () => {
  call = overSql(database.service);
  for (const action of ['image', 'idea'])
    await offerAction(database.pool, action, { credits: 10, per: 1 });
});
afterEach(async () => {
  expect(await ledgerViolations(database.pool)).toEqual([]);
  expect(database.warnings).toEqual([]);
});

async function creditsOf(user: string) {
  const { plan, bought, held } = await readCredits(database.pool, user);
  return { left: plan + bought, held };
}

async function countOf(user: string) {
  const { rows } = await database.pool.query(
    `select (select count(*) from public.actions where user_id = $1) as actions,
       (select count(*) from private.ledger_hold
        where owner_id = $1 and reason = 'image') as holds`,
    [user],
  );
  return rows[0];
}

describe('an action begun again under its key', () => {
  it('is the same one, whatever has become of it, and holds nothing more', async () => {
    const user = await makeMaker(database.pool, 100);
    const asked = { user, key: 'k', units: 3 };
    const begun = await beginAction(call, asked);
    const repeated = { ...begun, is_repeat: true };
    expect(await beginAction(call, asked)).toEqual(repeated);
    const receipt = await endAction(call, begun, { units: 2 });
    expect(await beginAction(call, asked)).toEqual({ ...receipt, is_repeat: true });
    expect(await countOf(user)).toEqual({ actions: 1, holds: 1 });
    expect(await creditsOf(user)).toEqual({ left: 80, held: 0 });
  });

  it.each([
    ['of another kind', { action: 'idea' }],
    ['with more units', { units: 4 }],
    ['by a model', { model: 'another-model' }],
  ])('%s is a conflict', async (_, other) => {
    const user = await makeMaker(database.pool, 100);
    const asked = { user, key: 'k', units: 3 };
    await beginAction(call, asked);
    expect(await refusalOf(beginAction(call, { ...asked, ...other }))).toMatchObject({
      code: 'PT409',
      message: 'idempotency_conflict',
      details: '{"client_key": "k"}',
    });
    expect(await creditsOf(user)).toEqual({ left: 100, held: 30 });
  });

  it('by somebody else is an action of theirs', async () => {
    const people = [await makeMaker(database.pool, 100), await makeMaker(database.pool, 100)];
    const begun = [];
    for (const user of people) begun.push(await beginAction(call, { user, key: 'k' }));
    expect(new Set(begun.map(({ action_id }) => action_id)).size).toBe(2);
  });

  it('five times at once is one action with one hold', async () => {
    const user = await makeMaker(database.pool, 100);
    const begun = await Promise.all(
      Array.from({ length: 5 }, () => beginAction(call, { user, key: 'k' })),
    );
    expect(new Set(begun.map(({ action_id }) => action_id)).size).toBe(1);
    expect(begun.filter(({ is_repeat }) => !is_repeat)).toHaveLength(1);
    expect(await countOf(user)).toEqual({ actions: 1, holds: 1 });
    expect(await creditsOf(user)).toEqual({ left: 100, held: 10 });
  });

  it('twice is possible when the first was refused', async () => {
    const user = await makeMaker(database.pool, 9);
    const asked = { user, key: 'k' };
    expect(await refusalOf(beginAction(call, asked))).toMatchObject({ code: 'PT402' });
    await database.pool.query(`select private.grant_credits($1, 1, $2, 'test')`, [user, user]);
    expect(await beginAction(call, asked)).toMatchObject({ is_repeat: false, held_credits: 10 });
  });
});

describe('the last credits', () => {
  it.each(ORDERS)('pay for one of two actions at once, %s', async (_, order) => {
    const user = await makeMaker(database.pool, 10);
    const begin: Act = { run: (client) => beginAction(overSql(client), { user }) };
    const outcomes = await race(database.pool, [begin, begin], order);
    expect(outcomes.map(({ code }) => code).sort()).toEqual(['PT402', undefined]);
    expect(await creditsOf(user)).toEqual({ left: 10, held: 10 });
  });
});

describe('an action that ended', () => {
  it('as failed costs nothing and stays so', async () => {
    const user = await makeMaker(database.pool, 100);
    const begun = await beginAction(call, { user, units: 3 });
    const ending = { isDone: false, errorCode: 'provider_unavailable' };
    const receipt = await endAction(call, begun, ending);
    expect(receipt).toMatchObject({
      state: 'failed',
      units: 0,
      charged_credits: 0,
      refunded_credits: 30,
      available_credits: 100,
      error_code: 'provider_unavailable',
    });
    expect(await endAction(call, begun, { units: 3 })).toEqual(receipt);
    expect(await readUsage(database.pool, user)).toMatchObject([
      { outcome: 'failed', calls: 1, units: 0, credits: 0 },
    ]);
  });

  it('as complete stays as it is, whatever is reported after it', async () => {
    const user = await makeMaker(database.pool, 100);
    const begun = await beginAction(call, { user, units: 3 });
    const receipt = await endAction(call, begun, { units: 1 });
    for (const again of [{ units: 3 }, { units: 1 }, { isDone: false }])
      expect(await endAction(call, begun, again)).toEqual(receipt);
    expect(await creditsOf(user)).toEqual({ left: 90, held: 0 });
    expect(await readUsage(database.pool, user)).toHaveLength(1);
  });

  it('with fewer units than none is refused and changes nothing', async () => {
    const user = await makeMaker(database.pool, 100);
    const begun = await beginAction(call, { user });
    expect(await refusalOf(endAction(call, begun, { units: -1 }))).toMatchObject({ code: '23514' });
    expect(await endAction(call, begun)).toMatchObject({ charged_credits: 10 });
  });

  it('is not known when it never began', async () => {
    const action_id = crypto.randomUUID();
    expect(await refusalOf(endAction(call, { action_id }))).toMatchObject({
      code: 'PT404',
      message: 'action_not_found',
    });
  });
});

describe('an action whose worker is lost', () => {
  async function lost(credits = 100) {
    const user = await makeMaker(database.pool, credits);
    const begun = await beginAction(call, { user, units: 3, key: 'k' });
    await expireAction(database.pool, begun.action_id);
    return { user, begun };
  }

  it('is failed by its own sweep, once, and gives everything back', async () => {
    const { user, begun } = await lost();
    const running = await beginAction(call, { user });
    expect(await sweep(database.pool)).toBe(0);
    expect(await sweepActions(database.pool)).toBe(1);
    expect(await sweepActions(database.pool)).toBe(0);
    const receipt = await beginAction(call, { user, units: 3, key: 'k' });
    expect(receipt).toMatchObject({
      action_id: begun.action_id,
      state: 'failed',
      charged_credits: 0,
      refunded_credits: 30,
      error_code: 'worker_lost',
    });
    expect(await creditsOf(user)).toEqual({ left: 100, held: 10 });
    expect(await endAction(call, running)).toMatchObject({ state: 'complete' });
  });

  it.each([
    [100, 20],
    [30, 20],
    // What the person spends meanwhile is gone: the rest is charged as far as it reaches.
    [30, 5, 25],
    [30, 0, 30],
  ])('and is done late, of %i credits, charges %i', async (credits, charged, spent = 0) => {
    const { user, begun } = await lost(credits);
    await sweepActions(database.pool);
    const { id } = await hold(database.pool, user, spent);
    await settle(database.pool, id, spent);
    const receipt = await endAction(call, begun, { units: 2 });
    expect(receipt).toMatchObject({
      state: 'complete',
      units: 2,
      charged_credits: charged,
      error_code: null,
    });
    expect(await endAction(call, begun, { units: 3 })).toEqual(receipt);
    expect(await creditsOf(user)).toEqual({ left: credits - spent - charged, held: 0 });
    expect(await readUsage(database.pool, user)).toMatchObject([
      { outcome: 'failed', calls: 1, units: 0, credits: 0 },
      { outcome: 'complete', calls: 0, units: 2, credits: charged },
    ]);
  });

  it('and is reported as failed late stays as the sweep left it', async () => {
    const { user, begun } = await lost();
    await sweepActions(database.pool);
    expect(await endAction(call, begun, { isDone: false, errorCode: 'x' })).toMatchObject({
      state: 'failed',
      error_code: 'worker_lost',
    });
    expect(await readUsage(database.pool, user)).toHaveLength(1);
  });

  it.each(ORDERS)('ends once when sweep and worker meet, %s', async (_, order) => {
    const { user, begun } = await lost();
    const outcomes = await race(
      database.pool,
      [
        { run: (client) => sweepActions(client) },
        { run: (client) => endAction(overSql(client), begun, { units: 3 }) },
      ],
      order,
    );
    expect(outcomes.map(({ code }) => code)).toEqual([undefined, undefined]);
    expect(await creditsOf(user)).toEqual({ left: 70, held: 0 });
    const credits = (await readUsage(database.pool, user)).map((row) => row.credits);
    expect(credits.reduce((sum, each) => sum + each, 0)).toBe(30);
  });
});
