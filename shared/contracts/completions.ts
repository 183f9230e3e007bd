// completions: what POST /functions/v1/ai/v1/chat/completions takes, and what SQL answers to it.
// The form is OpenAI's; null is as nothing, as clients send it. What is not here is refused: a
// parameter that is dropped in silence would give another answer than was asked for. Only messages
// may have more in them, which is not read: clients send answers back with what they added.
import { z } from 'zod';
import { limitState } from './limits.ts';
import { moderationRules } from './moderation.ts';
import { providerName } from './providers.ts';

const TOOL_NAME = /^[a-zA-Z0-9_-]{1,64}$/;
const HTTPS = /^https:\/\//;
const DATA = /^data:image\/(png|jpeg|gif|webp);base64,/;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

const text = z.string().refine((said) => said.isWellFormed(), 'is not well-formed text');
const textPart = z.object({ type: z.literal('text'), text });
const imagePart = z.object({
  type: z.literal('image_url'),
  image_url: z.object({
    url: z
      .url()
      .refine(isPicture, 'must be an https: address, or a data: URL of PNG, JPEG, GIF or WebP'),
    detail: z.enum(['auto', 'low', 'high']).optional(),
  }),
});
/** As answers come with them, and go back. */
const refusalPart = z
  .object({ type: z.literal('refusal'), refusal: text })
  .transform(({ refusal }) => ({ type: 'text' as const, text: refusal }));
/** Text, or parts of it. */
const texts = z.union([text, z.array(textPart).min(1)]);

const toolCall = z.object({
  id: z.string().min(1).max(200),
  type: z.literal('function'),
  function: z.object({
    name: z.string().regex(TOOL_NAME),
    // Of a call without arguments some models say nothing.
    arguments: text.transform((said) => said.trim() || '{}').refine(isJson, 'is not JSON'),
  }),
});
export type ToolCall = z.infer<typeof toolCall>;

const message = z.discriminatedUnion('role', [
  z.object({ role: z.enum(['system', 'developer']), content: texts }),
  z.object({
    role: z.literal('user'),
    content: z.union([
      text,
      z
        .array(z.discriminatedUnion('type', [textPart, imagePart]))
        .min(1)
        .max(100),
    ]),
  }),
  z.object({
    role: z.literal('assistant'),
    content: z.union([text, z.array(z.union([textPart, refusalPart])).min(1)]).nullish(),
    tool_calls: z.array(toolCall).max(128).nullish(),
  }),
  z.object({ role: z.literal('tool'), tool_call_id: z.string().min(1), content: texts }),
]);
export type CompletionMessage = z.infer<typeof message>;

const schema = z.record(z.string(), z.unknown());
const tool = z.strictObject({
  type: z.literal('function'),
  function: z.strictObject({
    name: z.string().regex(TOOL_NAME),
    description: text.max(10_000).optional(),
    parameters: schema.optional(),
    strict: z.boolean().nullish(),
  }),
});
const toolChoice = z.union([
  z.enum(['none', 'auto', 'required']),
  z.strictObject({
    type: z.literal('function'),
    function: z.strictObject({ name: z.string().regex(TOOL_NAME) }),
  }),
]);
const responseFormat = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text') }),
  z.strictObject({ type: z.literal('json_object') }),
  z.strictObject({
    type: z.literal('json_schema'),
    json_schema: z.strictObject({
      name: z.string().regex(TOOL_NAME),
      description: text.max(10_000).optional(),
      schema,
      strict: z.boolean().nullish(),
    }),
  }),
]);

const maxTokens = z.int().min(1).max(1_000_000);

