// developer: people whose plan has the API, their keys, and unmodified openai clients with them.
import OpenAI from 'openai';
import { inject } from 'vitest';
import type { ActionReceipt } from '../../shared/contracts/completions.ts';
import { createPerson, type Person, type PersonOptions } from './person.ts';
import { sql, sqlOne } from './sql.ts';

export interface ApiKey {
  id: string;
  secret: string;
  prefix: string;
}

export interface KeyOptions {
  name?: string;
  scopes?: string[];
  requestsPerMinute?: number;
  monthlyCredits?: number;
  expiresAt?: string;
}

/** Somebody whose plan has the API. */
export function createDeveloper(options: PersonOptions = {}): Promise<Person> {
  return createPerson({ isPremium: true, ...options });
}

/** A new key of a person, made by themselves; throws what refuses it. */
export async function createKey(
  { client }: Pick<Person, 'client'>,
  { name = 'Test', scopes, requestsPerMinute, monthlyCredits, expiresAt }: KeyOptions = {},
): Promise<ApiKey> {
  const { data, error } = await client.rpc('create_api_key', {
    p_name: name,
    ...(scopes ? { p_scopes: scopes } : {}),
    ...(requestsPerMinute ? { p_requests_per_minute: requestsPerMinute } : {}),
    ...(monthlyCredits ? { p_monthly_credits: monthlyCredits } : {}),
    ...(expiresAt ? { p_expires_at: expiresAt } : {}),
  });
  if (error) throw error;
  return data as unknown as ApiKey;
}

/** The package as it comes, with a person's token or a key's secret; it tries nothing again. */
export function openaiFor(
  who: { token: string } | { secret: string },
  apiUrl = inject('stack').apiUrl,
): OpenAI {
  return new OpenAI({
    apiKey: 'token' in who ? who.token : who.secret,
    baseURL: `${apiUrl}/functions/v1/ai/v1`,
    maxRetries: 0,
  });
}

/** One of whose output each token costs one credit, and whose input costs nothing. */
export async function createModel(capabilities = ['text', 'vision', 'tools', 'reasoning']) {
  const id = `model-${crypto.randomUUID()}`;
  await sql`
    insert into public.models (id, provider, name, context_tokens, max_output_tokens, capabilities)
    values (${id}, 'compatible', 'Testa', 100000, 8000, ${capabilities})`;
  // With the markup of 100% in this catalog, 10000 micros for each credit.
  await sql`
    insert into private.model_price (provider, model, valid_from, input_micros, output_micros)
    values ('compatible', ${id}, '2026-01-01', 0, 5000000000)`;
  return id;
}

export interface StoredAction {
  id: string;
  state: string;
  held_credits: number;
  charged_credits: number;
  delivered_bytes: number | null;
  output_tokens: number | null;
  error_code: string | null;
  client_key: string;
  api_key_id: string | null;
}

/** The only completion of a person. */
export function completionOf(userId: string): Promise<StoredAction> {
  return sqlOne<StoredAction>`
    select id, state, held_credits, charged_credits, delivered_bytes, output_tokens, error_code,
      client_key, api_key_id
    from public.actions where user_id = ${userId} and action = 'completion'`;
}

/** The receipt that stands beside OpenAI's fields. */
export function receiptOf(answer: object): ActionReceipt {
  return (answer as { receipt: ActionReceipt }).receipt;
}

/** What a refused request throws; fails if it is none. */
export async function refusalOf(
  request: PromiseLike<unknown>,
): Promise<InstanceType<typeof OpenAI.APIError>> {
  const outcome = await Promise.resolve(request).catch((error) => error);
  if (outcome instanceof OpenAI.APIError) return outcome;
  throw new Error(`It was not refused: ${JSON.stringify(outcome)}`, { cause: outcome });
}
