// generate-completion: asks the model and hands on what it says, from when on the question has
// passed moderation. The answer is moderated at its end.
import { type FinishReason, type LanguageModelUsage, streamText } from 'ai';
import type { BegunCompletion, CompletionRequest } from '../../../shared/contracts/completions.ts';
import { TOTAL_TIMEOUT_MS, workerEnds } from '../_shared/edge-runtime.ts';
import { env } from '../_shared/env.ts';
import { languageModel } from '../_shared/language-model.ts';
import type { MeasuredCall } from '../_shared/reported-usage.ts';
import { requireEnding } from '../_shared/require-ending.ts';
import { createSilenceTimer, type SilenceTimer } from '../_shared/silence-timer.ts';
import { modelCallOf } from './model-call.ts';
import { moderateCompletion, questionOf } from './moderate-completion.ts';
import { wantsOneCall } from './provider-options.ts';
import { bytesOf, createDeltaReader, type Delta } from './read-deltas.ts';

export interface GeneratedCompletion extends MeasuredCall {
  /** Of text, thoughts and calls of tools that were handed on; 0 when moderation withholds it. */
  bytes: number;
  finishReason?: FinishReason;
  usage?: LanguageModelUsage;
  /** Why the answer is not complete; absent when the provider ended it properly. */
  failure?: unknown;
}

/** Runs the model to its end, or until `left` aborts. Never throws: see `failure`. */
export async function generateCompletion(
  request: CompletionRequest,
  begun: BegunCompletion,
  { onDelta, left }: { onDelta: (delta: Delta, bytes: number) => void; left: AbortSignal },
): Promise<GeneratedCompletion> {
  const generation: GeneratedCompletion = { bytes: 0, startedAt: performance.now() };
  const silence = createSilenceTimer(env.PROVIDER_TIMEOUT_MS);
  const readDelta = createDeltaReader({ maxCalls: wantsOneCall(request) ? 1 : Infinity });
  const answer = { thoughts: '', words: '', calls: '' };
  const blocked = new AbortController();
  const opened = moderateCompletion(begun, 'input', questionOf(request));
  opened.catch((refusal) => blocked.abort(refusal));
  try {
    const timeout = AbortSignal.timeout(TOTAL_TIMEOUT_MS);
    // Who has it think for long waits for it: then its silence is no failure of the provider.
    const patience = (request.reasoning_effort ?? 'none') === 'none' ? [silence.signal] : [];
    const signal = AbortSignal.any([...patience, timeout, workerEnds, left, blocked.signal]);
    const result = await askModel(request, begun, { silence, signal });
    for await (const part of result.stream) {
      if (part.type === 'error') generation.failure ??= part.error;
      if (part.type === 'abort') generation.failure ??= signal.reason;
      const delta = readDelta(part);
      if (!delta || left.aborted) continue;
      generation.firstTokenAt ??= performance.now();
      await opened;
      answer.thoughts += delta.reasoning_content ?? '';
      answer.words += delta.content ?? '';
      for (const call of delta.tool_calls ?? []) answer.calls += call.function.arguments;
      generation.bytes += bytesOf(delta);
      onDelta(delta, generation.bytes);
    }
    if (!generation.failure) {
      const [reason, raw] = await Promise.all([result.finishReason, result.rawFinishReason]);
      generation.finishReason = requireEnding(reason, raw);
      generation.usage = await result.usage;
    }
  } catch (error) {
    generation.failure ??= error;
  }
  generation.endedAt = performance.now();
  silence.stop();
  try {
    await opened;
    await moderateCompletion(begun, 'output', Object.values(answer));
  } catch (refusal) {
    Object.assign(generation, { failure: refusal, bytes: 0 });
  }
  return generation;
}

async function askModel(
  request: CompletionRequest,
  { provider, max_output_tokens }: BegunCompletion,
  { silence, signal }: { silence: SilenceTimer; signal: AbortSignal },
) {
  const model = await languageModel(provider, request.model, silence.reset);
  silence.reset(); // Its package may have been loaded first, which is no silence of the provider's.
  return streamText({
    model,
    ...modelCallOf(request, provider),
    maxOutputTokens: max_output_tokens,
    maxRetries: 2,
    abortSignal: signal,
    onError: () => undefined, // The default prints the provider's answer; we log it by its id.
  });
}
