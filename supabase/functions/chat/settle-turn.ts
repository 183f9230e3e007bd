// settle-turn: reports how an answer ended; the database decides what it costs.
import { type Settlement, settlement, type TurnContext } from '../../../shared/contracts/chat.ts';
import { AppError, type ErrorCode } from '../../../shared/errors.ts';
import { callSql } from '../_shared/database.ts';
import { reportedUsage } from '../_shared/reported-usage.ts';
import { untilDatabaseAnswers } from '../_shared/until-database-answers.ts';
import type { Generation } from './generate-answer.ts';

/**
 * Ends the turn and returns its receipt, and what its conversation wants. Tried again while the
 * database cannot be reached, which is safe: a turn ends once. If it stays away the sweep ends the
 * turn from its last checkpoint.
 */
export function settleTurn(turn: TurnContext, generation: Generation): Promise<Settlement> {
  return untilDatabaseAnswers(() => settleOnce(turn, generation));
}

function settleOnce(turn: TurnContext, generation: Generation) {
  const { text, finishReason, failure, isStopped } = generation;
  const args = {
    p_turn_id: turn.turn_id,
    p_attempt: turn.attempt,
    p_state: isStopped ? 'stopped' : failure ? 'interrupted' : 'complete',
    p_text: text,
    p_finish_reason: finishReason,
    p_error_code: codeOf(generation),
    p_usage: { provider: turn.provider, ...reportedUsage(generation) },
  };
  return callSql('settle_turn', args, settlement);
}

/** Why there is not all of the answer. A provider that is off says so itself. */
function codeOf({ text, failure, isStopped }: Generation): ErrorCode | undefined {
  if (isStopped && !text) return 'turn_stopped';
  if (!failure) return undefined;
  if (failure instanceof AppError) return failure.code;
  return text ? 'answer_interrupted' : 'provider_unavailable';
}
