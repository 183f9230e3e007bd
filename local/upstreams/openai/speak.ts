// speak: POST /v1/audio/speech. Directives in the text are obeyed as in a chat.
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { z } from 'zod';
import { closed, type UpstreamContext, type UpstreamState } from '../shared/exchange.ts';
import { failEarly } from '../shared/fail-early.ts';
import { openai } from './dialect.ts';
import { requireModel } from './models.ts';
import { openaiRefusals } from './openai-error.ts';
import { parseRequest } from './parse-request.ts';
import { spokenWav } from './spoken-wav.ts';

const voices = [
  ...(['alloy', 'ash', 'ballad', 'coral', 'echo', 'fable'] as const),
  ...(['nova', 'onyx', 'sage', 'shimmer', 'verse'] as const),
] as const;

const speechRequest = z.strictObject({
  model: z.string(),
  input: z.string().min(1).max(4096),
  voice: z.enum(voices),
  response_format: z.literal('wav'),
});

export async function speak(context: UpstreamContext, state: UpstreamState): Promise<Response> {
  const { model, input } = parseRequest(speechRequest, context.get('body'));
  requireModel(model, 'speech', openai.findModel);
  const wishes = await failEarly(context, state, input, openaiRefusals);
  if (!wishes) return RESPONSE_ALREADY_SENT;
  if (wishes.gate) await Promise.race([state.gates.pass(wishes.gate), closed(context)]);
  const sound = wishes.garbage ? Buffer.from('This is no sound.') : spokenWav(input);
  return context.body(new Uint8Array(sound), 200, { 'content-type': 'audio/wav' });
}
