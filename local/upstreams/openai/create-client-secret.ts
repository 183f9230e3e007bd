// create-client-secret: POST /v1/realtime/client_secrets. Directives are read in the instructions.
// The session itself, over WebRTC, is not stood in for.
import { randomBytes } from 'node:crypto';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { z } from 'zod';
import { closed, type UpstreamContext, type UpstreamState } from '../shared/exchange.ts';
import { failEarly } from '../shared/fail-early.ts';
import { openai } from './dialect.ts';
import { requireModel } from './models.ts';
import { openaiRefusals } from './openai-error.ts';
import { parseRequest } from './parse-request.ts';

const VOICES = [
  ...['alloy', 'ash', 'ballad', 'coral', 'echo', 'sage', 'shimmer', 'verse', 'marin', 'cedar'],
] as const;

const secretRequest = z.strictObject({
  expires_after: z
    .strictObject({
      anchor: z.literal('created_at').default('created_at'),
      seconds: z.int().min(10).max(7200).default(600),
    })
    .default({ anchor: 'created_at', seconds: 600 }),
  session: z.strictObject({
    type: z.literal('realtime'),
    model: z.string(),
    instructions: z.string().default(''),
    audio: z
      .strictObject({ output: z.strictObject({ voice: z.enum(VOICES).default('alloy') }) })
      .default({ output: { voice: 'alloy' } }),
  }),
});

export async function createClientSecret(
  context: UpstreamContext,
  state: UpstreamState,
): Promise<Response> {
  const { expires_after, session } = parseRequest(secretRequest, context.get('body'));
  requireModel(session.model, 'realtime', openai.findModel);
  const wishes = await failEarly(context, state, session.instructions, openaiRefusals);
  if (wishes?.gate) await Promise.race([state.gates.pass(wishes.gate), closed(context)]);
  if (!wishes || context.env.outgoing.destroyed) return RESPONSE_ALREADY_SENT;
  return context.json({
    value: `ek_${randomBytes(16).toString('hex')}`,
    expires_at: Math.floor(Date.now() / 1000) + expires_after.seconds,
    session: describeSession(session),
  });
}

function describeSession({ model, instructions, audio }: z.infer<typeof secretRequest>['session']) {
  const format = { type: 'audio/pcm', rate: 24_000 };
  return {
    type: 'realtime',
    object: 'realtime.session',
    id: `sess_${randomBytes(11).toString('hex')}`,
    model,
    output_modalities: ['audio'],
    instructions,
    tools: [],
    tool_choice: 'auto',
    max_output_tokens: 'inf',
    tracing: null,
    truncation: 'auto',
    prompt: null,
    expires_at: 0,
    audio: {
      input: {
        format,
        transcription: null,
        noise_reduction: null,
        turn_detection: {
          type: 'server_vad',
          threshold: 0.5,
          prefix_padding_ms: 300,
          silence_duration_ms: 200,
          idle_timeout_ms: null,
          create_response: true,
          interrupt_response: true,
        },
      },
      output: { format, voice: audio.output.voice, speed: 1 },
    },
    include: null,
  };
}
