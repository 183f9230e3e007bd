// chat: what the chat function takes, and what turns answer.
import { z } from 'zod';
import { limitState } from './limits.ts';
import { providerName } from './providers.ts';

/** Code points of a message of a person; the same bound as messages_user_content_check. */
export const MESSAGE_MAX_LENGTH = 5000;

const storableText = z
  .string()
  .refine((text) => text.isWellFormed() && !text.includes('\u0000'), 'is not storable text');

const clientId = storableText.min(1).max(64);

const textPart = z.object({ type: z.literal('text'), text: storableText });

const userMessage = z.object({
  id: clientId,
  role: z.literal('user'),
  parts: z.array(textPart, 'only text parts are taken').min(1),
});

/**
 * `POST /functions/v1/chat`: the body of the AI SDK's `DefaultChatTransport` (useChat), plus
 * `character` (slug or id), needed for the first message of a conversation. The history is the
 * database's: of `messages` only the last one is read. `id` is a conversation's id or the id the
 * client chose for the chat.
 */
export const chatRequest = z
  .object({
    id: clientId,
    character: storableText.min(1).max(64).optional(),
    messages: z.array(z.unknown()).min(1),
  })
  .transform((body, context) => {
    const last = userMessage.safeParse(body.messages.at(-1));
    if (!last.success) {
      for (const { message, path } of last.error.issues) {
        context.addIssue({ code: 'custom', message, path: ['messages', 'last', ...path] });
      }
      return z.NEVER;
    }
    const text = last.data.parts.map((part) => part.text).join('');
    const length = [...text].length;
    if (text.trim() === '' || length > MESSAGE_MAX_LENGTH) {
      const message = `must have 1 to ${MESSAGE_MAX_LENGTH} characters, has ${length}`;
      context.addIssue({ code: 'custom', message, path: ['messages', 'last', 'parts'] });
      return z.NEVER;
    }
    return { chatId: body.id, character: body.character, messageId: last.data.id, text };
  });
export type ChatRequest = z.infer<typeof chatRequest>;

export const turnState = z.enum(['streaming', 'complete', 'stopped', 'interrupted', 'failed']);

/** What `begin_turn` answers: everything the model is asked. */
export const turnContext = z.object({
  turn_id: z.uuid(),
  attempt: z.int(),
  is_repeat: z.boolean(),
  conversation_id: z.uuid(),
  assistant_message_id: z.uuid(),
  held_credits: z.int(),
  /** How the limits stand that this turn counted against; none for a repeat. */
  limits: z.array(limitState),
  model: z.string(),
  /** Who serves that model. */
  provider: providerName,
  temperature: z.number(),
  max_output_tokens: z.int(),
  system_prompt: z.string().nullable(),
  messages: z.array(z.object({ role: z.enum(['user', 'assistant']), content: z.string() })),
});
export type TurnContext = z.infer<typeof turnContext>;

/** What a turn held, cost and gave back, in credits, and why. */
export const turnReceipt = z.object({
  turn_id: z.uuid(),
  state: turnState,
  plan: z.string(),
  pricing: z.enum(['fixed', 'metered']),
  /** The version of the model's price. */
  price_id: z.int().nullable(),
  held_credits: z.int(),
  charged_credits: z.int(),
  refunded_credits: z.int(),
  available_credits: z.int(),
  input_tokens: z.int().nullable(),
  cached_input_tokens: z.int().nullable(),
  output_tokens: z.int().nullable(),
  finish_reason: z.string().nullable(),
  error_code: z.string().nullable(),
});
export type TurnReceipt = z.infer<typeof turnReceipt>;

/** What `read_turn` answers: the answer as far as it is stored. */
export const storedTurn = z.object({ state: turnState, text: z.string(), receipt: turnReceipt });
export type StoredTurn = z.infer<typeof storedTurn>;

/** Metadata of an answer in the UI message stream; the receipt comes with its end. */
export interface AnswerMetadata {
  conversation_id: string;
  turn_id: string;
  receipt?: TurnReceipt;
}
