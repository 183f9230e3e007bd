// stream-answer: runs a turn to its end, whoever is still listening.
//   generate (provider -> caller and checkpoints) -> settle (the charge) -> finish | error event
//   -> what the conversation wants now, when the caller has it all
// The caller's disconnection changes nothing: the work is handed to the platform's waitUntil.
import type { UIMessageChunk } from 'ai';
import type { AnswerMetadata, TurnContext, TurnReceipt } from '../../../shared/contracts/chat.ts';
import { AppError } from '../../../shared/errors.ts';
import { waitUntil } from '../_shared/edge-runtime.ts';
import { logFailure } from '../_shared/log-failure.ts';
import { type CallerStream, createCallerStream } from './caller-stream.ts';
import { doBackgroundWork } from './do-background-work.ts';
import { errorChunk } from './error-chunk.ts';
import { type Generation, generateAnswer } from './generate-answer.ts';
import { settleTurn } from './settle-turn.ts';

/** The stream for the caller, once something was delivered; throws when nothing will be. */
export async function streamAnswer(
  turn: TurnContext,
  requestId: string,
): Promise<ReadableStream<UIMessageChunk>> {
  const caller = createCallerStream();
  const work = run(turn, caller, requestId);
  waitUntil(work.catch(() => undefined)); // Its failure is thrown here, or was told in the stream.
  await Promise.race([caller.begun, work]);
  return caller.readable;
}

async function run(turn: TurnContext, caller: CallerStream, requestId: string): Promise<void> {
  let afterwards: (() => Promise<void>) | undefined;
  try {
    const generation = await generateAnswer(turn, caller);
    const { receipt, wants } = await settleTurn(turn, generation);
    afterwards = () => doBackgroundWork(turn, generation.text, wants);
    const failure = failureOf(generation, receipt);
    if (failure) throw failure;
    caller.write({
      type: 'finish',
      finishReason: generation.finishReason ?? 'other',
      messageMetadata: metadataOf(turn, receipt),
    });
  } catch (thrown) {
    const error = thrown instanceof AppError ? thrown : new AppError('internal', { cause: thrown });
    if (!caller.hasBegun()) throw error;
    logFailure(error, { request_id: requestId, turn_id: turn.turn_id });
    caller.write(errorChunk(error, requestId));
  } finally {
    caller.close();
  }
  await afterwards?.();
}

function metadataOf(turn: TurnContext, receipt: TurnReceipt): AnswerMetadata {
  return { conversation_id: turn.conversation_id, turn_id: turn.turn_id, receipt };
}

function failureOf({ failure, isStopped }: Generation, receipt: TurnReceipt): AppError | undefined {
  const options = { details: { receipt }, cause: failure };
  if (receipt.state === 'complete' || receipt.state === 'stopped') return undefined;
  if (receipt.state !== 'failed') return new AppError('answer_interrupted', options);
  if (failure instanceof AppError) {
    return new AppError(failure.code, { details: { ...failure.details, receipt }, cause: failure });
  }
  if (isStopped) return new AppError('turn_stopped', options);
  return new AppError(failure ? 'provider_unavailable' : 'empty_answer', options);
}
