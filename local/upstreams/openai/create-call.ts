// create-call: POST /v1/realtime/calls, an offer and a session as two parts of a form. Directives
// are read in the instructions. The answer has the form of one, and nobody listens at its address:
// no sound is stood in for, nor that a call ends by itself.
import { randomBytes } from 'node:crypto';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { z } from 'zod';
import { closed, type UpstreamContext, type UpstreamState } from '../shared/exchange.ts';
import { failEarly } from '../shared/fail-early.ts';
import { openai } from './dialect.ts';
import { requireModel } from './models.ts';
import { OpenaiError, openaiRefusals } from './openai-error.ts';
import { parseRequest } from './parse-request.ts';

const VOICES = [
  ...['alloy', 'ash', 'ballad', 'coral', 'echo', 'sage', 'shimmer', 'verse', 'marin', 'cedar'],
] as const;

const callForm = z.strictObject({ sdp: z.string(), session: z.string() });
const callSession = z.strictObject({
  type: z.literal('realtime'),
  model: z.string(),
  instructions: z.string().default(''),
  audio: z
    .strictObject({ output: z.strictObject({ voice: z.enum(VOICES).default('alloy') }) })
    .optional(),
});

export async function createCall(
  context: UpstreamContext,
  state: UpstreamState,
): Promise<Response> {
  const form = parseRequest(callForm, context.get('body'));
  const { model, instructions } = parseRequest(callSession, readJson(form.session));
  requireModel(model, 'realtime', openai.findModel);
  const wishes = await failEarly(context, state, instructions, openaiRefusals);
  if (!wishes) return RESPONSE_ALREADY_SENT;
  const answer = answerTo(form.sdp);
  const id = `rtc_${randomBytes(16).toString('hex')}`;
  state.calls.set(id, { id, instructions, isOpen: true, refusals: 0 });
  // The call is there, also for who leaves before the answer comes.
  if (wishes.gate) await Promise.race([state.gates.pass(wishes.gate), closed(context)]);
  if (context.env.outgoing.destroyed) return RESPONSE_ALREADY_SENT;
  const location = wishes.garbage ? {} : { location: `/v1/realtime/calls/${id}` };
  return context.body(answer, 201, { 'content-type': 'application/sdp', ...location });
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new OpenaiError(400, 'We could not parse the JSON body of your request.');
  }
}

/** The media that were offered, each as a part that a server with one address accepts. */
function answerTo(offer: string): string {
  const media = offer.split(/\r?\n/).filter((line) => line.startsWith('m='));
  if (!offer.startsWith('v=0') || !media.some((line) => line.startsWith('m=audio ')))
    throw new OpenaiError(400, 'Invalid SDP offer.', { param: 'sdp' });
  const parts = media.flatMap((line, mid) => [
    ...[line, 'c=IN IP4 0.0.0.0', `a=mid:${mid}`, 'a=setup:active'],
    ...[`a=ice-ufrag:${randomBytes(8).toString('hex')}`],
    ...[`a=ice-pwd:${randomBytes(16).toString('hex')}`],
  ]);
  const head = ['v=0', `o=- ${Date.now()} 1 IN IP4 127.0.0.1`, 's=-', 't=0 0', 'a=ice-lite'];
  return [...head, ...parts, ''].join('\r\n');
}
