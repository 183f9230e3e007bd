// turns-metered: what an answer costs that is charged by its tokens: held at most, charged as they
// were reported or can be counted, at the price of the moment it was asked for.
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ledgerViolations } from '../support/ledger-invariants.ts';
import {
  boundOfInput,
  type CreditTerms,
  costOfTokens,
  creditsForCost,
  makeMetered,
  type Price,
  priceModel,
  setCreditTerms,
} from '../support/metered.ts';
import { ownDatabase } from '../support/own-database.ts';
import {
  begin,
  type Call,
  type Context,
  end,
  makePerson,
  overSql,
  type Receipt,
  refusalOf,
} from '../support/turn.ts';
import { readCredits } from '../support/wallet.ts';

const CREDITS = 1_000_000;
const MAX_TOKENS = 100;
const PROMPT = 'You are Testa.';
const QUESTION = 'Wie heißt das größte 🐋 der Welt?';
const TERMS = {
  'a cent with twice the cost': { creditValueMicros: 10_000, markupPercent: 100 },
  'a seventh of a cent with a third more': { creditValueMicros: 1_428, markupPercent: 33 },
  'a micro at cost': { creditValueMicros: 1, markupPercent: 0 },
};
const PRICES: Record<string, Price> = {
  usual: { input: 400_000, cachedInput: 100_000, cacheWrite: 500_000, output: 1_600_000 },
  'dear, one rate for all input': { input: 150_000_000, output: 750_000_001 },
  least: { input: 1, output: 1 },
  free: { input: 0, output: 0 },
};
const USAGE: Record<string, Record<string, number>> = {
  'all tokens reported': {
    input_tokens: 47,
    cached_input_tokens: 29,
    cache_write_tokens: 7,
    output_tokens: 83,
  },
  'nothing reported': {},
  'only the output reported': { output_tokens: 3 },
  'only the input reported': { input_tokens: 11, cached_input_tokens: 10 },
  'far more than was held for': { input_tokens: 500_000, output_tokens: 90_000 },
  'more cached than asked': { input_tokens: 10, cached_input_tokens: 25, output_tokens: 1 },
};
const ENDINGS = [
  ['complete', 'Blauwal 🐋.', 'complete'],
  ['stopped', 'Blauw', 'stopped'],
  ['interrupted', 'Blauwal, ist es nicht schön', 'interrupted'],
  ['failed', 'Blau', 'interrupted'],
  ['failed', '', 'failed'],
] as const;

const database = ownDatabase({ connections: 4 });
const models = new Map<string, string>();
let call: Call;

beforeAll(async () => {
  call = overSql(database.service);
  for (const [name, price] of Object.entries(PRICES))
    models.set(name, await priceModel(database.pool, price));
});

function endWith(turn: Context, state: string, text: string, usage: object): Promise<Receipt> {
  return call('settle_turn', {
    p_turn_id: turn.turn_id,
    p_attempt: turn.attempt,
    p_state: state,
    p_text: text,
    p_usage: { provider: 'maker', ...usage },
  }) as Promise<Receipt>;
}

async function metered(model: string | undefined) {
  if (!model) throw new Error('This price has no model.');
  const user = await makePerson(database.pool, CREDITS);
  const character = await makeMetered(database.pool, model, { maxOutputTokens: MAX_TOKENS });
  return { user, character, asked: { user, character, text: QUESTION } };
}

function heldFor(price: Price, terms: CreditTerms, earlier: string[] = [], text = QUESTION) {
  // All that is asked may be written to the provider's cache, where that is dearer.
  const dearest = { ...price, input: Math.max(price.input ?? 0, price.cacheWrite ?? 0) };
  const input = boundOfInput(PROMPT, earlier, text);
  return creditsForCost(costOfTokens(dearest, { input, output: MAX_TOKENS }), terms);
}

