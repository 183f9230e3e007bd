// moderate: POST /v1/moderations. `[[flag=violence]]` in an input flags that category; a few plain
// words do too, so that a demo shows it, and in pictures pure red, which stands for blood. Its
// faults have directives of their own: those of the chat are not for it, though it sees the same
// text.
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import sharp from 'sharp';
import { z } from 'zod';
import { closed, cut, type UpstreamContext, type UpstreamState } from '../shared/exchange.ts';
import { readDirectives } from '../shared/read-directives.ts';
import { openai } from './dialect.ts';
import { requireModel } from './models.ts';
import { openaiRefusals } from './openai-error.ts';
import { parseRequest } from './parse-request.ts';

const words: Record<string, RegExp | undefined> = {
  harassment: /\bidiots?\b/i,
  'harassment/threatening': /\bi will (hurt|kill) you\b/i,
  hate: undefined,
  'hate/threatening': undefined,
  illicit: /\bsteal\b/i,
  'illicit/violent': undefined,
  'self-harm': /\b(suicide|self-harm)\b/i,
  'self-harm/intent': /\bkill myself\b/i,
  'self-harm/instructions': undefined,
  sexual: /\bporn\b/i,
  'sexual/minors': undefined,
  violence: /\b(kill|murder)\b/i,
  'violence/graphic': undefined,
};
const SCORE_FLAGGED = 0.97;
const SCORE_CLEAN = 0.0001;

const part = z.union([
  z.strictObject({ type: z.literal('text'), text: z.string() }),
  z.strictObject({
    type: z.literal('image_url'),
    image_url: z.strictObject({ url: z.string().startsWith('data:image/') }),
  }),
]);
const moderationRequest = z.strictObject({
  input: z.union([z.string(), z.array(z.string()).min(1), z.array(part).min(1)]),
  model: z.string().default('omni-moderation-latest'),
});

export async function moderate(context: UpstreamContext, state: UpstreamState): Promise<Response> {
  const { input, model } = parseRequest(moderationRequest, context.get('body'));
  requireModel(model, 'moderation', openai.findModel);
  const texts = await textsOf(input);
  await misbehave(context, state, texts.join('\n'));
  if (context.env.outgoing.destroyed) return RESPONSE_ALREADY_SENT;
  return context.json({
    id: `modr-${randomBytes(8).toString('hex')}`,
    model,
    results: texts.map(judge),
  });
}

async function misbehave(
  context: UpstreamContext,
  { gates }: UpstreamState,
  text: string,
): Promise<void> {
  const { directives: wishes } = readDirectives(text, openaiRefusals);
  const left = closed(context);
  if (wishes.moderation_gate) await Promise.race([gates.pass(wishes.moderation_gate), left]);
  if (wishes.moderation_delay_ms) await Promise.race([sleep(wishes.moderation_delay_ms), left]);
  if (wishes.moderation_drop) cut(context);
  if (wishes.moderation_status)
    throw openaiRefusals.sample(wishes.moderation_status, undefined, { 'retry-after-ms': '10' });
}

/** Strings are judged one by one; the parts of a message together. */
async function textsOf(input: z.infer<typeof moderationRequest>['input']): Promise<string[]> {
  if (typeof input === 'string') return [input];
  const texts = input.map((it) => (typeof it === 'string' ? it : describe(it)));
  return input.every((it) => typeof it === 'string')
    ? await Promise.all(texts)
    : [(await Promise.all(texts)).join('\n')];
}

/** A part in words. */
async function describe(it: z.infer<typeof part>): Promise<string> {
  if (it.type === 'text') return it.text;
  const data = it.image_url.url.replace(/^[^,]*,/, '');
  const { channels } = await sharp(Buffer.from(data, 'base64')).stats();
  const [red = 0, green = 0, blue = 0] = channels.map(({ mean }) => mean);
  return red > 240 && green < 15 && blue < 15 ? '[[flag=violence/graphic]]' : '';
}

function judge(input: string) {
  const { directives, text } = readDirectives(input, openaiRefusals);
  const flagged = Object.entries(words).map(
    ([category, word]) =>
      [category, directives.flag === category || word?.test(text) === true] as const,
  );
  const { score = SCORE_FLAGGED } = directives;
  const map = <T>(choose: (isFlagged: boolean) => T) =>
    Object.fromEntries(flagged.map(([category, isFlagged]) => [category, choose(isFlagged)]));
  return {
    flagged: flagged.some(([, isFlagged]) => isFlagged),
    categories: map((isFlagged) => isFlagged),
    category_scores: map((isFlagged) => (isFlagged ? score : SCORE_CLEAN)),
    category_applied_input_types: map(() => ['text']),
  };
}
