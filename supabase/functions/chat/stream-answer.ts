// stream-answer: runs a turn to its end, whoever is still listening.
//   generate (provider -> caller and checkpoints), while the message is moderated, which holds back
//   the first words -> moderate the answer -> settle (the charge) -> finish | error event
//   -> what the conversation wants now, when the caller has it all
// The caller's disconnection changes nothing: the work is handed to the platform's waitUntil.
import type { AnswerMetadata, TurnContext, TurnReceipt } from '../../../shared/contracts/chat.ts';
import { AppError } from '../../../shared/errors.ts';
import { waitUntil } from '../_shared/edge-runtime.ts';
import { logFailure } from '../_shared/log-failure.ts';
import { type CallerStream, createCallerStream } from './caller-stream.ts';
import { doBackgroundWork } from './do-background-work.ts';
import { errorChunk } from './error-chunk.ts';
import { type Generation, generateAnswer } from './generate-answer.ts';
import { createModerationGate, type ModerationGate } from './moderation-gate.ts';
import { receiptError } from './receipt-error.ts';
import { endingOf, settleTurn } from './settle-turn.ts';

/** The stream for the caller, once something was delivered; throws when nothing will be. */
export async function streamAnswer(
  turn: TurnContext,
  requestId: string,
): Promise<ReadableStream<Uint8Array>> {
  const caller = createCallerStream();
  const work = run(turn, caller, requestId);
  waitUntil(work.catch(() => undefined)); // Its failure is thrown here, or was told in the stream.
  await Promise.race([caller.begun, work]);
  return caller.readable;
}

async function run(turn: TurnContext, caller: CallerStream, requestId: string): Promise<void> {
  let afterwards: (() => Promise<void>) | undefined;
  try {
    const gate = createModerationGate(turn);
    const generation = await moderated(await generateAnswer(turn, caller, gate), gate);
    const { receipt, wants, answer } = await settleTurn(turn, generation, gate.verdicts);
    // A title is not made of what failed, which may have been blocked.
    if (receipt.state !== 'failed')
      afterwards = () => doBackgroundWork(turn, generation.text, wants);
    const failure = failureOf(generation, receipt);
    if (failure) throw failure;
    caller.write({
      type: 'finish',
      finishReason: endingOf(generation) ?? 'other',
      messageMetadata: { ...metadataOf(turn, receipt), ...answer },
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

/** What is refused is settled as an answer of which nothing is kept. */
async function moderated(generation: Generation, gate: ModerationGate): Promise<Generation> {
  try {
    await gate.judgeAnswer(generation);
    return generation;
  } catch (refusal) {
    const { isStopped: _, ...rest } = generation;
    return { ...rest, text: '', failure: refusal };
  }
}

function metadataOf(turn: TurnContext, receipt: TurnReceipt): AnswerMetadata {
  return { conversation_id: turn.conversation_id, turn_id: turn.turn_id, receipt };
}

function failureOf({ failure }: Generation, receipt: TurnReceipt): AppError | undefined {
  if (receipt.state === 'complete' || receipt.state === 'stopped') return undefined;
  if (receipt.state === 'failed') return receiptError(receipt, 'empty_answer', failure);
  return new AppError('answer_interrupted', { details: { receipt }, cause: failure });
}
