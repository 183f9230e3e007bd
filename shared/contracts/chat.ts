// chat: what the chat function takes, and what turns answer.
import { z } from 'zod';
import { limitState } from './limits.ts';
import { moderationNotice, moderationRules } from './moderation.ts';
import { providerName } from './providers.ts';
import { storableText, userMessage } from './user-message.ts';

export const clientId = storableText.min(1).max(64);

const namedMessage = z.object({ id: clientId, role: z.enum(['user', 'assistant']) });

/** audio: to be heard (media/speak); media: with a picture of the gallery, if one fits. */
export const answerKind = z.enum(['text', 'audio', 'media']);
export type AnswerKind = z.infer<typeof answerKind>;

interface Asked {
  /** A conversation's id, or the id that the client chose for the chat. */
  chatId: string;
  /** The message itself, or the one that the operation starts from. */
  messageId: string;
  /** What kind of answer is wanted; the character decides where it is absent. */
  answer: AnswerKind | undefined;
}

interface Said {
  text: string;
  /** Ids of the assets that are attached. */
  attachments: string[];
}

export type SendRequest = Asked & Said & { operation: 'send'; character: string | undefined };

interface Anew {
  /** The question that it names, as the client has it: to be sent where it never was. */
  question: SendRequest | undefined;
}

export type ChatRequest =
  | SendRequest
  | (Asked & Said & Anew & { operation: 'edit' })
  | (Asked & Anew & { operation: 'regenerate' })
  | (Asked & { operation: 'continue' });

/**
 * `POST /functions/v1/chat`: the body of the AI SDK's `DefaultChatTransport` (useChat), plus
 * `character` (slug or id), needed for the first message of a conversation, and `answer`, the kind
 * of answer that is wanted. The history is the database's: of `messages` only the last one is
 * read. What useChat does, and what it means here:
 *   sendMessage({ text, files })       send
 *   sendMessage({ text, messageId })   edit: another question beside that one
 *   regenerate({ messageId })          regenerate: another answer; default: to the last message
 *   sendMessage() after an answer      continue: more of it, where it was cut
 * After a failure regenerate() and sendMessage() name the question that is last. If it was refused,
 * the database has not seen it, or not as it was edited.
 */
export const chatRequest = z
  .object({
    id: clientId,
    character: storableText.min(1).max(64).optional(),
    messages: z.array(z.unknown()).min(1),
    trigger: z.enum(['submit-message', 'regenerate-message']).default('submit-message'),
    messageId: clientId.optional(),
    answer: answerKind.optional(),
  })
  .transform((body, context): ChatRequest => {
    const { id: chatId, answer, character } = body;
    const last = body.messages.at(-1);
    const named = namedMessage.safeParse(last);
    const messageId = body.messageId ?? named.data?.id;
    const said = userMessage.safeParse(last);
    const sent = said.data && sendOf(said.data);
    const question = sent?.messageId === messageId ? sent : undefined;
    if (body.trigger === 'regenerate-message' && messageId)
      return { operation: 'regenerate', chatId, messageId, answer, question };
    if (named.data?.role === 'assistant')
      return { operation: 'continue', chatId, messageId: named.data.id, answer };

    if (sent && body.messageId)
      return { ...sent, operation: 'edit', messageId: body.messageId, question };
    if (sent) return sent;
    for (const { message, path } of said.error?.issues ?? [])
      context.addIssue({ code: 'custom', message, path: ['messages', 'last', ...path] });
    return z.NEVER;

    function sendOf({ id, text, attachments }: z.infer<typeof userMessage>): SendRequest {
      return { operation: 'send', chatId, messageId: id, text, attachments, answer, character };
    }
  });

/**
 * `GET /functions/v1/chat/<chat>/stream`: `turn` names one, else it is the one that streams;
 * `offset` is how much of its text the reader has, as a string's `length` counts.
 */
export const resumeRequest = z.object({
  chat: clientId,
  turn: z.uuid().optional(),
  offset: z.coerce.number().int().min(0).default(0),
});
export type ResumeRequest = z.infer<typeof resumeRequest>;

export const turnState = z.enum(['streaming', 'complete', 'stopped', 'interrupted', 'failed']);

/** One of the models that a turn may ask, in their order. */
export const chainLink = z.object({
  model: z.string(),
  provider: providerName,
  /** Null for a model that is not in the table of models. */
  context_tokens: z.int().nullable(),
  max_output_tokens: z.int(),
  /** Whether it is shown pictures; else it is told of them. */
  sees: z.boolean(),
  /** Whether it thinks before it speaks, within the same bound of tokens. */
  reasons: z.boolean(),
  /** How it goes on with an answer that another model began; null: it does not. */
  continues_by: z.enum(['prefill', 'instruction']).nullable(),
});
export type ChainLink = z.infer<typeof chainLink>;

