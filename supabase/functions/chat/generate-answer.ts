// generate-answer: asks the model, hands its parts to the caller and keeps checkpoints of the text.
import { type FinishReason, streamText, toUIMessageStream } from 'ai';
import type { TurnContext } from '../../../shared/contracts/chat.ts';
import { TOTAL_TIMEOUT_MS, workerEnds } from '../_shared/edge-runtime.ts';
import { env } from '../_shared/env.ts';
import { languageModel } from '../_shared/language-model.ts';
import { readEnding } from '../_shared/read-ending.ts';
import type { MeasuredCall } from '../_shared/reported-usage.ts';
import { createSilenceTimer, type SilenceTimer } from '../_shared/silence-timer.ts';
import { createStorableText } from '../_shared/storable.ts';
import type { CallerStream } from './caller-stream.ts';
import { createCheckpoints } from './checkpoints.ts';
import type { ModerationGate } from './moderation-gate.ts';
import { createOpenParts } from './open-parts.ts';

export interface Generation extends MeasuredCall {
  text: string;
  finishReason?: FinishReason;
  /** Its person wanted no more; then there is no failure. */
  isStopped?: boolean;
  /** Why the answer is not complete; absent when the provider ended it properly. */
  failure?: unknown;
}

/** Runs the model to its end. Never throws: what went wrong is the generation's `failure`. */
export async function generateAnswer(
  turn: TurnContext,
  caller: CallerStream,
  gate: ModerationGate,
): Promise<Generation> {
  const generation: Generation = { text: '', startedAt: performance.now() };
  const checkpoints = createCheckpoints(turn);
  const silence = createSilenceTimer(env.PROVIDER_TIMEOUT_MS);
  const signal = AbortSignal.any([
    ...[silence.signal, workerEnds, checkpoints.signal, gate.signal],
  ]);
  const answer = createStorableText();
  const openParts = createOpenParts();
  caller.write({
    type: 'start',
    messageId: turn.ui_message_id,
    messageMetadata: { conversation_id: turn.conversation_id, turn_id: turn.turn_id },
  });
  try {
    const result = await askModel(turn, silence, signal);
    const chunks = toUIMessageStream({
      stream: result.stream,
      sendStart: false,
      sendFinish: false,
      onError(error) {
        generation.failure ??= error;
        return '';
      },
    });
    for await (const chunk of chunks) {
      if (chunk.type === 'text-delta') generation.firstTokenAt ??= performance.now();
      await gate.opened;
      if (chunk.type === 'abort') generation.failure ??= new Error(`aborted: ${chunk.reason}`);
      // Told once, at the end, with the receipt. Custom parts break clients of older majors.
      if (chunk.type === 'error' || chunk.type === 'abort' || chunk.type === 'custom') continue;
      openParts.note(chunk);
      if (chunk.type !== 'text-delta') {
        caller.write(chunk);
        continue;
      }
      const delta = answer.take(chunk.delta);
      if (delta) caller.write({ ...chunk, delta });
      generation.text = answer.text;
      checkpoints.note(answer.text);
    }
    if (!generation.failure) Object.assign(generation, await readEnding(result));
  } catch (error) {
    generation.failure ??= error;
  }
  generation.endedAt = performance.now();
  silence.stop();
  await checkpoints.end();
  if (generation.failure && checkpoints.wish() === 'stopping') {
    generation.isStopped = true;
    delete generation.failure;
    for (const chunk of openParts.ends()) caller.write(chunk);
  }
  return generation;
}

async function askModel(turn: TurnContext, silence: SilenceTimer, signal: AbortSignal) {
  const { provider, model, system_prompt, messages, temperature, max_output_tokens } = turn;
  return streamText({
    model: await languageModel(provider, model, silence.reset),
    ...(system_prompt ? { instructions: system_prompt } : {}),
    messages,
    temperature,
    maxOutputTokens: max_output_tokens,
    maxRetries: 2,
    timeout: { totalMs: TOTAL_TIMEOUT_MS },
    abortSignal: signal,
    onError: () => undefined, // The default prints the provider's answer; we log it with the turn.
  });
}
