// voice: what starting a talk takes and answers, and its receipt.
import { z } from 'zod';
import { clientId } from './chat.ts';

/** The path of `POST /functions/v1/chat/<chat>/voice`. */
export const voiceAddress = z.object({ chat: clientId });

/**
 * Its body: `id` is the client's and makes the talk happen once; sent again while the talk goes on
 * it gives another secret for it. `character` (slug or id) starts a conversation, as in chat.
 */
export const voiceRequest = z.strictObject({ id: clientId, character: clientId.optional() });
export type VoiceRequest = z.infer<typeof voiceRequest> & z.infer<typeof voiceAddress>;

/** What `begin_voice` answers: what OpenAI is asked. */
export const voiceContext = z.object({
  session_id: z.uuid(),
  is_repeat: z.boolean(),
  model: z.string(),
  voice: z.string(),
  instructions: z.string(),
});
export type VoiceContext = z.infer<typeof voiceContext>;

/** What a talk held, cost and gave back: `renew_voice` and `end_voice` answer it, too. */
export const voiceReceipt = z.object({
  session_id: z.uuid(),
  conversation_id: z.uuid().nullable(),
  state: z.enum(['starting', 'running', 'complete', 'failed']),
  plan: z.string(),
  model: z.string(),
  voice: z.string(),
  held_seconds: z.int(),
  held_credits: z.int(),
  /** When it ends unless it is renewed: `renew_voice` in the last half minute before. */
  held_until: z.string(),
  /** Until then, for clients whose clock is wrong; null when it has ended. */
  seconds_left: z.int().nullable(),
  /** How long it was; null while it goes on. */
  seconds: z.int().nullable(),
  charged_credits: z.int(),
  refunded_credits: z.int(),
  available_credits: z.int(),
  finish_reason: z.enum(['stopped', 'expired']).nullable(),
  error_code: z.string().nullable(),
});
export type VoiceReceipt = z.infer<typeof voiceReceipt>;

/** What `POST /functions/v1/chat/<chat>/voice` answers. */
export interface VoiceAnswer {
  receipt: VoiceReceipt;
  /** Opens a session with OpenAI's Realtime API until `expires_at`, in seconds since 1970. */
  client_secret: { value: string; expires_at: number };
}
