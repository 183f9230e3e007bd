// settle-turn: reports how an answer ended; the database decides what it costs.
import { type TurnContext, type TurnReceipt, turnReceipt } from '../../../shared/contracts/chat.ts';
import { AppError } from '../../../shared/errors.ts';
import { callSql } from '../_shared/database.ts';
import type { Generation } from './generate-answer.ts';
import { storableCount, storableText } from './storable.ts';

/** Waits between tries while the database is away: together longer than a restart takes. */
const RETRY_DELAYS_MS = [100, 400, 1_500, 5_000, 10_000];

/**
 * Ends the turn and returns its receipt. Tried again while the database cannot be reached, which is
 * safe: a turn ends once. If it stays away the sweep ends the turn from its last checkpoint.
 */
export async function settleTurn(turn: TurnContext, generation: Generation): Promise<TurnReceipt> {
  for (const delay of RETRY_DELAYS_MS) {
    try {
      return await settleOnce(turn, generation);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'database_unavailable') throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, delay));
  }
  return settleOnce(turn, generation);
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
    p_usage: { provider: turn.provider, ...usageOf(generation) },
  };
  return callSql('settle_turn', args, turnReceipt);
}

/** A provider that is off says so itself. */
function codeOf(failure: unknown, text: string): string {
  if (failure instanceof AppError) return failure.code;
  return text ? 'answer_interrupted' : 'provider_unavailable';
}

/** What is known of the call. Without a count in it the provider did not say. */
function usageOf({ usage, startedAt, firstTokenAt, endedAt }: Generation) {
  const { cacheReadTokens, cacheWriteTokens } = usage?.inputTokenDetails ?? {};
  return {
    input_tokens: storableCount(usage?.inputTokens),
    cached_input_tokens: storableCount(cacheReadTokens),
    cache_write_tokens: storableCount(cacheWriteTokens),
    output_tokens: storableCount(usage?.outputTokens),
    first_token_ms: firstTokenAt && Math.round(firstTokenAt - startedAt),
    latency_ms: endedAt && Math.round(endedAt - startedAt),
  };
}
