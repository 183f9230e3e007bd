// providers: each AI provider with a model of its own and a character that has it.
import type { ProviderName } from '../../shared/contracts/providers.ts';
import { createCharacter } from './chat.ts';
import type { Price, Tokens } from './metered.ts';
import { costOfTokens } from './metered.ts';
import { sql, sqlOne } from './sql.ts';

export interface ServedModel {
  provider: ProviderName;
  model: string;
  /** Where its stand-in is asked. */
  path: string;
}

/** One model of each; the compatible server's is made by `addCompatibleModel`. */
export const servedModels: readonly ServedModel[] = [
  { provider: 'openai', model: 'gpt-4.1-mini', path: '/v1/chat/completions' },
  { provider: 'anthropic', model: 'claude-haiku-4-5', path: '/anthropic/v1/messages' },
  {
    provider: 'google',
    model: 'gemini-2.5-flash',
    path: '/google/v1beta/models/gemini-2.5-flash:streamGenerateContent',
  },
  {
    provider: 'groq',
    model: 'openai/gpt-oss-20b',
    path: '/groq/openai/v1/chat/completions',
  },
  {
    provider: 'siliconflow',
    model: 'deepseek-ai/DeepSeek-V4-Pro',
    path: '/siliconflow/v1/chat/completions',
  },
  {
    provider: 'volcengine',
    model: 'doubao-seed-2-1-lite-260915',
    path: '/volcengine/api/v3/chat/completions',
  },
  { provider: 'compatible', model: 'llama-at-home', path: '/compatible/v1/chat/completions' },
];

/** The model of a server of one's own, as an operator adds it. */
export async function addCompatibleModel(): Promise<void> {
  await sql`
    insert into public.models (id, provider, name, context_tokens, max_output_tokens)
    values ('llama-at-home', 'compatible', 'Llama at home', 32768, 8192)
    on conflict on constraint models_pkey do nothing`;
  await sql`
    insert into private.model_price (provider, model, valid_from, input_micros, output_micros)
    values ('compatible', 'llama-at-home', '2026-01-01', 10000, 20000)
    on conflict on constraint model_price_model_provider_valid_from_tier_start_tokens_key
    do nothing`;
}

/** A model that its provider has never heard of. */
export async function addUnknownModel(provider: ProviderName): Promise<string> {
  const id = `model-${crypto.randomUUID()}`;
  await sql`
    insert into public.models (id, provider, name, context_tokens, max_output_tokens, state)
    values (${id}, ${provider}, 'Unknown', 32768, 8192, 'retired')`;
  return id;
}

/** A character with that model; returns its slug. */
export async function createServed(
  { model }: ServedModel,
  options: Parameters<typeof createCharacter>[0],
): Promise<string> {
  const { id, slug } = await createCharacter(options);
  await sql`update public.characters set model = ${model} where id = ${id}`;
  return slug;
}

export interface StoredUsage {
  provider: string;
  model: string;
  input_tokens: number | null;
  cached_input_tokens: number | null;
  cache_write_tokens: number | null;
  output_tokens: number | null;
  cost_micros: number | null;
  outcome: string;
}

/** What is recorded of the only call of a person. */
export function usageOf(userId: string): Promise<StoredUsage> {
  return sqlOne<StoredUsage>`
    select provider, model, input_tokens, cached_input_tokens, cache_write_tokens, output_tokens,
      cost_micros, outcome
    from private.usage_record where user_id = ${userId} and action = 'chat'`;
}

/** What a call costs by the model's price today, by arithmetic that is not the database's. */
export async function costAt({ provider, model }: ServedModel, tokens: Tokens): Promise<number> {
  const price = await sqlOne<Record<string, number | null>>`
    select input_micros, cached_input_micros, cache_write_micros, output_micros
    from private.model_price
    where provider = ${provider} and model = ${model} and valid_from <= now()
      and tier_start_tokens = 0
    order by valid_from desc limit 1`;
  const rates: Price = {};
  if (price.input_micros !== null) rates.input = Number(price.input_micros);
  if (price.cached_input_micros !== null) rates.cachedInput = Number(price.cached_input_micros);
  if (price.cache_write_micros !== null) rates.cacheWrite = Number(price.cache_write_micros);
  if (price.output_micros !== null) rates.output = Number(price.output_micros);
  return costOfTokens(rates, tokens);
}
