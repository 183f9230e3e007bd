// actions: what each kind of paid action costs: fixed by the unit, or metered by tokens or units.
import { beforeAll, describe, expect, it } from 'vitest';
import {
  ACTIONS,
  type ActionKind,
  beginAction,
  endAction,
  makeMaker,
  offerAction,
} from '../support/action.ts';
import { ledgerViolations } from '../support/ledger-invariants.ts';
import {
  ceilDivide,
  costOfTokens,
  creditsForCost,
  type Price,
  priceModel,
  setCreditTerms,
} from '../support/metered.ts';
import { ownDatabase } from '../support/own-database.ts';
import { type Call, overSql, refusalOf } from '../support/turn.ts';
import { readUsage } from '../support/usage.ts';
import { readCredits } from '../support/wallet.ts';

const CREDITS = 1_000_000;
const TERMS = { creditValueMicros: 1_428, markupPercent: 33 };
const TOKENS: Price = { input: 3_000_000, cachedInput: 750_000, output: 12_000_000 };
/** Micros for a million units of each kind that is priced by the unit. */
const UNITS: Partial<Record<ActionKind, Price>> = {
  image: { image: 39_999_999_999 },
  speech: { character: 15_000_001 },
  transcription: { second: 99_999_999 },
  voice: { second: 1_000_000_000 },
  fine_tuning: { trainingToken: 25_000_000 },
  embedding: { input: 130_000, output: 0 },
};

const database = ownDatabase({ connections: 4 });
const kinds = Object.keys(ACTIONS) as ActionKind[];
let call: Call;

beforeAll(async () => {
  call = overSql(database.service);
  await setCreditTerms(database.pool, TERMS);
});

async function costOf(user: string): Promise<(number | null)[]> {
  return (await readUsage(database.pool, user)).map(({ cost_micros }) => cost_micros);
}

describe.each(kinds)('%s at a fixed price', (action) => {
  it.each([
    { credits: 8, per: 1, asked: 3, held: 24, done: 3, charged: 24 },
    { credits: 8, per: 1, asked: 3, held: 24, done: 2, charged: 16 },
    { credits: 8, per: 1, asked: 3, held: 24, done: 0, charged: 0 },
    { credits: 8, per: 1, asked: 3, held: 24, done: 4, charged: 24 },
    { credits: 1, per: 300, asked: 300, held: 1, done: 300, charged: 1 },
    { credits: 1, per: 300, asked: 301, held: 2, done: 300, charged: 1 },
    { credits: 5, per: 60, asked: 1000, held: 85, done: 61, charged: 10 },
    { credits: 0, per: 1, asked: 9, held: 0, done: 9, charged: 0 },
  ])('$credits for each $per: $asked asked, $done done', async (given) => {
    const { credits, per, asked, held, done, charged } = given;
    await offerAction(database.pool, action, { credits, per });
    const user = await makeMaker(database.pool, CREDITS);
    const begun = await beginAction(call, { user, action, units: asked });
    expect(begun).toMatchObject({
      action,
      state: 'running',
      is_repeat: false,
      held_credits: held,
      charged_credits: 0,
      refunded_credits: 0,
      available_credits: CREDITS - held,
    });
    const receipt = await endAction(call, begun, { units: done });
    expect(receipt).toMatchObject({
      action_id: begun.action_id,
      state: 'complete',
      units: done,
      held_credits: held,
      charged_credits: charged,
      refunded_credits: held - charged,
      available_credits: CREDITS - charged,
    });
    const { plan, bought, held: stillHeld } = await readCredits(database.pool, user);
    expect([plan + bought, stillHeld]).toEqual([CREDITS - charged, 0]);
    expect(await readUsage(database.pool, user)).toMatchObject([
      { outcome: 'complete', calls: 1, units: done, credits: charged },
    ]);
  });
});

describe.each(Object.entries(UNITS))('%s metered by its units', (action, price) => {
  const millionths = BigInt(Object.values(price)[0] ?? 0);
  const costOfUnits = (units: number) => Number(ceilDivide(millionths * BigInt(units), 1_000_000n));

  it.each([
    [1000, 1000],
    [1000, 1],
    [1000, 0],
    [7, 8000],
  ])('%i asked, %i done', async (asked, done) => {
    await offerAction(database.pool, action, 'metered');
    const model = await priceModel(database.pool, price);
    const user = await makeMaker(database.pool, CREDITS);
    const held = creditsForCost(costOfUnits(asked), TERMS);
    const begun = await beginAction(call, { user, action, model, units: asked });
    expect(begun).toMatchObject({ model, held_credits: held });
    const charged = Math.min(held, creditsForCost(costOfUnits(done), TERMS));
    const usage = { provider: 'maker', latency_ms: 70 };
    expect(await endAction(call, begun, { units: done, usage })).toMatchObject({
      charged_credits: charged,
      available_credits: CREDITS - charged,
    });
    expect(await costOf(user)).toEqual([costOfUnits(done)]);
  });
});

