// voice: what starting a talk takes and answers, and its receipt.
import { z } from 'zod';
import { clientId } from './chat.ts';

/** The path of `POST /functions/v1/chat/<chat>/voice`. */
export const voiceAddress = z.object({ chat: clientId });

/**
 * Its body: `id` is the client's and makes the talk happen once; sent again while the talk goes on
 * it connects it anew. `sdp` is the offer of the device's RTCPeerConnection. `character` (slug or
 * id) starts a conversation, as in chat.
 */
export const voiceRequest = z.strictObject({
  id: clientId,
  sdp: z.string().startsWith('v=0').max(100_000),
  character: clientId.optional(),
});
export type VoiceRequest = z.infer<typeof voiceRequest> & z.infer<typeof voiceAddress>;

/** What `begin_voice` answers: what OpenAI is asked. */
export const voiceContext = z.object({
  session_id: z.uuid(),
  is_repeat: z.boolean(),
  call_nr: z.int(),
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
  finish_reason: z.enum(['stopped', 'expired', 'cut']).nullable(),
  /** Why it failed or was cut; a talk that has one is over, whatever its state. */
  error_code: z.string().nullable(),
});
export type VoiceReceipt = z.infer<typeof voiceReceipt>;

/** What `open_voice` answers; with a refusal the call is hung up, and its answer nobody's. */
export const openedVoice = z.object({
  refusal: z.enum(['voice_ended', 'voice_replaced']).nullable(),
  receipt: voiceReceipt,
});

/** What `POST /functions/v1/chat/<chat>/voice` answers. */
export interface VoiceAnswer {
  receipt: VoiceReceipt;
  /** OpenAI's answer to the offer, for `setRemoteDescription`. */
  sdp: string;
}

/** What `claim_hangups` answers: calls at OpenAI that must end. */
export const claimedHangups = z.array(z.object({ message_id: z.int(), call_id: z.string() }));
export type ClaimedHangup = z.infer<typeof claimedHangups>[number];
