// model-prices-shipped: the prices that the migrations bring: copied right, whole and plausible.
import { beforeAll, describe, expect, it } from 'vitest';
import { catalogNames, readCatalog } from '../../scripts/catalog/read-catalog.ts';
import { ownDatabase } from '../support/own-database.ts';

/** They answer nothing, so nothing is asked for it. */
const WITHOUT_OUTPUT = [
  'omni-moderation-latest',
  'text-embedding-3-large',
  'text-embedding-3-small',
];
/** Models of which an input of so many tokens or more is dearer. */
const TIERED = {
  100001: ['claude-haiku-5-5'],
  200001: ['claude-sonnet-4-5', 'gemini-2.5-pro', 'gemini-3.1-pro-preview'],
  272001: [
    'gpt-5.4',
    'gpt-5.5',
    'gpt-5.6-luna',
    'gpt-5.6-sol',
    'gpt-5.6-terra',
    'gpt-6-astra',
    'gpt-6-luna',
    'gpt-6-sol',
    'gpt-6.1-sol',
  ],
};

interface Price {
  provider: string;
  model: string;
  from: string;
  tier: number;
  input: number;
  cached: number | null;
  written: number | null;
  output: number;
}
const database = ownDatabase({ connections: 2 });
let prices: Price[];

beforeAll(async () => {
  const { rows } = await database.pool.query<Price>(
    `select provider, model, to_char(valid_from at time zone 'UTC', 'YYYY-MM-DD') as from,
       tier_start_tokens as tier, input_micros as input, cached_input_micros as cached,
       cache_write_micros as written, output_micros as output
     from private.model_price where input_micros is not null`,
  );
  prices = rows;
});

const nameOf = ({ provider, model, from, tier }: Price) => `${provider} ${model} ${from} ${tier}`;
const breaking = (rule: (price: Price) => boolean) =>
  prices.filter((price) => !rule(price)).map(nameOf);

describe('a price as it was published', () => {
  // Micros for a million tokens: input, cached input, writing to the cache, output.
  it.each([
    ['openai', 'gpt-6.2-astra', '2026-11-17', 0, 8_000_000, 400_000, null, 40_000_000],
    ['openai', 'gpt-6.1-sol', '2026-01-01', 272_001, 4_000_000, 200_000, null, 15_000_000],
    ['openai', 'gpt-6-luna', '2026-01-01', 0, 100_000, 10_000, 125_000, 500_000],
    ['openai', 'gpt-5-nano', '2026-01-01', 0, 50_000, 5000, null, 400_000],
    ['openai', 'gpt-4.1', '2026-01-01', 0, 2_000_000, 500_000, null, 8_000_000],
    ['openai', 'gpt-4.1-mini', '2026-01-01', 0, 400_000, 100_000, null, 1_600_000],
    ['openai', 'gpt-4.1-nano', '2026-01-01', 0, 100_000, 25_000, null, 400_000],
    ['openai', 'gpt-4o-mini', '2026-01-01', 0, 150_000, 75_000, null, 600_000],
    ['openai', 'ft:gpt-4o-2024-08-06', '2026-01-01', 0, 3_750_000, null, null, 15_000_000],
    ['openai', 'gpt-image-1', '2026-01-01', 0, 5_000_000, 1_250_000, null, 40_000_000],
    ['anthropic', 'claude-opus-4-6', '2026-01-01', 0, 5_000_000, 500_000, 6_250_000, 25_000_000],
    ['anthropic', 'claude-haiku-5-5', '2026-01-01', 100_001, 500_000, 50_000, 625_000, 2_500_000],
    ['google', 'gemini-4-argon', '2026-12-01', 0, 4_000_000, 200_000, null, 20_000_000],
    ['google', 'gemini-3.7-flash', '2027-01-01', 0, 1_500_000, 150_000, null, 7_500_000],
    ['groq', 'openai/gpt-oss-20b', '2026-01-01', 0, 75_000, 37_500, null, 300_000],
    ['siliconflow', 'deepseek-ai/DeepSeek-V4-Flash', '2026-01-01', 0, 140_000, 3000, null, 280_000],
    ['volcengine', 'doubao-seed-2-1-pro-260915', '2026-01-01', 0, 820_000, null, null, 4_110_000],
  ] as const)('%s %s from %s on', (provider, model, from, tier, input, cached, written, output) => {
    const version = prices.filter(
      (price) => price.model === model && price.from === from && price.tier === tier,
    );
    expect(version).toEqual([{ provider, model, from, tier, input, cached, written, output }]);
  });
});

