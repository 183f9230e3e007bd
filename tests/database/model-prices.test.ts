// model-prices: which price is in force, what a call costs by it, and what a change leaves alone.
import { beforeAll, describe, expect, it } from 'vitest';
import { priceModel } from '../support/metered.ts';
import { ownDatabase } from '../support/own-database.ts';
import { begin, type Call, end, makeCharacter, makePerson, overSql } from '../support/turn.ts';

const TODAY = '2026-11-21T12:00:00Z';
const database = ownDatabase({ connections: 2 });
let call: Call;

beforeAll(() => {
  call = overSql(database.service);
});

interface Asked {
  provider?: string | null;
  model: string;
  at?: string;
  input?: number | null;
  cached?: number;
  written?: number;
  output?: number | null;
}

/** What a million tokens of input cost; null when no price is in force. */
async function inputMicros({ provider = null, model, at = TODAY, input = 0 }: Asked) {
  const text = 'select (private.model_price_at($1, $2, $3, $4)).input_micros';
  return (await database.pool.query(text, [provider, model, at, input])).rows[0].input_micros;
}

async function costOf({ provider = null, model, at = TODAY, ...tokens }: Asked) {
  const { input = 0, cached = 0, written = 0, output = 0 } = tokens;
  const { rows } = await database.pool.query(
    `select private.token_cost(private.model_price_at($1, $2, $3, $4),
       row($4, $5, $6, $7)::private.token_usage) as cost`,
    [provider, model, at, input, cached, written, output],
  );
  return rows[0].cost;
}

describe('the price in force', () => {
  // Three versions; the micros say which row it is.
  const VERSIONS = [
    ['2030-01-01T00:00:00Z', 0, 1],
    ['2030-01-01T00:00:00Z', 1000, 2],
    ['2030-06-01T00:00:00Z', 0, 3],
    ['2030-06-01T00:00:00Z', 500, 4],
    ['2030-06-01T00:00:00Z', 2000, 5],
    ['2031-01-01T00:00:00Z', 0, 6],
  ] as const;
  beforeAll(async () => {
    for (const [validFrom, tierStartTokens, micros] of VERSIONS) {
      await priceModel(
        database.pool,
        { input: micros, output: micros },
        { provider: 'edge', model: 'edges', validFrom, tierStartTokens },
      );
    }
  });

  it.each([
    ['2029-12-31T23:59:59.999999Z', 0, null],
    ['2029-12-31T23:59:59.999999Z', 1000, null],
    ['2030-01-01T00:00:00Z', null, 1],
    ['2030-01-01T00:00:00Z', 0, 1],
    ['2030-01-01T00:00:00Z', 999, 1],
    ['2030-01-01T00:00:00Z', 1000, 2],
    ['2030-05-31T23:59:59.999999Z', 999, 1],
    ['2030-05-31T23:59:59.999999Z', 1_000_000_000_000, 2],
    ['2030-06-01T00:00:00Z', 499, 3],
    ['2030-06-01T00:00:00Z', 500, 4],
    ['2030-06-01T00:00:00Z', 1999, 4],
    ['2030-06-01T00:00:00Z', 2000, 5],
    ['2030-12-31T23:59:59.999999Z', 2000, 5],
    ['2031-01-01T00:00:00Z', 2000, 6],
    ['2031-01-01T01:00:00+01:00', 2000, 6],
    ['2031-01-01T00:00:00+01:00', 2000, 5],
  ])('at %s for %s tokens is number %s', async (at, input, micros) => {
    expect(await inputMicros({ model: 'edges', at, input })).toBe(micros);
  });

  it('is the named provider’s, where several have the model', async () => {
    const model = await priceModel(database.pool, { input: 1, output: 1 }, { provider: 'one' });
    await priceModel(database.pool, { input: 2, output: 2 }, { provider: 'two', model });
    expect(await inputMicros({ provider: 'one', model })).toBe(1);
    expect(await inputMicros({ provider: 'two', model })).toBe(2);
    // Of one that nobody has a price of, there is at least somebody else's.
    expect(await inputMicros({ provider: 'three', model })).toBe(1);
  });

  it.each([{ model: 'gpt-0' }, { model: 'GPT-4.1' }, { model: '' }])(
    'is none, and no cost is known, for $model',
    async (asked) => {
      expect(await inputMicros(asked)).toBeNull();
      expect(await costOf({ ...asked, input: 10, output: 10 })).toBeNull();
    },
  );

  it.each(['update private.model_price set input_micros = 0', 'delete from private.model_price'])(
    'cannot be rewritten by %s',
    async (statement) => {
      await expect(database.pool.query(`${statement} where model = 'gpt-4.1'`)).rejects.toThrow(
        'ledger_is_append_only',
      );
    },
  );
});

