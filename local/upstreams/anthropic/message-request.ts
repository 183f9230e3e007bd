// message-request: the body of POST /v1/messages, checked as Anthropic checks it.
import { z } from 'zod';
import type { Said } from '../shared/compose-answer.ts';
import { type Sight, seePicture } from '../shared/see-picture.ts';
import { countPromptTokens } from '../shared/split-tokens.ts';
import { AnthropicError } from './anthropic-error.ts';

const CONTEXT_TOKENS = 200_000;

const block = z.looseObject({
  type: z.string(),
  text: z.string().optional(),
  source: z
    .strictObject({ type: z.literal('base64'), media_type: z.string(), data: z.string() })
    .optional(),
  /** Of a tool's result. */
  content: z
    .union([z.string(), z.array(z.looseObject({ text: z.string().optional() }))])
    .optional(),
});
const content = z.union([z.string(), z.array(block)]);
const messageRequest = z.looseObject({
  model: z.string(),
  max_tokens: z.int().min(1),
  messages: z.array(z.object({ role: z.enum(['user', 'assistant']), content })).min(1),
  system: content.optional(),
  stream: z.boolean().optional(),
  temperature: z.number().min(0).max(1).optional(),
  tools: z.array(z.looseObject({ name: z.string() })).optional(),
});

export interface MessageRequest extends z.infer<typeof messageRequest> {
  said: Said[];
  promptTokens: number;
}

/** The request; throws Anthropic's 400 or 404 for one that Anthropic would refuse. */
export async function readMessageRequest(body: unknown): Promise<MessageRequest> {
  const result = messageRequest.safeParse(body);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw new AnthropicError(400, `${issue?.path.join('.')}: ${issue?.message}`);
  }
  const request = result.data;
  if (!request.model.startsWith('claude-'))
    throw new AnthropicError(404, `model: ${request.model}`);
  const said: Said[] = [
    ...(request.system === undefined
      ? []
      : [{ role: 'system' as const, text: textOf(request.system) }]),
    ...(await Promise.all(
      request.messages.map(async (message) => ({
        role: isResult(message.content) ? ('tool' as const) : message.role,
        text: textOf(message.content),
        pictures: await picturesOf(message.content),
      })),
    )),
  ];
  const promptTokens = countPromptTokens(said.map(({ text }) => text)) + pictureTokens(said);
  if (promptTokens > CONTEXT_TOKENS) {
    const message = `prompt is too long: ${promptTokens} tokens > ${CONTEXT_TOKENS} maximum`;
    throw new AnthropicError(400, message);
  }
  return { ...request, said, promptTokens };
}

async function picturesOf(given: z.infer<typeof content>): Promise<Sight[]> {
  if (typeof given === 'string') return [];
  const images = given.filter(({ type }) => type === 'image');
  return Promise.all(
    images.map(async ({ source }) => {
      const seen = source && (await seePicture(source.media_type, source.data));
      if (!seen) throw new AnthropicError(400, 'Could not process image');
      return seen;
    }),
  );
}

/** By Anthropic's formula, for pictures that need no scaling. */
function pictureTokens(said: Said[]): number {
  return said
    .flatMap(({ pictures = [] }) => pictures)
    .reduce((sum, { width, height }) => sum + Math.ceil((width * height) / 750), 0);
}

function isResult(given: z.infer<typeof content>): boolean {
  return typeof given !== 'string' && given.some(({ type }) => type === 'tool_result');
}

function textOf(given: z.infer<typeof content>): string {
  if (typeof given === 'string') return given;
  return given.map(({ text, content: result = '' }) => text ?? resultOf(result)).join('');
}

function resultOf(given: string | { text?: string | undefined }[]): string {
  return typeof given === 'string' ? given : given.map(({ text = '' }) => text).join('');
}
