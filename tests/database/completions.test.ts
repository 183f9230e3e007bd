// completions: what an answer without a conversation holds and costs, by its price and its end.
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  endAction,
  expireAction,
  makeMaker,
  offerAction,
  sweepActions,
} from '../support/action.ts';
import { ledgerViolations } from '../support/ledger-invariants.ts';
import { priceModel, setCreditTerms } from '../support/metered.ts';
import { ownDatabase } from '../support/own-database.ts';
import { type Act, ORDERS, race } from '../support/race.ts';
import { type Call, overSql, refusalOf } from '../support/turn.ts';
import { readUsage } from '../support/usage.ts';
import { readCredits, readLeft } from '../support/wallet.ts';

const database = ownDatabase({ connections: 8 });
const PRICE = 10;
const CREDITS = 100_000;
let call: Call;
let model: string;

beforeAll(async () => {
  call = overSql(database.service);
  model = await offerModel();
});
afterEach(async () => {
  expect(await ledgerViolations(database.pool)).toEqual([]);
  expect(database.warnings).toEqual([]);
});

/** One whose input and output cost a credit's worth a token, both. */
async function offerModel(): Promise<string> {
  await setCreditTerms(database.pool, { creditValueMicros: 10_000, markupPercent: 0 });
  const micros = 10_000 * 1_000_000;
  const id = await priceModel(database.pool, { input: micros, output: micros });
  await database.pool.query(
    `insert into public.models (id, provider, name, context_tokens, max_output_tokens)
     values ($1, 'openai', 'Testa', 100000, 1000)`,
    [id],
  );
  return id;
}

interface Asked {
  user: string;
  key?: string;
  keyHash?: string;
  fingerprint?: string;
  bytes?: number;
  images?: number;
  most?: number | null;
}

interface Begun {
  action_id: string;
  held_credits: number;
  max_output_tokens: number;
}

async function begin(by: Call, asked: Asked): Promise<Begun> {
  const { key = crypto.randomUUID(), fingerprint = 'a'.repeat(64), keyHash } = asked;
  return (await by('begin_completion', {
    p_user_id: keyHash ? null : asked.user,
    p_key_hash: keyHash ?? null,
    p_client_key: key,
    p_fingerprint: fingerprint,
    p_model: model,
    p_needs: [],
    p_input_bytes: asked.bytes ?? 300,
    p_messages: 1,
    p_images: asked.images ?? 0,
    p_max_output_tokens: asked.most === undefined ? 100 : asked.most,
  })) as Begun;
}

/** settle_action, as the ai function calls it. */
function end(begun: Begun, bytes: number, isDone = true, usage: Record<string, unknown> = {}) {
  return call('settle_action', {
    p_action_id: begun.action_id,
    p_is_done: isDone,
    p_units: 1,
    p_error_code: isDone ? null : 'answer_interrupted',
    p_usage: usage,
    p_delivered_bytes: bytes,
  });
}

const leftOf = (user: string) => readLeft(database.pool, user);

const checkpoint = ({ action_id }: Begun, bytes: number) =>
  call('checkpoint_action', { p_action_id: action_id, p_delivered_bytes: bytes });

async function offer(pricing: 'fixed' | 'metered') {
  await offerAction(
    database.pool,
    'completion',
    pricing === 'metered' ? 'metered' : { credits: PRICE, per: 1 },
  );
  return makeMaker(database.pool, CREDITS);
}

async function keyOf(user: string, limits: { rpm?: number; cap?: number }): Promise<string> {
  const { rows } = await database.pool.query(
    `with key as (
       insert into public.api_keys (user_id, name, prefix, scopes, requests_per_minute,
         monthly_credits)
       values ($1, 'Test', 'parley_sk_abcdef', '{completions}', $2, $3) returning id
     )
     insert into private.api_key_secret (secret_hash, api_key_id)
     select private.hash_token(id::text), id from key returning secret_hash`,
    [user, limits.rpm, limits.cap],
  );
  return rows[0].secret_hash;
}