describe('the cost of a call', () => {
  beforeAll(async () => {
    const rates = { input: 2_500_000, cachedInput: 250_000, cacheWrite: 3_125_000 };
    await priceModel(database.pool, { ...rates, output: 10_000_000 }, { model: 'all-rates' });
    await priceModel(database.pool, { input: 2_500_000, output: 0 }, { model: 'one-rate' });
  });

  // [model, input, of which cached, of which written, output, micros as worked out by hand]
  it.each([
    ['all-rates', 0, 0, 0, 0, 0],
    ['all-rates', 1, 0, 0, 0, 3], // 2.5
    ['all-rates', 2, 0, 0, 0, 5],
    ['all-rates', 0, 0, 0, 1, 10],
    ['all-rates', 1, 1, 0, 0, 1], // 0.25
    ['all-rates', 4, 4, 0, 0, 1],
    ['all-rates', 5, 5, 0, 0, 2], // 1.25
    ['all-rates', 1, 0, 1, 0, 4], // 3.125
    ['all-rates', 8, 0, 8, 0, 25],
    ['all-rates', 3, 1, 1, 0, 6], // 2.5 + 0.25 + 3.125, rounded once: 8 if each were
    ['all-rates', 1_000_000, 400_000, 100_000, 50_000, 2_162_500],
    ['all-rates', 4_000_000_000_000, 0, 0, 0, 10_000_000_000_000],
    ['all-rates', 10, 20, 0, 0, 5], // more cached than there was: never less than nothing
    ['one-rate', 4, 4, 0, 9, 10],
    ['one-rate', 4, 0, 4, 9, 10],
    ['one-rate', 4, 1, 1, 9, 10],
  ])('%s: %i in (%i cached, %i written), %i out is %i', async (model, ...numbers) => {
    const [input, cached, written, output, micros] = numbers;
    expect(await costOf({ model, input, cached, written, output })).toBe(micros);
  });

  it.each([{ input: null }, { output: null }])('is not known of %o tokens', async (unknown) => {
    expect(await costOf({ model: 'all-rates', input: 1, output: 1, ...unknown })).toBeNull();
  });

  it.each<Asked & { micros: number }>([
    { model: 'gpt-4.1-mini', input: 1000, cached: 200, output: 500, micros: 1140 },
    { model: 'gpt-6-astra', input: 272_000, output: 100, micros: 2_725_000 },
    { model: 'gpt-6-astra', input: 272_001, output: 100, micros: 5_447_520 },
    {
      model: 'claude-sonnet-4-5',
      input: 200_000,
      cached: 100_000,
      written: 50_000,
      output: 1000,
      micros: 382_500,
    },
    {
      model: 'claude-sonnet-4-5',
      input: 200_001,
      cached: 100_000,
      written: 50_000,
      output: 1000,
      micros: 757_506,
    },
    { model: 'text-embedding-3-small', input: 1000, micros: 20 },
    { model: 'omni-moderation-latest', input: 1000, micros: 0 },
  ])('is $micros for $input tokens to $model', async ({ micros, ...asked }) => {
    expect(await costOf(asked)).toBe(micros);
  });

  it.each([
    ['gemini-4-argon', '2026-11-30T23:59:59.999999Z', 12_000],
    ['gemini-4-argon', '2026-12-01T00:00:00Z', 24_000],
    ['gemini-3.8-flash', '2026-12-31T23:59:59.999999Z', 4500],
    ['gemini-3.8-flash', '2027-01-01T00:00:00Z', 9000],
  ])('of a thousand tokens in and out: %s at %s is %i', async (model, at, micros) => {
    expect(await costOf({ model, at, input: 1000, output: 1000 })).toBe(micros);
  });

  it.each([
    ['whisper-large-v3-turbo', 'transcription', 3600, 40_000],
    ['whisper-1', 'transcription', 60, 6000],
    ['tts-1-hd', 'speech', 1000, 30_000],
    ['tts-1-hd', 'speech', 1, 30],
    ['gpt-4o-mini', 'fine_tuning', 1_000_000, 3_000_000],
    ['text-embedding-3-small', 'embedding', 1, 1], // 0.02
    ['gpt-4.1', 'image', 1, null],
    ['gpt-0', 'speech', 1, null],
  ])('of %s for %s of %i units is %s', async (model, action, units, micros) => {
    const text = 'select private.unit_cost(private.model_price_at(null, $1, $2), $3, $4) as cost';
    const { rows } = await database.pool.query(text, [model, TODAY, action, units]);
    expect(rows).toEqual([{ cost: micros }]);
  });

  it('of an image at 4 cents is 40000', async () => {
    const model = await priceModel(database.pool, { image: 40_000_000_000 });
    const text = `select private.unit_cost(private.model_price_at(null, $1, $2), 'image', 3) as c`;
    expect((await database.pool.query(text, [model, TODAY])).rows).toEqual([{ c: 120_000 }]);
  });
});

describe('a price that changes', () => {
  const ENDING = { inputTokens: 1000, cachedInputTokens: 200, outputTokens: 500 };

  async function usageOf(turnId: string) {
    const text = `select cost_micros, price_id from private.usage_record
      where operation_key = 'turn:' || $1 || ':1'`;
    return (await database.pool.query(text, [turnId])).rows[0];
  }

  it('changes what starts after it, and nothing that was used or started before', async () => {
    const model = await priceModel(database.pool, { input: 1_000_000, output: 4_000_000 });
    const character = await makeCharacter(database.pool, {});
    await database.pool.query('update public.characters set model = $2 where slug = $1', [
      character,
      model,
    ]);
    const user = await makePerson(database.pool, 100);
    const [used, started] = [
      await begin(call, { user, character }),
      await begin(call, { user, character }),
    ];
    await end(call, used, ENDING);
    const before = await usageOf(used.turn_id);
    expect(before).toEqual({ cost_micros: 3000, price_id: expect.any(Number) });

    const dearer = { input: 2_000_000, cachedInput: 500_000, output: 8_000_000 };
    await priceModel(database.pool, dearer, { model, validFrom: 'now' });
    const late = await begin(call, { user, character });
    await end(call, started, ENDING);
    await end(call, late, ENDING);

    expect(await usageOf(used.turn_id)).toEqual(before);
    expect(await usageOf(started.turn_id)).toEqual(before);
    const after = await usageOf(late.turn_id);
    expect(after.cost_micros).toBe(5700);
    expect(after.price_id).not.toBe(before.price_id);
  });
});
