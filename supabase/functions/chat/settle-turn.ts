// settle-turn: reports how an answer ended; the database decides what it costs.
import { type TurnContext, type TurnReceipt, turnReceipt } from '../../../shared/contracts/chat.ts';
import { AppError } from '../../../shared/errors.ts';
import { callSql } from '../_shared/database.ts';
import { reportedUsage } from '../_shared/reported-usage.ts';
import { storableText } from '../_shared/storable.ts';
import { untilDatabaseAnswers } from '../_shared/until-database-answers.ts';
import type { Generation } from './generate-answer.ts';

/**
 * Ends the turn and returns its receipt. Tried again while the database cannot be reached, which is
 * safe: a turn ends once. If it stays away the sweep ends the turn from its last checkpoint.
 */
export function settleTurn(turn: TurnContext, generation: Generation): Promise<TurnReceipt> {
  return untilDatabaseAnswers(() => settleOnce(turn, generation));
}

function settleOnce(turn: TurnContext, generation: Generation) {
  const { text, finishReason, failure } = generation;
  const args = {
    p_turn_id: turn.turn_id,
    p_attempt: turn.attempt,
    p_state: failure ? 'interrupted' : 'complete',
    p_text: storableText(text),
    p_finish_reason: finishReason,
    p_error_code: failure ? codeOf(failure, text) : undefined,
    p_usage: { provider: turn.provider, ...reportedUsage(generation) },
  };
  return callSql('settle_turn', args, turnReceipt);
}

/** A provider that is off says so itself. */
function codeOf(failure: unknown, text: string): string {
  if (failure instanceof AppError) return failure.code;
  return text ? 'answer_interrupted' : 'provider_unavailable';
}