/** The rule in words of its own: tokens as reported, else by four bytes a token. */
function expectedCost(price: Price, text: string, usage: Record<string, number>) {
  return costOfTokens(price, {
    input: usage.input_tokens ?? Math.ceil((boundOfInput(PROMPT, [], QUESTION) * 3) / 4),
    cachedInput: usage.cached_input_tokens ?? 0,
    cacheWrite: usage.cache_write_tokens ?? 0,
    output: usage.output_tokens ?? Math.ceil(Buffer.byteLength(text) / 4),
  });
}

async function costOf({ turn_id }: Context): Promise<number | null> {
  const text = `select cost_micros from private.usage_record
    where operation_key = format('turn:%s:1', $1::text)`;
  return (await database.pool.query(text, [turn_id])).rows[0].cost_micros;
}

describe.each(Object.entries(TERMS))('where a credit is %s', (_, terms) => {
  beforeAll(() => setCreditTerms(database.pool, terms));

  const cases = Object.entries(PRICES).flatMap(([name, price]) =>
    ENDINGS.flatMap(([state, text, ends]) =>
      Object.entries(USAGE).map(([known, usage]) => ({
        name,
        price,
        state,
        text,
        ends,
        known,
        usage,
      })),
    ),
  );

  it.each(cases)('price $name, $state after "$text", $known', async (given) => {
    const { name, price, state, text, ends, usage } = given;
    const { user, asked } = await metered(models.get(name));
    const turn = await begin(call, asked);
    const held = heldFor(price, terms);
    expect(turn.held_credits).toBe(held);
    expect(await readCredits(database.pool, user)).toMatchObject({ held });

    const receipt = await endWith(turn, state, text, usage);
    const cost = expectedCost(price, text, usage);
    const charged =
      ends === 'failed' ? 0 : Math.min(held, Math.max(1, creditsForCost(cost, terms)));
    expect(receipt).toMatchObject({
      state: ends,
      held_credits: held,
      charged_credits: charged,
      refunded_credits: held - charged,
      available_credits: CREDITS - charged,
      input_tokens: usage.input_tokens ?? null,
      output_tokens: usage.output_tokens ?? null,
    });
    const isAsked = ends !== 'failed' || usage.output_tokens !== undefined;
    expect(await costOf(turn)).toBe(isAsked ? cost : null);
  });
});