describe.each(kinds)('%s metered by tokens', (action) => {
  const bound = { input: 700, output: 900 };
  const held = creditsForCost(costOfTokens(TOKENS, bound), TERMS);

  async function begun() {
    await offerAction(database.pool, action, 'metered');
    const model = await priceModel(database.pool, TOKENS);
    const user = await makeMaker(database.pool, CREDITS);
    const tokens = { inputTokens: bound.input, outputTokens: bound.output };
    return { user, receipt: await beginAction(call, { user, action, model, ...tokens }) };
  }

  it.each([
    ['fewer', { input: 650, cachedInput: 200, output: 31 }],
    ['no', { input: 0, cachedInput: 0, output: 0 }],
    ['more', { input: 700_000, cachedInput: 0, output: 900_000 }],
  ])('with %s tokens than were held for', async (_, tokens) => {
    const { user, receipt } = await begun();
    expect(receipt).toMatchObject({ held_credits: held });
    const cost = costOfTokens(TOKENS, tokens);
    const usage = {
      input_tokens: tokens.input,
      cached_input_tokens: tokens.cachedInput,
      output_tokens: tokens.output,
    };
    expect(await endAction(call, receipt, { usage })).toMatchObject({
      charged_credits: Math.min(held, creditsForCost(cost, TERMS)),
    });
    expect(await costOf(user)).toEqual([cost]);
  });

  it('costs nothing when it failed, and what the provider asks is recorded', async () => {
    const { user, receipt } = await begun();
    const usage = { input_tokens: 650, output_tokens: 2 };
    expect(await endAction(call, receipt, { isDone: false, usage })).toMatchObject({
      state: 'failed',
      charged_credits: 0,
      refunded_credits: held,
      available_credits: CREDITS,
    });
    expect(await costOf(user)).toEqual([costOfTokens(TOKENS, { input: 650, output: 2 })]);
  });
});

describe('a metered action', () => {
  const tokens = { inputTokens: 100, outputTokens: 100 };

  async function maker() {
    await offerAction(database.pool, 'completion', 'metered');
    return { user: await makeMaker(database.pool, CREDITS), action: 'completion' };
  }

  it('that nothing is reported of is charged as it was held', async () => {
    const [asked, model] = [await maker(), await priceModel(database.pool, TOKENS)];
    const begun = await beginAction(call, { ...asked, ...tokens, model });
    const receipt = await endAction(call, begun);
    expect(receipt.charged_credits).toBe(begun.held_credits);
    expect(await costOf(asked.user)).toEqual([null]);
  });

  it('keeps the price it began at when that changes before it ends', async () => {
    const [asked, model] = [await maker(), await priceModel(database.pool, TOKENS)];
    const begun = await beginAction(call, { ...asked, ...tokens, model });
    const dearer = { input: 900_000_000, output: 900_000_000 };
    await priceModel(database.pool, dearer, { model, validFrom: new Date() });
    await endAction(call, begun, { usage: { input_tokens: 9, output_tokens: 8 } });
    expect(await costOf(asked.user)).toEqual([costOfTokens(TOKENS, { input: 9, output: 8 })]);
  });

  it.each([
    ['no model', null, tokens],
    ['a model without a price', 'no-such-model', tokens],
    ['no bound of its tokens', 'priced', {}],
    ['a bound of its output alone', 'priced', { outputTokens: 100 }],
  ])('with %s is refused, and nothing is held', async (_, named, bound) => {
    const asked = await maker();
    const model = named === 'priced' ? await priceModel(database.pool, TOKENS) : named;
    expect(await refusalOf(beginAction(call, { ...asked, ...bound, model }))).toMatchObject({
      code: 'PT503',
      message: 'model_not_priced',
    });
    expect(await readCredits(database.pool, asked.user)).toMatchObject({ held: 0 });
  });

  it('leaves the books right', async () => {
    expect(await ledgerViolations(database.pool)).toEqual([]);
  });
});
