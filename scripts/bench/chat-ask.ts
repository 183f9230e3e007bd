// chat-ask: one streamed answer by each of the ways that bench chat compares.
import { createClient } from '@supabase/supabase-js';
import type { Stack } from '../../local/stack.ts';
import type { Database } from '../../shared/database.types.ts';
import { FIRST_CHARACTER } from '../demo-accounts.ts';

/** What comes with the first word of an answer as the provider sends it, and as Parley does. */
export const FIRST_WORD = { provider: '"content":"I', parley: '"text-delta"' };

/** A way to an answer, and what its first word looks like. */
export interface Way {
  ask: (stream: number) => Promise<Response>;
  mark: string;
}

export interface Talker {
  userId: string;
  token: string;
  /** A conversation that has its title. */
  chat: string;
}

/** A new person who has confirmed their address, signed in, with a conversation to talk in. */
export async function signUp({ apiUrl, publishableKey, secretKey }: Stack): Promise<Talker> {
  const account = { email: `${crypto.randomUUID()}@bench.test`, password: crypto.randomUUID() };
  const options = { auth: { persistSession: false } };
  const admin = createClient<Database>(apiUrl, secretKey, options).auth.admin;
  const made = await admin.createUser({ ...account, email_confirm: true });
  if (made.error) throw made.error;
  const client = createClient<Database>(apiUrl, publishableKey, options);
  const { data, error } = await client.auth.signInWithPassword(account);
  if (error) throw error;
  const chat = crypto.randomUUID();
  const conversation = { p_character: FIRST_CHARACTER, p_title: 'Bench', p_client_id: chat };
  await client.rpc('create_conversation', conversation).throwOnError();
  return { userId: data.user.id, token: data.session.access_token, chat };
}

/** Asks the provider's stand-in, or a gateway in front of it. */
export function askProvider(url: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${url}/chat/completions`, {
    method: 'POST',
    headers: {
      authorization: 'Bearer sk-stand-in',
      'content-type': 'application/json',
      ...headers,
    },
    body: JSON.stringify({
      model: 'gpt-4.1-mini',
      stream: true,
      messages: [{ role: 'user', content: 'Hello' }],
    }),
  });
}

/** Sends a message in the person's conversation. */
export function askParley({ apiUrl }: Stack, { token, chat }: Talker): Promise<Response> {
  return fetch(`${apiUrl}/functions/v1/chat`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      id: chat,
      messages: [
        { id: crypto.randomUUID(), role: 'user', parts: [{ type: 'text', text: 'Hello' }] },
      ],
    }),
  });
}

/** Milliseconds until `mark` came in; the rest is read, so that the next turn finds quiet. */
export async function timeToFirst({ ask, mark }: Way, stream = 0): Promise<number> {
  const asked = performance.now();
  const response = await ask(stream);
  const decoder = new TextDecoder();
  let body = '';
  let first: number | undefined;
  for await (const bytes of response.body ?? []) {
    body += decoder.decode(bytes, { stream: true });
    if (body.includes(mark)) first ??= performance.now();
  }
  if (first === undefined) throw new Error(`No first token: ${response.status} ${body}`);
  return first - asked;
}
