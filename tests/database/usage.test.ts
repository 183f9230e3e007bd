// usage: what is recorded of each answer, by how it ended; once, whatever is repeated or late.
import { beforeAll, describe, expect, it } from 'vitest';
import { costOfTokens, makeMetered, priceModel, setCreditTerms } from '../support/metered.ts';
import { ownDatabase } from '../support/own-database.ts';
import {
  begin,
  type Call,
  type Context,
  checkpoint,
  expireTurn,
  makeCharacter,
  makePerson,
  overSql,
  refusalOf,
  sweep,
} from '../support/turn.ts';
import { readUsage, type UsageRow } from '../support/usage.ts';

const CREDIT_MICROS = 10_000;
const PRICE = { input: 2_000_000, cachedInput: 500_000, output: 8_000_000 };
const REPORTED = {
  provider: 'maker',
  input_tokens: 50,
  cached_input_tokens: 20,
  cache_write_tokens: 5,
  output_tokens: 30,
  first_token_ms: 120,
  latency_ms: 900,
};
const COST = costOfTokens(PRICE, { input: 50, cachedInput: 20, cacheWrite: 5, output: 30 });
const NOTHING = {
  input_tokens: null,
  cached_input_tokens: null,
  cache_write_tokens: null,
  output_tokens: null,
  first_token_ms: null,
  latency_ms: null,
};
// 10 tokens of 100, by four bytes each: one tenth of the price.
const TENTH = 'x'.repeat(40);

const database = ownDatabase({ connections: 4 });
let call: Call;
let model: string;
let fixed: string;

beforeAll(async () => {
  call = overSql(database.service);
  await setCreditTerms(database.pool, { creditValueMicros: CREDIT_MICROS, markupPercent: 100 });
  model = await priceModel(database.pool, PRICE);
  fixed = await makeAnswerer(model);
});

/** A character that costs 10 credits, whatever its model does. */
async function makeAnswerer(answering: string): Promise<string> {
  const slug = await makeCharacter(database.pool, { price: 10, maxOutputTokens: 100 });
  const text = 'update public.characters set model = $2 where slug = $1';
  await database.pool.query(text, [slug, answering]);
  return slug;
}

async function begun(character: string = fixed) {
  const user = await makePerson(database.pool, 1000);
  const asked = { user, character, chat: 'c', message: 'm' };
  return { user, asked, turn: await begin(call, asked) };
}

function endWith(turn: Context, state: string, text: string, usage: object = REPORTED) {
  const { turn_id: p_turn_id, attempt: p_attempt } = turn;
  const ending = { p_turn_id, p_attempt, p_state: state, p_text: text, p_usage: usage };
  return call('settle_turn', ending);
}

/** A row of a call; `key` is what follows the turn in its operation key. */
function row(turn: Context, key: string, credits: number, expected: Partial<UsageRow>): UsageRow {
  const { provider: _, ...reported } = REPORTED;
  return {
    operation_key: `turn:${turn.turn_id}:${key}`,
    calls: 1,
    units: 1,
    outcome: 'complete',
    ...reported,
    credits,
    revenue_micros: credits * CREDIT_MICROS,
    cost_micros: COST,
    ...expected,
  };
}