describe('what is held', () => {
  it('is a bound of question and answer by the model, or the fixed price', async () => {
    const user = await offer('metered');
    // 300 bytes are 100 tokens at most, a message 8 and the frame 8 more; 6000 an image.
    expect(await begin(call, { user })).toMatchObject({ held_credits: 216 });
    expect(await begin(call, { user, images: 2 })).toMatchObject({ held_credits: 12_216 });
    expect(await begin(call, { user, bytes: 301 })).toMatchObject({ held_credits: 217 });
    await offer('fixed');
    expect(await begin(call, { user })).toMatchObject({ held_credits: PRICE });
  });

  it('is of an answer as long as the model gives where nobody says, up to the usual', async () => {
    const user = await offer('metered');
    expect(await begin(call, { user, most: null })).toMatchObject({
      max_output_tokens: 1000,
      held_credits: 1116,
    });
  });
});

describe('a fixed price', () => {
  it.each([
    ['whole', 100, true, PRICE, 'complete'],
    ['a quarter of its length', 100, false, 3, 'interrupted'],
    ['a word', 1, false, 1, 'interrupted'],
    ['nothing, though it ended', 0, true, 0, 'failed'],
    ['nothing', 0, false, 0, 'failed'],
  ])('of an answer that is %s', async (_, bytes, isDone, charged, state) => {
    const user = await offer('fixed');
    const begun = await begin(call, { user });
    expect(await end(begun, bytes, isDone)).toMatchObject({ state, charged_credits: charged });
    expect(await leftOf(user)).toEqual({ left: CREDITS - charged, held: 0 });
    expect(await readUsage(database.pool, user)).toMatchObject([
      { outcome: state, calls: 1, credits: charged },
    ]);
  });
});

describe('a metered price', () => {
  it('is by the tokens, reported or counted', async () => {
    const user = await offer('metered');
    const reported = { input_tokens: 12, output_tokens: 30 };
    expect(await end(await begin(call, { user }), 90, true, reported)).toMatchObject({
      charged_credits: 42,
    });
    // Four bytes a token; of what was asked three quarters of the bound.
    expect(await end(await begin(call, { user }), 90, false)).toMatchObject({
      state: 'interrupted',
      charged_credits: 87 + 23,
    });
  });

  it('is never more than was held', async () => {
    const user = await offer('metered');
    const begun = await begin(call, { user });
    const usage = { input_tokens: 5000, output_tokens: 5000 };
    expect(await end(begun, 90, true, usage)).toMatchObject({ charged_credits: 216 });
  });
});

describe('a worker that is lost', () => {
  it('before anything was delivered: the sweep gives all back', async () => {
    const user = await offer('metered');
    const { action_id } = await begin(call, { user });
    await expireAction(database.pool, action_id);
    expect(await sweepActions(database.pool)).toBe(1);
    expect(await leftOf(user)).toEqual({ left: CREDITS, held: 0 });
  });

  it('after a checkpoint: the sweep charges it, later news the rest, and no more', async () => {
    const user = await offer('metered');
    const begun = await begin(call, { user });
    expect(await checkpoint(begun, 40)).toBe(true);
    expect(await sweepActions(database.pool)).toBe(0);
    await expireAction(database.pool, begun.action_id);
    // A checkpoint renews the lease.
    await checkpoint(begun, 80);
    expect(await sweepActions(database.pool)).toBe(0);
    await expireAction(database.pool, begun.action_id);
    expect(await sweepActions(database.pool)).toBe(1);
    expect(await checkpoint(begun, 90)).toBe(false);
    expect(await leftOf(user)).toEqual({ left: CREDITS - 107, held: 0 });

    const usage = { input_tokens: 120, output_tokens: 30 };
    const whole = { state: 'complete', charged_credits: 150 };
    for (const _ of ['late', 'again'])
      expect(await end(begun, 100, true, usage)).toMatchObject(whole);
    expect(await readUsage(database.pool, user)).toMatchObject([
      { outcome: 'interrupted', calls: 1, credits: 107 },
      { outcome: 'complete', calls: 0, credits: 43 },
    ]);
  });

  it('after a checkpoint: what the sweep charged too much is given back, once', async () => {
    const user = await offer('metered');
    const begun = await begin(call, { user });
    await checkpoint(begun, 80);
    await expireAction(database.pool, begun.action_id);
    await sweepActions(database.pool);
    const cut = { input_tokens: 12, output_tokens: 20 };
    for (const _ of ['late', 'again']) await end(begun, 80, true, cut);
    expect(await leftOf(user)).toEqual({ left: CREDITS - 32, held: 0 });
  });

  it('and replaced by another try under its key: its late news change nothing', async () => {
    const user = await offer('metered');
    const lost = await begin(call, { user, key: 'k' });
    await expireAction(database.pool, lost.action_id);
    await sweepActions(database.pool);
    const second = await begin(call, { user, key: 'k' });
    expect(second.action_id).not.toBe(lost.action_id);
    expect(await end(lost, 90)).toMatchObject({ state: 'failed', charged_credits: 0 });
    const usage = { input_tokens: 1, output_tokens: 2 };
    expect(await end(second, 90, true, usage)).toMatchObject({ charged_credits: 3 });
  });
});

