// follow-answer: the answer of a turn that another request runs or has run, from the database.
import type { UIMessageChunk } from 'ai';
import { type StoredTurn, storedTurn, type TurnContext } from '../../../shared/contracts/chat.ts';
import { AppError, isErrorCode } from '../../../shared/errors.ts';
import { callSql } from '../_shared/database.ts';
import { errorChunk } from './error-chunk.ts';

const POLL_MS = 250;

/** The stored answer as a stream that grows until the turn has ended; throws if it failed. */
export async function followAnswer(
  turn: TurnContext,
  requestId: string,
): Promise<ReadableStream<UIMessageChunk>> {
  let stored = await readTurn(turn);
  while (stored.state === 'streaming' && stored.text === '') stored = await readNext(turn);
  if (stored.state === 'failed') throw failureOf(stored, 'provider_unavailable');
  return ReadableStream.from(follow(turn, stored, requestId));
}

async function* follow(
  turn: TurnContext,
  first: StoredTurn,
  requestId: string,
): AsyncGenerator<UIMessageChunk> {
  const { conversation_id, turn_id, assistant_message_id } = turn;
  const metadata = { conversation_id, turn_id };
  const id = assistant_message_id;
  yield { type: 'start', messageId: id, messageMetadata: metadata };
  yield { type: 'start-step' };
  yield { type: 'text-start', id };
  let stored = first;
  let sent = '';
  for (;;) {
    const delta = stored.text.slice(sent.length);
    if (delta) yield { type: 'text-delta', id, delta };
    sent = stored.text;
    if (stored.state !== 'streaming') break;
    stored = await readNext(turn);
  }
  yield { type: 'text-end', id };
  yield { type: 'finish-step' };
  const { receipt, state } = stored;
  if (state === 'complete' || state === 'stopped') {
    yield { type: 'finish', messageMetadata: { ...metadata, receipt } };
  } else {
    yield errorChunk(failureOf(stored, 'answer_interrupted'), requestId);
  }
}

function readTurn({ turn_id }: TurnContext): Promise<StoredTurn> {
  return callSql('read_turn', { p_turn_id: turn_id }, storedTurn);
}

async function readNext(turn: TurnContext): Promise<StoredTurn> {
  await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  return readTurn(turn);
}

function failureOf(
  { receipt }: StoredTurn,
  otherwise: 'provider_unavailable' | 'answer_interrupted',
) {
  const code = isErrorCode(receipt.error_code) ? receipt.error_code : otherwise;
  return new AppError(code, { details: { receipt } });
}
