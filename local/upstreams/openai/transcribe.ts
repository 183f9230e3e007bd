// transcribe: POST /v1/audio/transcriptions, of OpenAI and of Groq. It hears what the stand-in
// itself has said; directives in that are obeyed as in a chat. In all other sound it hears how long
// it is.
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { z } from 'zod';
import { closed, type UpstreamContext, type UpstreamState } from '../shared/exchange.ts';
import { failEarly } from '../shared/fail-early.ts';
import type { Dialect } from './dialect.ts';
import { requireModel } from './models.ts';
import { OpenaiError, openaiRefusals } from './openai-error.ts';
import { parseRequest } from './parse-request.ts';
import { heardIn } from './spoken-wav.ts';

const MAX_BYTES = 25 * 1000 * 1000;

const transcriptionRequest = z.strictObject({
  model: z.string(),
  file: z.instanceof(File),
  response_format: z.enum(['json', 'verbose_json']).default('json'),
});

export async function transcribe(
  context: UpstreamContext,
  state: UpstreamState,
  { findModel }: Dialect,
): Promise<Response> {
  const { model, file, response_format } = parseRequest(transcriptionRequest, context.get('body'));
  requireModel(model, 'transcription', findModel);
  if (file.size > MAX_BYTES) throw new OpenaiError(413, 'Maximum content size limit exceeded.');
  if (!/\.(flac|m4a|mp3|mp4|mpeg|mpga|oga|ogg|wav|webm)$/.test(file.name))
    throw new OpenaiError(400, 'Invalid file format.');
  const said = heardIn(Buffer.from(await file.arrayBuffer()));
  const wishes = await failEarly(context, state, said ?? '', openaiRefusals);
  if (!wishes) return RESPONSE_ALREADY_SENT;
  if (wishes.gate) await Promise.race([state.gates.pass(wishes.gate), closed(context)]);
  const text = said ?? `A sound of ${file.size} bytes.`;
  const seconds = file.size / 16_000;
  return context.json({
    text,
    ...(response_format === 'verbose_json' ? { language: 'english', duration: seconds } : {}),
    usage: { type: 'duration', seconds: Math.ceil(seconds) },
  });
}