describe('two tries at once of an answer that failed', () => {
  it.each(ORDERS)('begin one, %s', async (_, order) => {
    const user = await offer('fixed');
    await end(await begin(call, { user, key: 'k' }), 0, false);
    const again: Act = { run: (client) => begin(overSql(client), { user, key: 'k' }) };
    const outcomes = await race(database.pool, [again, again], order);
    expect(outcomes.map(({ code }) => code).sort()).toEqual(['PT409', undefined]);
    expect(await readCredits(database.pool, user)).toMatchObject({ held: PRICE });
  });
});

describe('the last of what a key may use', () => {
  it.each(ORDERS)('is for one of two requests at once: credits, %s', async (_, order) => {
    const user = await offer('fixed');
    const keyHash = await keyOf(user, { cap: 2 * PRICE - 1 });
    const ask: Act = { run: (client) => begin(overSql(client), { user, keyHash }) };
    const outcomes = await race(database.pool, [ask, ask], order);
    expect(outcomes.map(({ code }) => code).sort()).toEqual(['PT429', undefined]);
  });

  it.each(ORDERS)('is for one of two requests at once: requests, %s', async (_, order) => {
    const user = await offer('fixed');
    const keyHash = await keyOf(user, { rpm: 1 });
    const ask: Act = { run: (client) => begin(overSql(client), { user, keyHash }) };
    const outcomes = await race(database.pool, [ask, ask], order);
    expect(outcomes.map(({ code }) => code).sort()).toEqual(['PT429', undefined]);
  });

  it('comes back when an answer failed, and is what was charged when it did not', async () => {
    const user = await offer('metered');
    const keyHash = await keyOf(user, { cap: 216 });
    await end(await begin(call, { user, keyHash }), 0, false);
    const usage = { input_tokens: 100, output_tokens: 16 };
    await end(await begin(call, { user, keyHash }), 90, true, usage);
    expect(await refusalOf(begin(call, { user, keyHash }))).toMatchObject({
      code: 'PT429',
      message: 'quota_exceeded',
    });
    expect(await begin(call, { user, keyHash, bytes: 0, most: 84 })).toMatchObject({
      held_credits: 100,
    });
  });

  it('of one key is nothing to another, nor to the person', async () => {
    const user = await offer('fixed');
    const [one, other] = [await keyOf(user, { cap: PRICE }), await keyOf(user, { cap: PRICE })];
    await begin(call, { user, keyHash: one });
    expect(await refusalOf(begin(call, { user, keyHash: one }))).toMatchObject({ code: 'PT429' });
    await begin(call, { user, keyHash: other });
    await begin(call, { user });
  });
});

it('an action that is no answer is settled as ever', async () => {
  await offerAction(database.pool, 'image', { credits: PRICE, per: 1 });
  const user = await makeMaker(database.pool, 100);
  const begun = (await call('begin_action', {
    p_user_id: user,
    p_action: 'image',
    p_client_key: 'k',
  })) as Begun;
  expect(await endAction(call, begun)).toMatchObject({ charged_credits: PRICE });
});
