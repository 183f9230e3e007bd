// database: SQL functions called as the service role, through the Data API.
import { createClient } from '@supabase/supabase-js';
import type { z } from 'zod';
import type { Database } from '../../../shared/database.types.ts';
import { fromPostgrestError } from '../../../shared/from-postgrest-error.ts';
import { env, serviceKey } from './env.ts';

const client = createClient<Database>(env.SUPABASE_URL, serviceKey, {
  auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
});

type Functions = Database['public']['Functions'];

/** Calls a SQL function and returns its answer, checked by `schema`; throws an AppError. */
export async function callSql<Name extends keyof Functions & string, Schema extends z.ZodType>(
  name: Name,
  args: Functions[Name]['Args'],
  schema: Schema,
): Promise<z.infer<Schema>> {
  const { data, error } = await client.rpc(name, args as never);
  if (error) throw fromPostgrestError(error);
  return schema.parse(data);
}
