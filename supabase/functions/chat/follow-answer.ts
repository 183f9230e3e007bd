// follow-answer: the answer of a turn that another request runs or has run, from the database.
import { type StoredTurn, storedTurn, type TurnReference } from '../../../shared/contracts/chat.ts';
import { AppError } from '../../../shared/errors.ts';
import { callSql } from '../_shared/database.ts';
import { logFailure } from '../_shared/log-failure.ts';
import { type CallerStream, createCallerStream } from './caller-stream.ts';
import { errorChunk } from './error-chunk.ts';
import { receiptError } from './receipt-error.ts';

const POLL_MS = 250;
/** Well below what the platform waits for a first byte (150 s). */
const FIRST_WORD_TIMEOUT_MS = 60_000;
/** Below the platform's shortest wall clock (150 s): then the reader asks again from its offset. */
const TOTAL_TIMEOUT_MS = 140_000;
/** As long as a database may be away before the reader is told. */
const OUTAGE_TIMEOUT_MS = 20_000;

export interface Following {
  requestId: string;
  /** Of the caller: nobody reads, nobody polls. */
  signal: AbortSignal;
  /** How much of the text the reader has, in UTF-16 code units (a string's `length`); default 0. */
  offset?: number;
}

/**
 * The stored answer, from the offset on, as a stream that grows until the turn has ended. Throws if
 * it failed, and `offset_out_of_range` with its `length` when it ended before the offset: a worker
 * that died may have shown a little more than it stored.
 */
export async function followAnswer(
  turn: TurnReference,
  following: Following,
): Promise<ReadableStream<Uint8Array>> {
  const { offset = 0, signal } = following;
  const deadline = Date.now() + FIRST_WORD_TIMEOUT_MS;
  let stored = await readTurn(turn);
  while (stored.state === 'streaming' && (stored.text === '' || stored.text.length < offset)) {
    if (Date.now() > deadline) throw new AppError('turn_pending');
    stored = await readNext(turn, signal);
  }
  if (stored.state === 'failed') throw receiptError(stored.receipt, 'provider_unavailable');
  const { length } = stored.text;
  if (length < offset) throw new AppError('offset_out_of_range', { details: { length } });
  const caller = createCallerStream();
  void follow(turn, stored, { ...following, caller });
  return caller.readable;
}

async function follow(
  turn: TurnReference,
  first: StoredTurn,
  { requestId, signal, offset = 0, caller }: Following & { caller: CallerStream },
): Promise<void> {
  const { conversation_id, turn_id, ui_message_id: id } = turn;
  const metadata = { conversation_id, turn_id };
  caller.write({ type: 'start', messageId: id, messageMetadata: metadata });
  caller.write({ type: 'start-step' });
  caller.write({ type: 'text-start', id });
  const deadline = Date.now() + TOTAL_TIMEOUT_MS;
  let stored = first;
  let sent = offset;
  try {
    for (;;) {
      const delta = stored.text.slice(sent);
      if (delta) caller.write({ type: 'text-delta', id, delta });
      sent = stored.text.length;
      if (stored.state !== 'streaming') break;
      if (Date.now() > deadline) throw new AppError('turn_pending');
      stored = await readNext(turn, signal);
    }
    const { receipt, state, answer } = stored;
    if (state !== 'complete' && state !== 'stopped')
      throw receiptError(receipt, 'answer_interrupted');
    caller.write({ type: 'text-end', id });
    caller.write({ type: 'finish-step' });
    caller.write({ type: 'finish', messageMetadata: { ...metadata, ...answer, receipt } });
  } catch (thrown) {
    const error = thrown instanceof AppError ? thrown : new AppError('internal', { cause: thrown });
    if (!signal.aborted) logFailure(error, { request_id: requestId, turn_id });
    caller.write(errorChunk(error, requestId));
  } finally {
    caller.close();
  }
}

function readTurn({ turn_id }: TurnReference): Promise<StoredTurn> {
  return callSql('read_turn', { p_turn_id: turn_id }, storedTurn);
}

/** The turn a moment later; waits out a database that is away. */
async function readNext(turn: TurnReference, signal: AbortSignal): Promise<StoredTurn> {
  const deadline = Date.now() + OUTAGE_TIMEOUT_MS;
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    signal.throwIfAborted();
    try {
      return await readTurn(turn);
    } catch (error) {
      const isAway = error instanceof AppError && error.code === 'database_unavailable';
      if (!isAway || Date.now() > deadline) throw error;
    }
  }
}
