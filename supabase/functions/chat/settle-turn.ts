// settle-turn: reports how an answer ended; the database decides what it costs.
import type { FinishReason } from 'ai';
import { type Settlement, settlement, type TurnContext } from '../../../shared/contracts/chat.ts';
import { AppError, type ErrorCode } from '../../../shared/errors.ts';
import { callSql } from '../_shared/database.ts';
import { judgeFailure } from '../_shared/provider-failure.ts';
import { reportedUsage } from '../_shared/reported-usage.ts';
import { untilDatabaseAnswers } from '../_shared/until-database-answers.ts';
import type { Attempt } from './ask-chain.ts';
import type { Generation } from './generate-answer.ts';
import type { VerdictRecord } from './record-verdict.ts';

/**
 * Ends the turn and returns its receipt, and what its conversation wants. Tried again while the
 * database cannot be reached, which is safe: a turn ends once. If it stays away the sweep ends the
 * turn from its last checkpoint.
 */
export function settleTurn(
  turn: TurnContext,
  generation: Generation,
  verdicts: readonly VerdictRecord[],
): Promise<Settlement> {
  return untilDatabaseAnswers(() => settleOnce(turn, generation, verdicts));
}

function settleOnce(turn: TurnContext, generation: Generation, verdicts: readonly VerdictRecord[]) {
  const { text, thoughts, attempts, failure, isStopped } = generation;
  const main = mainAttempt(generation);
  const args = {
    p_turn_id: turn.turn_id,
    p_attempt: turn.attempt,
    p_state: isStopped ? 'stopped' : failure ? 'interrupted' : 'complete',
    p_text: text,
    p_finish_reason: endingOf(generation),
    p_error_code: codeOf(generation),
    p_usage: main
      ? { provider: main.link.provider, model: main.link.model, ...usageOf(main, generation) }
      : { provider: turn.provider },
    p_attempts: attempts.map(reportOf),
    ...(thoughts ? { p_thoughts: thoughts } : {}),
    p_verdicts: verdicts as never,
  };
  return callSql('settle_turn', args, settlement);
}

/** The last that had words in the answer; when none had, the last that thought, or was asked. */
function mainAttempt({ attempts }: Generation): Attempt | undefined {
  return (
    attempts.findLast(({ bytes }) => bytes > 0) ??
    attempts.findLast(({ thoughtBytes }) => thoughtBytes > 0) ??
    attempts.at(-1)
  );
}

/** How the model ended that came to an end, also one that had nothing to add. */
export function endingOf({ attempts }: Generation): FinishReason | undefined {
  return attempts.at(-1)?.finishReason;
}

/**
 * What the provider reported. Where it did not, the database counts the text; what it is not given,
 * thoughts and words that were taken back, is counted here in the same way: four bytes a token.
 */
function usageOf(attempt: Attempt, { text }: Generation) {
  const usage = reportedUsage(attempt);
  const { bytes, thoughtBytes } = attempt;
  const isKept = thoughtBytes === 0 && text !== '';
  const shown = isKept ? 0 : Math.ceil((bytes + thoughtBytes) / 4);
  return shown > 0 ? { ...usage, output_tokens: usage.output_tokens ?? shown } : usage;
}

function reportOf(attempt: Attempt) {
  const { link, bytes, thoughtBytes, isUp = null, reason = null } = attempt;
  const heard = { bytes, thought_bytes: thoughtBytes, ...reportedUsage(attempt) };
  return { provider: link.provider, model: link.model, is_up: isUp, reason, ...heard };
}

/** Why there is not all of the answer. A provider that is off says so itself. */
function codeOf(generation: Generation): ErrorCode | undefined {
  const { text, failure, isStopped } = generation;
  if (isStopped && !text) return 'turn_stopped';
  const isFiltered = endingOf(generation) === 'content-filter';
  if (!failure) return isFiltered && text === '' ? 'refused_by_provider' : undefined;
  if (text && !(failure instanceof AppError)) return 'answer_interrupted';
  return judgeFailure(failure).code;
}
