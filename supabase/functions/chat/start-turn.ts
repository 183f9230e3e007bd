// start-turn: begins a turn, or joins the one that the same request already began.
import type { ChatRequest } from '../../../shared/contracts/chat.ts';
import type { LimitState } from '../../../shared/contracts/limits.ts';
import type { Caller } from '../_shared/authenticate.ts';
import { beginTurn } from './begin-turn.ts';
import { type Following, followAnswer } from './follow-answer.ts';
import { streamAnswer } from './stream-answer.ts';

export interface StartedAnswer {
  stream: ReadableStream<Uint8Array>;
  /** How the limits stand that it counted against. */
  limits: LimitState[];
}

/** The answer's stream, open once its first words are there; throws an AppError before that. */
export async function startTurn(
  caller: Caller,
  request: ChatRequest,
  following: Following,
): Promise<StartedAnswer> {
  const turn = await beginTurn(caller, request);
  const stream = await (turn.is_repeat
    ? followAnswer(turn, following)
    : streamAnswer(turn, following.requestId));
  return { stream, limits: turn.limits };
}
