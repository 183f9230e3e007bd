// chat-request: the body of POST /v1/chat/completions, checked as OpenAI checks it.
import { z } from 'zod';
import type { Said } from '../shared/compose-answer.ts';
import { type Sight, seePicture } from '../shared/see-picture.ts';
import { countPromptTokens } from '../shared/split-tokens.ts';
import type { Dialect } from './dialect.ts';
import { type Model, requireModel } from './models.ts';
import { OpenaiError } from './openai-error.ts';
import { parseRequest } from './parse-request.ts';

const part = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('text'), text: z.string() }),
  z.looseObject({
    type: z.literal('image_url'),
    image_url: z.strictObject({
      url: z.string(),
      detail: z.enum(['auto', 'low', 'high']).optional(),
    }),
  }),
]);
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
  /** The messages, as any stand-in understands them. */
  said: Said[];
}

/** The request; throws OpenAI's 400 or 404 for one that OpenAI would refuse. */
export async function readChatRequest(body: unknown, { findModel }: Dialect): Promise<ChatRequest> {
  const request = parseRequest(chatRequest, body);
  const model = requireModel(request.model, 'chat', findModel);
  if (model.isReasoning) refuseSampling(request);
  const said = await Promise.all(request.messages.map((message) => asSaid(message, model)));
  const promptTokens = countPromptTokens(said.map(({ text }) => text)) + pictureTokens(said);
  if (promptTokens > model.contextTokens) throw tooLong(model, promptTokens);
  const room = model.contextTokens - promptTokens;
  const wanted = request.max_completion_tokens ?? request.max_tokens ?? room;
  return { ...request, said, promptTokens, maxTokens: Math.min(wanted, room) };
}

async function asSaid({ role: given, content }: ChatMessage, model: Model): Promise<Said> {
  const role = given === 'developer' ? 'system' : given;
  if (typeof content === 'string') return { role, text: content };
  const parts = content ?? [];
  const images = parts.flatMap((it) => (it.type === 'image_url' ? [it.image_url.url] : []));
  if (images.length > 0 && !model.sees)
    throw new OpenaiError(400, 'messages: content must be a string', { param: 'messages' });
  const text = parts.map((it) => (it.type === 'text' ? it.text : '')).join('');
  return { role, text, pictures: (await Promise.all(images.map(see))).flat() };
}

/** What is in an address, OpenAI would load; the stand-in sees it not, and does not mind. */
async function see(url: string): Promise<Sight[]> {
  if (/^https?:/.test(url)) return [];
  const [, mediaType = '', data = ''] = /^data:([^;]+);base64,(.+)$/.exec(url) ?? [];
  const seen = await seePicture(mediaType, data);
  if (seen) return [seen];
  const message = 'You uploaded an unsupported image. Please make sure your image is valid.';
  throw new OpenaiError(400, message, { code: 'image_parse_error' });
}

/** 85 for a picture and 170 for each tile of 512 pixels, as GPT-4 counts what needs no scaling. */
function pictureTokens(said: Said[]): number {
  const tiles = (pixels: number) => Math.ceil(pixels / 512);
  return said
    .flatMap(({ pictures = [] }) => pictures)
    .reduce((sum, { width, height }) => sum + 85 + 170 * tiles(width) * tiles(height), 0);
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
