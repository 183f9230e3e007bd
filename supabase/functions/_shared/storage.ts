// storage: files in Storage, as the service.
import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import { AppError } from '../../../shared/errors.ts';
import { env, serviceKey } from './env.ts';

const auth = { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false };
/** For one file at most: who waits for it has others wait in turn. */
const TIMEOUT_MS = 60_000;
const service = createClient(env.SUPABASE_URL, serviceKey, {
  auth,
  global: { fetch: fetchInTime },
});

type Files = ReturnType<SupabaseClient['storage']['from']>;

/** The files of a bucket, with all rights. */
export function filesOf(bucket: string): Files {
  return service.storage.from(bucket);
}

function fetchInTime(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  return fetch(input, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) });
}

/** The answer's data; throws `storage_unavailable` for an error. */
export function taken<Data>({ data, error }: { data: Data; error: unknown }): NonNullable<Data> {
  if (error || data === null || data === undefined)
    throw new AppError('storage_unavailable', { cause: error });
  return data;
}
