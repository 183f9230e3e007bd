// chat-request: the body of POST /v1/chat/completions, checked as OpenAI checks it.
import { z } from 'zod';
import type { Said } from '../shared/compose-answer.ts';
import { countPromptTokens } from '../shared/split-tokens.ts';
import type { Dialect } from './dialect.ts';
import { type Model, requireModel } from './models.ts';
import { OpenaiError } from './openai-error.ts';
import { parseRequest } from './parse-request.ts';

const part = z.looseObject({ type: z.string(), text: z.string().optional() });
const message = z.looseObject({
  role: z.enum(['system', 'developer', 'user', 'assistant', 'tool']),
  content: z.union([z.string(), z.array(part)]).nullish(),
});
const tool = z.looseObject({ type: z.string(), function: z.looseObject({ name: z.string() }) });

const responseFormat = z.discriminatedUnion('type', [
  z.strictObject({ type: z.enum(['text', 'json_object']) }),
  z.strictObject({
    type: z.literal('json_schema'),
    json_schema: z.strictObject({
      name: z.string(),
      description: z.string().optional(),
      schema: z.record(z.string(), z.unknown()),
      strict: z.boolean().nullish(),
    }),
  }),
]);

const chatRequest = z.strictObject({
  model: z.string(),
  messages: z.array(message).min(1),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().optional() }).nullish(),
  max_tokens: z.int().min(1).nullish(),
  max_completion_tokens: z.int().min(1).nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
  tools: z.array(tool).optional(),
  tool_choice: z.unknown().optional(),
  parallel_tool_calls: z.boolean().optional(),
  // Answers of the stand-in are single: other forms are refused, not quietly ignored.
  n: z.literal(1).nullish(),
  response_format: responseFormat.optional(),
  // Taken and without effect here.
  frequency_penalty: z.number().nullish(),
  presence_penalty: z.number().nullish(),
  logit_bias: z.unknown().optional(),
  metadata: z.record(z.string(), z.string()).nullish(),
  prompt_cache_key: z.string().nullish(),
  reasoning_effort: z.string().nullish(),
  safety_identifier: z.string().nullish(),
  seed: z.int().nullish(),
  service_tier: z.string().nullish(),
  stop: z.union([z.string(), z.array(z.string()).max(4)]).nullish(),
  store: z.boolean().nullish(),
  user: z.string().optional(),
  verbosity: z.string().nullish(),
});

type ChatMessage = z.infer<typeof message>;

export interface ChatRequest extends z.infer<typeof chatRequest> {
  /** Longest answer, tokens. */
  maxTokens: number;
  promptTokens: number;
}

/** The request; throws OpenAI's 400 or 404 for one that OpenAI would refuse. */
export function readChatRequest(body: unknown, { findModel }: Dialect): ChatRequest {
  const request = parseRequest(chatRequest, body);
  const model = requireModel(request.model, 'chat', findModel);
  if (model.isReasoning) refuseSampling(request);
  const promptTokens = countPromptTokens(request.messages.map(textOf));
  if (promptTokens > model.contextTokens) throw tooLong(model, promptTokens);
  const room = model.contextTokens - promptTokens;
  const wanted = request.max_completion_tokens ?? request.max_tokens ?? room;
  return { ...request, promptTokens, maxTokens: Math.min(wanted, room) };
}

/** A message as any stand-in understands it. */
export function asSaid(message: ChatMessage): Said {
  const role = message.role === 'developer' ? 'system' : message.role;
  return { role, text: textOf(message) };
}

/** The text of a message, without what is not text. */
function textOf({ content }: ChatMessage): string {
  if (typeof content === 'string') return content;
  return (content ?? []).map(({ text = '' }) => text).join('');
}

function refuseSampling(request: z.infer<typeof chatRequest>): void {
  if (request.max_tokens != null)
    throw new OpenaiError(
      400,
      "Unsupported parameter: 'max_tokens' is not supported with this model. " +
        "Use 'max_completion_tokens' instead.",
      { param: 'max_tokens', code: 'unsupported_parameter' },
    );
  if (request.temperature != null && request.temperature !== 1)
    throw new OpenaiError(
      400,
      `Unsupported value: 'temperature' does not support ${request.temperature} with this model. ` +
        'Only the default (1) value is supported.',
      { param: 'temperature', code: 'unsupported_value' },
    );
}

function tooLong({ contextTokens }: Model, promptTokens: number): OpenaiError {
  const message =
    `This model's maximum context length is ${contextTokens} tokens. However, your messages ` +
    `resulted in ${promptTokens} tokens. Please reduce the length of the messages.`;
  return new OpenaiError(400, message, { param: 'messages', code: 'context_length_exceeded' });
}
