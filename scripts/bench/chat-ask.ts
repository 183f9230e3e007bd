// chat-ask: one streamed answer by each of the ways that bench chat compares.
import { createClient } from '@supabase/supabase-js';
import type { Stack } from '../../local/stack.ts';
import type { Database } from '../../shared/database.types.ts';
import { DEMO_ACCOUNTS, FIRST_CHARACTER } from '../demo-accounts.ts';

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
  /** Conversations that have their title: one for each stream at once. */
  chats: string[];
}

/** The premium person of the demo, with conversations to talk in. */
export async function signIn(
  { apiUrl, publishableKey }: Stack,
  conversations: number,
): Promise<Talker> {
  const client = createClient<Database>(apiUrl, publishableKey, {
    auth: { persistSession: false },
  });
  const [, { email, password }] = DEMO_ACCOUNTS;
  const { data, error } = await client.auth.signInWithPassword({ email, password });
  if (error) throw error;
  const chats = Array.from({ length: conversations }, () => crypto.randomUUID());
  for (const p_client_id of chats) {
    const conversation = { p_character: FIRST_CHARACTER, p_title: 'Bench', p_client_id };
    await client.rpc('create_conversation', conversation).throwOnError();
  }
  return { userId: data.user.id, token: data.session.access_token, chats };
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

/** Sends a message in one of the conversations. */
export function askParley(
  { apiUrl }: Stack,
  { token, chats }: Talker,
  stream: number,
): Promise<Response> {
  return fetch(`${apiUrl}/functions/v1/chat`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      id: chats[stream],
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
