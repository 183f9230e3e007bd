// follow-answer: the answer of a turn that another request runs or has run, from the database.
import type { UIMessageChunk } from 'ai';
import { type StoredTurn, storedTurn, type TurnContext } from '../../../shared/contracts/chat.ts';
import { AppError, isErrorCode } from '../../../shared/errors.ts';
import { callSql } from '../_shared/database.ts';
import { logFailure } from '../_shared/log-failure.ts';
import { errorChunk } from './error-chunk.ts';

const POLL_MS = 250;
/** Well below what the platform waits for a first byte (150 s). */
const FIRST_WORD_TIMEOUT_MS = 60_000;
/** As long as a database may be away before the reader is told. */
const OUTAGE_TIMEOUT_MS = 20_000;

export interface Following {
  requestId: string;
  /** Of the caller: nobody reads, nobody polls. */
  signal: AbortSignal;
}

/** The stored answer as a stream that grows until the turn has ended; throws if it failed. */
export async function followAnswer(
  turn: TurnContext,
  following: Following,
): Promise<ReadableStream<UIMessageChunk>> {
  const deadline = Date.now() + FIRST_WORD_TIMEOUT_MS;
  let stored = await readTurn(turn);
  while (stored.state === 'streaming' && stored.text === '') {
    if (Date.now() > deadline) throw new AppError('turn_pending');
    stored = await readNext(turn, following.signal);
  }
  if (stored.state === 'failed') throw failureOf(stored, 'provider_unavailable');
  return ReadableStream.from(follow(turn, stored, following));
}

async function* follow(
  turn: TurnContext,
  first: StoredTurn,
  { requestId, signal }: Following,
): AsyncGenerator<UIMessageChunk> {
  const { conversation_id, turn_id, assistant_message_id: id } = turn;
  const metadata = { conversation_id, turn_id };
  yield { type: 'start', messageId: id, messageMetadata: metadata };
  yield { type: 'start-step' };
  yield { type: 'text-start', id };
  let stored = first;
  let sent = '';
  try {
    for (;;) {
      const delta = stored.text.slice(sent.length);
      if (delta) yield { type: 'text-delta', id, delta };
      sent = stored.text;
      if (stored.state !== 'streaming') break;
      stored = await readNext(turn, signal);
    }
    const { receipt, state } = stored;
    if (state !== 'complete' && state !== 'stopped') throw failureOf(stored, 'answer_interrupted');
    yield { type: 'text-end', id };
    yield { type: 'finish-step' };
    yield { type: 'finish', messageMetadata: { ...metadata, receipt } };
  } catch (thrown) {
    const error = thrown instanceof AppError ? thrown : new AppError('internal', { cause: thrown });
    if (!signal.aborted) logFailure(error, { request_id: requestId, turn_id });
    yield errorChunk(error, requestId);
  }
}

function readTurn({ turn_id }: TurnContext): Promise<StoredTurn> {
  return callSql('read_turn', { p_turn_id: turn_id }, storedTurn);
}

/** The turn a moment later; waits out a database that is away. */
async function readNext(turn: TurnContext, signal: AbortSignal): Promise<StoredTurn> {
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

function failureOf(
  { receipt }: StoredTurn,
  otherwise: 'provider_unavailable' | 'answer_interrupted',
) {
  const code = isErrorCode(receipt.error_code) ? receipt.error_code : otherwise;
  return new AppError(code, { details: { receipt } });
}
