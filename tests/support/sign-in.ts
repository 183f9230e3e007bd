// sign-in: one of the demo's people on a stack of a test's own.
import { createClient } from '@supabase/supabase-js';
import type { Stack } from '../../local/stack.ts';

/** Signs in with the demo's password. */
export async function signIn(
  { apiUrl, publishableKey }: Pick<Stack, 'apiUrl' | 'publishableKey'>,
  email: string,
): Promise<{ id: string; token: string }> {
  const client = createClient(apiUrl, publishableKey, { auth: { persistSession: false } });
  const { data, error } = await client.auth.signInWithPassword({
    email,
    password: 'parley-demo-1',
  });
  if (error) throw error;
  return { id: data.user.id, token: data.session.access_token };
}
