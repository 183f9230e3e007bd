// storage: files in Storage, as the service or as a person.
import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import { AppError } from '../../../shared/errors.ts';
import { env, serviceKey } from './env.ts';

const auth = { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false };
const service = createClient(env.SUPABASE_URL, serviceKey, { auth }).storage;

type Files = ReturnType<SupabaseClient['storage']['from']>;

/** The files of a bucket, with all rights. */
export function filesOf(bucket: string): Files {
  return service.from(bucket);
}

/** The files of a bucket as the person of that token reads them. */
export function filesFor(token: string, bucket: string): Files {
  const headers = { authorization: `Bearer ${token}` };
  return createClient(env.SUPABASE_URL, serviceKey, { auth, global: { headers } }).storage.from(
    bucket,
  );
}

/** The answer's data; throws `storage_unavailable` for an error. */
export function taken<Data>({ data, error }: { data: Data; error: unknown }): NonNullable<Data> {
  if (error || data === null || data === undefined)
    throw new AppError('storage_unavailable', { cause: error });
  return data;
}
