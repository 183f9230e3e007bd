// create-call: has OpenAI answer a device's offer: POST /v1/realtime/calls. Not by the SDK's
// method, whose form has nameless files in Deno: OpenAI's guide sends two plain fields.
import type OpenAI from 'openai';
import type { VoiceContext } from '../../../shared/contracts/voice.ts';
import { workerEnds } from '../_shared/edge-runtime.ts';
import { hash } from '../_shared/hash.ts';
import { openaiClient } from '../_shared/openai-client.ts';

const TIMEOUT_MS = 10_000;

export interface OfferedTalk extends VoiceContext {
  userId: string;
  /** The device's offer. */
  sdp: string;
}

/**
 * OpenAI's id of the call, and its answer to the offer. Throws OpenAI's errors, and one for an
 * answer that names no call, which nobody could hang up.
 */
export async function createCall(
  { model, voice, instructions, userId, sdp }: OfferedTalk,
  signal: AbortSignal,
): Promise<{ callId: string; sdp: string }> {
  const openai = await openaiClient();
  const session: OpenAI.Realtime.RealtimeSessionCreateRequest = {
    ...{ type: 'realtime', model, instructions },
    audio: { output: { voice } },
  };
  const body = new FormData();
  body.set('sdp', sdp);
  body.set('session', JSON.stringify(session));
  const response = await openai
    .post('/realtime/calls', {
      body,
      headers: {
        accept: 'application/sdp',
        // Whom OpenAI tells apart when it looks for abuse, without learning who it is.
        'openai-safety-identifier': await hash(userId),
      },
      signal: AbortSignal.any([signal, workerEnds]),
      timeout: TIMEOUT_MS,
    })
    .asResponse();
  const location = response.headers.get('location');
  const callId = /\/realtime\/calls\/([\w-]{1,200})$/.exec(location ?? 'none')?.[1];
  if (!callId) throw new Error(`OpenAI names no call: Location is ${location}.`);
  return { callId, sdp: await response.text() };
}
