// stream-completion: an answer in chunks.
//   role -> deltas (checkpoints beside) -> settle (the charge) -> finish -> usage -> [DONE] | error
// The HTTP answer begins with the first delta. A caller who leaves stops the model, as with OpenAI,
// and pays for what was delivered.
import { z } from 'zod';
import type { BegunCompletion, CompletionRequest } from '../../../shared/contracts/completions.ts';
import { AppError } from '../../../shared/errors.ts';
import { callSql } from '../_shared/database.ts';
import { waitUntil } from '../_shared/edge-runtime.ts';
import { createEventStream, type EventStream } from '../_shared/event-stream.ts';
import { keepSaved } from '../_shared/keep-saved.ts';
import { limitHeaders } from '../_shared/limit-headers.ts';
import { logFailure } from '../_shared/log-failure.ts';
import { chunkOf, createHeading, finishReasonOf, usageOf } from './completion-form.ts';
import { endCompletion } from './end-completion.ts';
import { type GeneratedCompletion, generateCompletion } from './generate-completion.ts';
import { openaiError } from './openai-error.ts';

interface Context {
  requestId: string;
  /** Aborts when the caller leaves before the answer has begun. */
  signal: AbortSignal;
}

/** The stream, once something was delivered; throws when nothing will be. */
export async function streamCompletion(
  request: CompletionRequest,
  begun: BegunCompletion,
  { requestId, signal }: Context,
): Promise<Response> {
  const leaving = new AbortController();
  const events = createEventStream({ onLeave: () => leaving.abort() });
  // Later the stream itself tells, and some runtimes abort this signal when they have sent all.
  const leave = () => {
    if (!events.hasBegun()) leaving.abort();
  };
  if (signal.aborted) leave();
  signal.addEventListener('abort', leave);
  const work = run(request, begun, { events, requestId, left: leaving.signal });
  waitUntil(work.catch(() => undefined)); // Its failure is thrown here, or was told in the stream.
  await Promise.race([events.begun, work]);
  return new Response(events.readable, {
    headers: {
      ...limitHeaders(begun.limits),
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache',
      'x-accel-buffering': 'no',
    },
  });
}

async function run(
  request: CompletionRequest,
  begun: BegunCompletion,
  {
    events,
    requestId,
    left,
  }: { events: EventStream<object>; requestId: string; left: AbortSignal },
): Promise<void> {
  const heading = createHeading(request, begun);
  try {
    const generation = await deliver(request, begun, { events, left, heading });
    const { bytes: deliveredBytes, finishReason, usage } = generation;
    const hasLeft = left.aborted && generation.failure !== undefined;
    const receipt = await endCompletion(begun, generation, { deliveredBytes, hasLeft });
    const ending = { finish_reason: finishReasonOf(finishReason), receipt };
    events.write(chunkOf(heading, {}, ending));
    if (request.stream_options?.include_usage)
      events.write({ ...chunkOf(heading, {}), choices: [], usage: usageOf(usage) });
    events.write('[DONE]');
  } catch (thrown) {
    const error = thrown instanceof AppError ? thrown : new AppError('internal', { cause: thrown });
    if (!events.hasBegun()) throw error;
    if (!left.aborted) logFailure(error, { request_id: requestId, action_id: begun.action_id });
    events.write(openaiError(error, requestId));
  } finally {
    events.close();
  }
}

async function deliver(
  request: CompletionRequest,
  begun: BegunCompletion,
  {
    events,
    left,
    heading,
  }: { events: EventStream<object>; left: AbortSignal; heading: ReturnType<typeof createHeading> },
): Promise<GeneratedCompletion> {
  const { action_id } = begun;
  const delivered = keepSaved(
    0,
    async (bytes) => {
      const args = { p_action_id: action_id, p_delivered_bytes: bytes };
      await callSql('checkpoint_action', args, z.boolean());
    },
    { action_id },
  );
  const generation = await generateCompletion(request, begun, {
    left,
    onDelta(delta, bytes) {
      if (!events.hasBegun()) events.write(chunkOf(heading, { role: 'assistant', content: '' }));
      events.write(chunkOf(heading, delta));
      delivered.note(bytes);
    },
  });
  await delivered.end();
  return generation;
}