describe('an answer', () => {
  it.each([
    ['complete', 'A whole answer.', 10, 'complete'],
    ['stopped', 'Half an', 3, 'stopped'],
    ['interrupted', 'Half an', 3, 'interrupted'],
    ['failed', 'Half an', 3, 'interrupted'],
    ['failed', '', 0, 'failed'],
  ])('reported as %s with "%s" is recorded with %i credits as %s', async (...given) => {
    const [state, text, credits, outcome] = given;
    const { user, turn } = await begun();
    await endWith(turn, state, text);
    expect(await readUsage(database.pool, user)).toEqual([row(turn, '1', credits, { outcome })]);
  });

  it("is recorded with its person, plan, character and model, and the model's price", async () => {
    const { user, turn } = await begun();
    await endWith(turn, 'complete', 'Yes.');
    const { rows } = await database.pool.query(
      `select record.user_id, action, record.plan, record.provider, record.model,
         record.price_id = turn.price_id and price.model = record.model as is_its_price,
         record.plan = turn.plan as is_its_plan, character.slug
       from private.usage_record as record
       join public.turns as turn on turn.user_id = record.user_id
       join private.model_price as price on price.id = record.price_id
       join public.characters as character on character.id = record.character_id
       where record.user_id = $1`,
      [user],
    );
    expect(rows).toEqual([
      {
        user_id: user,
        action: 'chat',
        plan: 'free',
        provider: 'maker',
        model,
        is_its_price: true,
        is_its_plan: true,
        slug: fixed,
      },
    ]);
  });

  it('of a model without a price is recorded without a cost', async () => {
    const unpriced = await makeAnswerer('no-such-model');
    const { user, turn } = await begun(unpriced);
    await endWith(turn, 'complete', 'Yes.');
    expect(await readUsage(database.pool, user)).toEqual([
      row(turn, '1', 10, { cost_micros: null }),
    ]);
  });

  it('that nothing is reported of is recorded without tokens and without a cost', async () => {
    const { user, turn } = await begun();
    await endWith(turn, 'stopped', TENTH, {});
    const expected = { ...NOTHING, outcome: 'stopped', cost_micros: null };
    expect(await readUsage(database.pool, user)).toEqual([row(turn, '1', 1, expected)]);
  });

  it('ended twice is recorded once', async () => {
    const { user, turn } = await begun();
    await endWith(turn, 'stopped', TENTH);
    await endWith(turn, 'complete', 'Another ending.');
    expect(await readUsage(database.pool, user)).toEqual([
      row(turn, '1', 3, { outcome: 'stopped' }),
    ]);
  });

  it('that is refused when it ends is not recorded', async () => {
    const { user, turn } = await begun();
    const refusal = await refusalOf(endWith(turn, 'finished', 'An answer.'));
    expect(refusal).toMatchObject({ code: '23514' });
    expect(await readUsage(database.pool, user)).toEqual([]);
  });

  it('that failed and was asked again is recorded for each attempt', async () => {
    const { user, asked, turn } = await begun();
    await endWith(turn, 'failed', '', { latency_ms: 40 });
    const second = await begin(call, asked);
    expect(second).toMatchObject({ turn_id: turn.turn_id, attempt: 2 });
    await endWith(turn, 'complete', 'What the first attempt has to say.');
    await endWith(second, 'complete', 'Yes.');
    const failed = { ...NOTHING, latency_ms: 40, outcome: 'failed', cost_micros: null };
    expect(await readUsage(database.pool, user)).toEqual([
      row(turn, '1', 0, failed),
      row(turn, '2', 10, {}),
    ]);
  });

  it('outlives the account in the records', async () => {
    const { user, turn } = await begun();
    await endWith(turn, 'complete', 'Yes.');
    await database.pool.query('delete from auth.users where id = $1', [user]);
    expect(await readUsage(database.pool, user)).toEqual([row(turn, '1', 10, {})]);
  });
});

describe('an answer whose worker is lost', () => {
  async function lost(delivered: string, character: string = fixed) {
    const started = await begun(character);
    if (delivered) await checkpoint(call, started.turn, delivered);
    await expireTurn(database.pool, started.turn.turn_id);
    expect(await sweep(database.pool)).toBe(1);
    return started;
  }

  it.each([
    ['failed', '', 0],
    ['interrupted', TENTH, 1],
  ])('is recorded as %s by the sweep', async (outcome, delivered, credits) => {
    const { user, turn } = await lost(delivered);
    expect(await sweep(database.pool)).toBe(0);
    expect(await readUsage(database.pool, user)).toEqual([
      row(turn, '1', credits, { ...NOTHING, outcome, cost_micros: null }),
    ]);
  });

  it.each([
    ['nothing', '', 0],
    ['a tenth', TENTH, 1],
  ])('adds what was missing when it ends later, after %s', async (_, delivered, credits) => {
    const { user, turn } = await lost(delivered);
    await endWith(turn, 'complete', 'A whole answer.');
    await endWith(turn, 'complete', 'A whole answer.');
    const [swept, ...later] = await readUsage(database.pool, user);
    expect(swept).toMatchObject({ credits, calls: 1 });
    expect(later).toEqual([row(turn, '1:late', 10 - credits, { calls: 0, units: 0 })]);
  });

  it('costs in the end what it would have cost in time, where it is metered', async () => {
    const character = await makeMetered(database.pool, model, { maxOutputTokens: 100 });
    const { user, turn } = await lost(TENTH, character);
    await endWith(turn, 'complete', 'A whole answer.');
    const [swept, late] = await readUsage(database.pool, user);
    expect(swept?.cost_micros).toBeGreaterThan(0);
    expect((swept?.cost_micros ?? 0) + (late?.cost_micros ?? 0)).toBe(COST);
  });

  it('is recorded once more when it is asked again instead', async () => {
    const { user, asked, turn } = await lost('');
    const second = await begin(call, asked);
    await endWith(turn, 'complete', 'What the lost worker has to say.');
    await endWith(second, 'stopped', TENTH);
    expect(await readUsage(database.pool, user)).toEqual([
      row(turn, '1', 0, { ...NOTHING, outcome: 'failed', cost_micros: null }),
      row(turn, '2', 3, { outcome: 'stopped' }),
    ]);
  });
});
