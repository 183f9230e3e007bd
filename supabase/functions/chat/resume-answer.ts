// resume-answer: an answer for a reader that comes back, on any device, whether or not the worker
// that made it still lives.
import { type ResumeRequest, turnReference } from '../../../shared/contracts/chat.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Caller } from '../_shared/authenticate.ts';
import { callSql } from '../_shared/database.ts';
import { type Following, followAnswer } from './follow-answer.ts';

/**
 * The answer of the turn that is named, else of the one that streams, from the offset on; nothing
 * when none streams. Throws `turn_not_found` for one that is not there or another's.
 */
export async function resumeAnswer(
  caller: Caller,
  { chat, turn }: ResumeRequest,
  following: Following,
): Promise<ReadableStream<Uint8Array> | undefined> {
  const reference = await callSql(
    'find_turn',
    { p_user_id: caller.userId, p_chat_id: chat, ...(turn ? { p_turn_id: turn } : {}) },
    turnReference.nullable(),
  );
  if (reference) return followAnswer(reference, following);
  if (turn) throw new AppError('turn_not_found');
  return undefined;
}
