// database: SQL functions called through the Data API, as the service role or as a person.
import type { z } from 'zod';
import type { Database } from '../../../shared/database.types.ts';
import { fromPostgrestError, type PostgrestFailure } from '../../../shared/from-postgrest-error.ts';
import { env, serviceKey } from './env.ts';

type Functions = Database['public']['Functions'];

/** More than a statement may take on the platform (8 s), so that its own answer comes first. */
const TIMEOUT_MS = 10_000;
const address = new URL('/rest/v1/rpc/', env.SUPABASE_URL).href;

/**
 * Calls a SQL function and returns its answer, checked by `schema`; throws an AppError. With
 * `asToken` it is the person of that token who calls, else the service role.
 */
export async function callSql<Name extends keyof Functions & string, Schema extends z.ZodType>(
  name: Name,
  args: Functions[Name]['Args'],
  schema: Schema,
  { asToken = serviceKey }: { asToken?: string } = {},
): Promise<z.infer<Schema>> {
  return schema.parse(await post(`${address}${name}`, JSON.stringify(args), asToken));
}

/** One fetch: postgrest-js's own work costs as much again. */
async function post(url: string, body: string, token: string): Promise<unknown> {
  let status = 0;
  let failure: PostgrestFailure;
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: {
        apikey: serviceKey,
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'content-profile': 'public',
      },
      body,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    status = answer.status;
    const text = await answer.text();
    if (answer.ok) return text === '' ? null : JSON.parse(text);
    failure = JSON.parse(text);
  } catch (error) {
    failure = { message: String(error) };
  }
  throw fromPostgrestError(failure, status);
}