describe('every price', () => {
  it('is at least nothing', async () => {
    const { rows } = await database.pool.query(
      `select model from private.model_price where least(input_micros, cached_input_micros,
         cache_write_micros, output_micros, image_micros, second_micros, character_micros,
         training_token_micros) < 0`,
    );
    expect(rows).toEqual([]);
  });

  it('asks at most as much for cached input, and at least as much to cache it', () => {
    expect(breaking(({ cached, input }) => cached === null || cached <= input)).toEqual([]);
    expect(breaking(({ written, input }) => written === null || written >= input)).toEqual([]);
  });

  it('asks at least as much for output, where there is any', () => {
    const silent = prices.filter(({ output }) => output === 0).map(({ model }) => model);
    expect(silent.sort()).toEqual(WITHOUT_OUTPUT);
    expect(
      breaking(({ model, input, output }) => output >= input || WITHOUT_OUTPUT.includes(model)),
    ).toEqual([]);
  });

  it('is in force now for some row of its model', async () => {
    const { rows } = await database.pool.query(
      `select distinct provider, model from private.model_price
       except
       select provider, model from private.model_price
       where valid_from <= now() and tier_start_tokens = 0`,
    );
    expect(rows).toEqual([]);
  });

  it('starts with the first token', () => {
    const first = new Set(prices.filter(({ tier }) => tier === 0).map(nameOf));
    expect(breaking((price) => first.has(nameOf({ ...price, tier: 0 })))).toEqual([]);
  });

  it('is of one provider only, so that a model’s id finds it', () => {
    const providers = Map.groupBy(prices, ({ model }) => model);
    for (const [model, each] of providers) {
      expect([model, new Set(each.map(({ provider }) => provider)).size]).toEqual([model, 1]);
    }
  });
});

describe('the price of a long input', () => {
  const tiered = () => prices.filter(({ tier }) => tier > 0);
  const base = (price: Price) =>
    prices.find((each) => nameOf(each) === nameOf({ ...price, tier: 0 })) as Price;

  it('begins where the provider says, for these models and no others', () => {
    const models = Map.groupBy(tiered(), ({ tier }) => tier);
    const found = [...models].map(([tier, each]) => [tier, each.map(({ model }) => model).sort()]);
    expect(Object.fromEntries(found)).toEqual(TIERED);
  });

  it('is dearer by every rate', () => {
    for (const price of tiered()) {
      const { input, cached, written, output } = base(price);
      expect(price.input).toBeGreaterThan(input);
      expect(price.output).toBeGreaterThan(output);
      expect([nameOf(price), price.cached !== null]).toEqual([nameOf(price), cached !== null]);
      expect(price.cached ?? 1).toBeGreaterThan(cached ?? 0);
      expect(price.written ?? 1).toBeGreaterThan(written ?? 0);
    }
  });

  it('is OpenAI’s rule: twice for input, one and a half times for output', () => {
    for (const price of tiered().filter(({ provider }) => provider === 'openai')) {
      const { input, cached, written, output } = base(price);
      expect(price).toMatchObject({
        input: 2 * input,
        cached: cached && 2 * cached,
        written: written && 2 * written,
        output: 1.5 * output,
      });
    }
  });
});

describe('what we sell', () => {
  const unpriced = (models: string[]) =>
    models.filter((model) => !prices.some((price) => price.model === model));

  it('has a price for the model of every character', async () => {
    const { rows } = await database.pool.query('select distinct model from public.characters');
    expect(rows.length).toBeGreaterThan(0);
    expect(unpriced(rows.map(({ model }) => model))).toEqual([]);
  });

  it.each(catalogNames())('has a price for every model that %s names', async (name) => {
    const { plans } = await readCatalog(name);
    expect(unpriced(plans.flatMap(({ models }) => models ?? []))).toEqual([]);
  });
});