describe('a metered turn', () => {
  const terms = TERMS['a cent with twice the cost'];
  const usual = PRICES.usual as Price;
  const dear = PRICES['dear, one rate for all input'] as Price;
  beforeEach(() => setCreditTerms(database.pool, terms));

  it('is held for all that is asked: prompt, earlier messages and the new one', async () => {
    const { user, character } = await metered(models.get('dear, one rate for all input'));
    const asked = { user, character, chat: 'c' };
    const first = await begin(call, { ...asked, text: QUESTION });
    await end(call, first, { text: 'x'.repeat(3000) });
    const second = await begin(call, { ...asked, text: 'And then?' });
    expect(second.held_credits).toBe(
      heldFor(dear, terms, [QUESTION, 'x'.repeat(3000)], 'And then?'),
    );
  });

  it.each([
    ['has none', null],
    ['has one only from tomorrow on', { validFrom: new Date(Date.now() + 86_400_000) }],
    ['is priced by the image', { price: { image: 5_000_000 } }],
  ])('whose model %s is refused, and nothing is held or stored', async (_, options) => {
    const { price = usual, ...validity } = { ...options } as { price?: Price };
    const model = options ? await priceModel(database.pool, price, validity) : 'no-such-model';
    const { user, asked } = await metered(model);
    expect(await refusalOf(begin(call, asked))).toMatchObject({
      code: 'PT503',
      message: 'model_not_priced',
      details: JSON.stringify({ model }).replace(':', ': '),
    });
    const { rows } = await database.pool.query(
      `select (select count(*) from public.turns where user_id = $1) as turns,
         (select count(*) from public.conversations where user_id = $1) as conversations,
         (select count(*) from private.ledger_hold where owner_id = $1 and reason <> 'test')
           as holds`,
      [user],
    );
    expect(rows).toEqual([{ turns: 0, conversations: 0, holds: 0 }]);
    const { plan, bought, held } = await readCredits(database.pool, user);
    expect([plan + bought, held]).toEqual([CREDITS, 0]);
  });

  it('keeps the price it began at when that changes before it ends', async () => {
    const model = await priceModel(database.pool, usual);
    const { user, character } = await metered(model);
    const before = await begin(call, { user, character });
    await priceModel(database.pool, dear, { model, validFrom: new Date() });
    const after = await begin(call, { user, character });
    const tokens = { input_tokens: 40, output_tokens: 90 };
    for (const [turn, price] of [
      [before, usual],
      [after, dear],
    ] as const) {
      const held = heldFor(price, terms, [], 'Hello');
      const cost = costOfTokens(price, { input: 40, output: 90 });
      expect(await endWith(turn, 'complete', 'Yes.', tokens)).toMatchObject({
        held_credits: held,
        charged_credits: Math.min(held, creditsForCost(cost, terms)),
      });
      expect(await costOf(turn)).toBe(cost);
    }
  });

  it('is charged by the tier that its input falls into', async () => {
    const model = await priceModel(database.pool, usual);
    await priceModel(database.pool, dear, { model, tierStartTokens: 60 });
    const { user, character } = await metered(model);
    const long = 'x'.repeat(300);
    for (const input of [59, 60]) {
      const turn = await begin(call, { user, character, text: long });
      expect(turn.held_credits).toBe(heldFor(dear, terms, [], long));
      const cost = costOfTokens(input < 60 ? usual : dear, { input, output: 50 });
      const usage = { input_tokens: input, output_tokens: 50 };
      expect(await endWith(turn, 'complete', 'Yes.', usage)).toMatchObject({
        charged_credits: Math.max(1, creditsForCost(cost, terms)),
      });
    }
  });

  it('that was stopped costs no more than the same text as a whole answer', async () => {
    const { asked } = await metered(models.get('usual'));
    const text = 'The quick brown fox jumps over the lazy dog. '.repeat(100);
    const reported = { input_tokens: 1038, output_tokens: 10 };
    const whole = await begin(call, { ...asked, text });
    const { charged_credits } = await endWith(whole, 'complete', 'x'.repeat(40), reported);
    const cut = await begin(call, { ...asked, text, chat: crypto.randomUUID() });
    const receipt = await endWith(cut, 'stopped', 'x'.repeat(40), {});
    expect(receipt.charged_credits / charged_credits).toBeLessThan(1.15);
    expect(receipt.charged_credits / charged_credits).toBeGreaterThan(0.85);
  });

  it.each([
    ['Amharic', 'ሰላም ለዓለም ሁሉ ', 0.68],
    ['Burmese', 'မင်္ဂလာပါ ကမ္ဘာ ', 0.69],
    ['emoji', '😀🎉🚀', 0.69],
  ])('in %s is held for as many tokens as tokenizers make of it', async (_, words, perByte) => {
    const { asked } = await metered(models.get('usual'));
    const text = words.repeat(50);
    const turn = await begin(call, { ...asked, text });
    const { rows } = await database.pool.query(
      'select input_tokens_estimate as bound from public.turns where id = $1',
      [turn.turn_id],
    );
    expect(rows[0].bound).toBeGreaterThan(perByte * Buffer.byteLength(text));
  });

  it('costs more than somebody has: it is refused with both numbers', async () => {
    const model = models.get('dear, one rate for all input') as string;
    const character = await makeMetered(database.pool, model, { maxOutputTokens: MAX_TOKENS });
    const needed = heldFor(dear, terms);
    const user = await makePerson(database.pool, needed - 1);
    const refusal = await refusalOf(begin(call, { user, character, text: QUESTION }));
    expect(refusal).toMatchObject({ code: 'PT402', message: 'insufficient_credits' });
    expect(JSON.parse(refusal.details)).toEqual({ available: needed - 1, needed });
  });

  it('leaves the books right', async () => {
    expect(await ledgerViolations(database.pool)).toEqual([]);
  });
});
