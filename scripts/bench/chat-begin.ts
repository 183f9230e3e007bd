// chat-begin: a turn's one call to the database before the provider is asked, by itself.
import { createClient } from '@supabase/supabase-js';
import type { Stack } from '../../local/stack.ts';
import { turnContext } from '../../shared/contracts/chat.ts';
import type { Database } from '../../shared/database.types.ts';
import type { Talker } from './chat-ask.ts';

/** Milliseconds that `begin_turn` takes over the Data API; the turn is settled afterwards. */
export function beginner({ apiUrl, secretKey }: Stack, { userId, chat }: Talker) {
  const service = createClient<Database>(apiUrl, secretKey, { auth: { persistSession: false } });
  return async (): Promise<number> => {
    const asked = performance.now();
    const { data } = await service
      .rpc('begin_turn', {
        p_user_id: userId,
        p_chat_id: chat,
        p_client_message_id: crypto.randomUUID(),
        p_text: 'Hello',
      })
      .throwOnError();
    const took = performance.now() - asked;
    const { turn_id, attempt } = turnContext.parse(data);
    const answer = { p_state: 'complete', p_text: 'Hello.', p_finish_reason: 'stop' };
    const p_usage = { input_tokens: 20, output_tokens: 10 };
    await service
      .rpc('settle_turn', { p_turn_id: turn_id, p_attempt: attempt, ...answer, p_usage })
      .throwOnError();
    return took;
  };
}
