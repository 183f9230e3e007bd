// database: SQL functions called through the Data API, as the service role or as a person.
import { createClient } from '@supabase/supabase-js';
import type { z } from 'zod';
import type { Database } from '../../../shared/database.types.ts';
import { fromPostgrestError } from '../../../shared/from-postgrest-error.ts';
import { env, serviceKey } from './env.ts';

const client = createClient<Database>(env.SUPABASE_URL, serviceKey, {
  auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
});

type Functions = Database['public']['Functions'];

/** More than a statement may take on the platform (8 s), so that its own answer comes first. */
const TIMEOUT_MS = 10_000;

/**
 * Calls a SQL function and returns its answer, checked by `schema`; throws an AppError. With
 * `asToken` it is the person of that token who calls, else the service role.
 */
export async function callSql<Name extends keyof Functions & string, Schema extends z.ZodType>(
  name: Name,
  args: Functions[Name]['Args'],
  schema: Schema,
  { asToken }: { asToken?: string } = {},
): Promise<z.infer<Schema>> {
  const call = client.rpc(name, args as never).abortSignal(AbortSignal.timeout(TIMEOUT_MS));
  if (asToken) call.setHeader('authorization', `Bearer ${asToken}`);
  const { data, error, status } = await call;
  if (error) throw fromPostgrestError(error, status);
  return schema.parse(data);
}
