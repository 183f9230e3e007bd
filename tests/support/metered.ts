// metered: models with prices of a test's own, characters that charge by them, and what that comes
// to by arithmetic that shares nothing with the database's.
import { type CharacterOptions, makeCharacter } from './turn.ts';
import type { Queryable } from './wallet.ts';

/** Micros for a million units. */
export interface Price {
  input?: number;
  cachedInput?: number;
  cacheWrite?: number;
  output?: number;
  image?: number;
  second?: number;
  character?: number;
  trainingToken?: number;
}

export interface Tokens {
  input: number;
  cachedInput?: number;
  cacheWrite?: number;
  output: number;
}

export interface CreditTerms {
  creditValueMicros: number;
  markupPercent: number;
}

export interface PriceOptions {
  model?: string;
  provider?: string;
  validFrom?: Date | string;
  tierStartTokens?: number;
}

/** Gives a model a price, a new model unless one is named; returns the model. */
export async function priceModel(
  db: Queryable,
  price: Price,
  options: PriceOptions = {},
): Promise<string> {
  const { model = `model-${crypto.randomUUID()}`, provider = 'maker' } = options;
  const { validFrom = '2020-01-01', tierStartTokens = 0 } = options;
  await db.query(
    `insert into private.model_price (provider, model, valid_from, tier_start_tokens,
       input_micros, cached_input_micros, cache_write_micros, output_micros, image_micros,
       second_micros, character_micros, training_token_micros)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      provider,
      model,
      validFrom,
      tierStartTokens,
      price.input,
      price.cachedInput,
      price.cacheWrite,
      price.output,
      price.image,
      price.second,
      price.character,
      price.trainingToken,
    ],
  );
  return model;
}

/** A character that charges by its model's price; returns its slug. */
export async function makeMetered(
  db: Queryable,
  model: string,
  options: CharacterOptions = {},
): Promise<string> {
  const slug = await makeCharacter(db, options);
  await db.query(`update public.characters set pricing = 'metered', model = $2 where slug = $1`, [
    slug,
    model,
  ]);
  return slug;
}

/** What the catalog says a credit is worth, from now on. */
export async function setCreditTerms(db: Queryable, terms: CreditTerms): Promise<void> {
  await db.query('update private.catalog set credit_value_micros = $1, markup_percent = $2', [
    terms.creditValueMicros,
    terms.markupPercent,
  ]);
}

/** The least whole number that is not below `amount / by`. */
export function ceilDivide(amount: bigint, by: bigint): bigint {
  return (amount + by - 1n) / by;
}

/** Micros that a provider asks for a call, rounded up once. */
export function costOfTokens({ input = 0, output = 0, ...rates }: Price, tokens: Tokens): number {
  const { cachedInput: cached = 0, cacheWrite: written = 0 } = tokens;
  const plain = Math.max(0, tokens.input - cached - written);
  const millionths =
    BigInt(plain) * BigInt(input) +
    BigInt(cached) * BigInt(rates.cachedInput ?? input) +
    BigInt(written) * BigInt(rates.cacheWrite ?? input) +
    BigInt(tokens.output) * BigInt(output);
  return Number(ceilDivide(millionths, 1_000_000n));
}

/** Whole credits for a cost with the markup, rounded up once. */
export function creditsForCost(cost: number, terms: CreditTerms): number {
  const percents = BigInt(cost) * BigInt(100 + terms.markupPercent);
  return Number(ceilDivide(percents, 100n * BigInt(terms.creditValueMicros)));
}

/** A bound of what is asked: three bytes a token, eight tokens for each message and two more. */
export function boundOfInput(prompt: string, earlier: readonly string[], text: string): number {
  const all = [prompt, ...earlier, text].join('');
  // An emoji is about a token a byte.
  const emoji = all.match(/\p{Emoji_Presentation}/gu)?.join('') ?? '';
  const bytes = Buffer.byteLength(all) + 2 * Buffer.byteLength(emoji);
  return Math.ceil(bytes / 3) + 8 * (earlier.length + 2);
}