const asked = z
  .strictObject({
    model: z.string().min(1).max(100),
    messages: z.array(message).min(1).max(2000),
    stream: z.boolean().optional(),
    stream_options: z
      .strictObject({
        include_usage: z.boolean().optional(),
        /** Padding against listeners, which nobody sends here. */
        include_obfuscation: z.boolean().optional(),
      })
      .optional(),
    max_tokens: maxTokens.optional(),
    max_completion_tokens: maxTokens.optional(),
    temperature: z.number().min(0).max(2).optional(),
    top_p: z.number().min(0).max(1).optional(),
    frequency_penalty: z.number().min(-2).max(2).optional(),
    presence_penalty: z.number().min(-2).max(2).optional(),
    stop: z.union([z.string(), z.array(z.string()).max(4)]).optional(),
    seed: z.int().optional(),
    reasoning_effort: z.enum(['none', 'minimal', 'low', 'medium', 'high', 'xhigh']).optional(),
    verbosity: z.enum(['low', 'medium', 'high']).optional(),
    response_format: responseFormat.optional(),
    tools: z.array(tool).min(1).max(128).optional(),
    tool_choice: toolChoice.optional(),
    parallel_tool_calls: z.boolean().optional(),
    // Said by many clients though they are the default; other values are not taken.
    n: z.literal(1, 'is 1: one answer a request').optional(),
    logprobs: z.literal(false, 'is false: no provider is asked for them').optional(),
    logit_bias: z
      .record(z.string(), z.number())
      .refine((bias) => Object.keys(bias).length === 0, 'is empty: no provider is asked for it')
      .optional(),
    modalities: z.tuple([z.literal('text')], 'is ["text"]').optional(),
    // Taken and not passed on: who asks for whom, what is kept where, and how urgent it is, is
    // between us and the provider, and changes no word of the answer.
    user: z.string().max(512).optional(),
    safety_identifier: z.string().max(512).optional(),
    prompt_cache_key: z.string().max(512).optional(),
    prompt_cache_retention: z.enum(['in-memory', 'in_memory', '24h']).optional(),
    service_tier: z.enum(['auto', 'default', 'flex', 'scale', 'priority']).optional(),
    store: z.boolean().optional(),
    metadata: z.record(z.string().max(64), z.string().max(512)).optional(),
  })
  .superRefine(({ stream, stream_options, tools, tool_choice, messages }, context) => {
    const complain = (path: (string | number)[], complaint: string) =>
      context.addIssue({ code: 'custom', path, message: complaint });
    if (stream_options && !stream) complain(['stream_options'], 'is only for stream: true');
    if (tool_choice && !tools) complain(['tool_choice'], 'is only with tools');
    const names = tools?.map((each) => each.function.name) ?? [];
    if (new Set(names).size < names.length) complain(['tools'], 'two have one name');
    if (typeof tool_choice === 'object' && !names.includes(tool_choice.function.name))
      complain(['tool_choice'], 'names none of the tools');
    for (const [index, name, complaint] of unmatchedCalls(messages))
      complain(['messages', index, name], complaint);
  });

export const completionRequest = z.preprocess(withoutNulls, asked);
export type CompletionRequest = z.infer<typeof completionRequest>;

/** What `settle_action` answers. */
export const actionReceipt = z.object({
  action_id: z.uuid(),
  state: z.enum(['running', 'complete', 'interrupted', 'failed']),
  plan: z.string(),
  held_credits: z.int(),
  charged_credits: z.int(),
  refunded_credits: z.int(),
  available_credits: z.int(),
  error_code: z.string().nullable(),
});
export type ActionReceipt = z.infer<typeof actionReceipt>;

/** What `begin_completion` answers: who is asked, and for how long an answer. */
export const begunCompletion = actionReceipt.extend({
  limits: z.array(limitState),
  provider: providerName,
  max_output_tokens: z.int(),
  moderation: moderationRules,
});
export type BegunCompletion = z.infer<typeof begunCompletion>;

/** What `read_models` answers. */
export const readableModels = z.array(
  z.object({
    id: z.string(),
    provider: providerName,
    name: z.string(),
    context_tokens: z.int(),
    max_output_tokens: z.int(),
    capabilities: z.array(z.string()),
  }),
);
export type ReadableModel = z.infer<typeof readableModels>[number];

function withoutNulls(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null));
}

function isPicture(url: string): boolean {
  const data = url.replace(DATA, '');
  if (data === url) return HTTPS.test(url);
  return BASE64.test(data) && data.replace(/=+$/, '').length % 4 !== 1;
}

/** Where a result answers no call, or a call has no result before the next to speak, and which. */
function unmatchedCalls(messages: readonly CompletionMessage[]): [number, string, string][] {
  const unmatched: [number, string, string][] = [];
  let open = new Map<string, number>();
  const close = () => {
    for (const [id, index] of open) unmatched.push([index, 'tool_calls', `${id} has no result`]);
    open = new Map();
  };
  for (const [index, message] of messages.entries()) {
    if (message.role !== 'tool') close();
    else if (!open.delete(message.tool_call_id))
      unmatched.push([index, 'tool_call_id', 'answers no call of the message before']);
    if (message.role === 'assistant')
      for (const { id } of message.tool_calls ?? []) open.set(id, index);
  }
  close();
  return unmatched;
}

function isJson(value: string): boolean {
  try {
    JSON.parse(value);
    return true;
  } catch {
    return false;
  }
}