const saidMessage = z.object({ role: z.enum(['user', 'assistant']), content: z.string() });

/** A message that a model is asked. */
export const askedMessage = saidMessage.extend({
  /** The words alone of a message with pictures to see; its `content` tells of them as well. */
  caption: z.string().optional(),
  /** Their files in Storage. */
  pictures: z.array(z.object({ bucket: z.string(), path: z.string() })).optional(),
});
export type AskedMessage = z.infer<typeof askedMessage>;

/** What `begin_turn` answers: everything the model is asked. */
export const turnContext = z.object({
  turn_id: z.uuid(),
  attempt: z.int(),
  is_repeat: z.boolean(),
  conversation_id: z.uuid(),
  /** The message of a UI that it belongs to: the answer itself, or the one that it continues. */
  ui_message_id: z.uuid(),
  held_credits: z.int(),
  /** How the limits stand that this turn counted against; none for a repeat. */
  limits: z.array(limitState),
  model: z.string(),
  /** Who serves that model. */
  provider: providerName,
  temperature: z.number(),
  max_output_tokens: z.int(),
  system_prompt: z.string().nullable(),
  messages: z.array(askedMessage),
  /** Whom to ask, one after another; none for a repeat, or while all are left alone. */
  chain: z.array(chainLink).default([]),
  /** What moderation asks the provider; absent for a repeat. */
  moderation: moderationRules.optional(),
});
export type TurnContext = z.infer<typeof turnContext>;

/** What a turn held, cost and gave back, in credits, and why. */
export const turnReceipt = z.object({
  turn_id: z.uuid(),
  state: turnState,
  plan: z.string(),
  pricing: z.enum(['fixed', 'metered']),
  /** The model that was asked for, whose price is paid. */
  model: z.string(),
  /** Whose words are in the answer, in order; none when that is not known. */
  models: z.array(z.string()),
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
  /** What moderation tells the person of the message or its answer. */
  notices: z.array(moderationNotice),
});
export type TurnReceipt = z.infer<typeof turnReceipt>;

/** What the platform does for a conversation in the background, on its own account. */
export const backgroundWork = z.enum(['title', 'summary']);
export type BackgroundWork = z.infer<typeof backgroundWork>;

/** What an answer is beside its text. */
export const answerFacts = z.object({
  kind: answerKind,
  attachments: z.array(
    z.object({
      kind: z.enum(['image', 'audio']),
      mime_type: z.string(),
      /** For media/sign, which is silent where the plan does not open it; null when deleted. */
      asset_id: z.uuid().nullable(),
      width: z.int().nullable(),
      height: z.int().nullable(),
      duration_ms: z.int().nullable(),
      blurhash: z.string().nullable(),
      caption: z.string().nullable(),
      is_premium: z.boolean(),
    }),
  ),
});
export type AnswerFacts = z.infer<typeof answerFacts>;

/** What `settle_turn` answers: the receipt, what the conversation wants now, and the answer. */
export const settlement = turnReceipt
  .extend({ wants: z.array(backgroundWork), answer: answerFacts })
  .transform(({ wants, answer, ...receipt }) => ({ receipt, wants, answer }));
export type Settlement = z.infer<typeof settlement>;

/** What `summary_task` answers: the messages to add to the summary so far. */
export const summaryTask = z.object({
  previous_message_id: z.uuid().nullable(),
  previous: z.string().nullable(),
  message_id: z.uuid(),
  messages: z.array(saidMessage),
});

/** What the worker of a turn is to do; what `checkpoint_turn` answers. */
export const turnWish = z.enum(['streaming', 'stopping', 'blocked', 'closed']);
export type TurnWish = z.infer<typeof turnWish>;

/** A turn by its ids: what is needed to follow its answer. */
export const turnReference = z.object({
  turn_id: z.uuid(),
  conversation_id: z.uuid(),
  ui_message_id: z.uuid(),
});
export type TurnReference = z.infer<typeof turnReference>;

/** What `read_turn` answers: the answer as far as it is stored. */
export const storedTurn = z.object({
  state: turnState,
  text: z.string(),
  receipt: turnReceipt,
  answer: answerFacts,
});
export type StoredTurn = z.infer<typeof storedTurn>;

/** Metadata of an answer in the UI message stream; receipt and facts come with its end. */
export interface AnswerMetadata extends Partial<AnswerFacts> {
  conversation_id: string;
  turn_id: string;
  receipt?: TurnReceipt;
}
