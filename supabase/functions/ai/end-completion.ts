// end-completion: settles an answer, and says why it is not whole.
import {
  type ActionReceipt,
  actionReceipt,
  type BegunCompletion,
} from '../../../shared/contracts/completions.ts';
import { AppError, type ErrorCode } from '../../../shared/errors.ts';
import { callSql } from '../_shared/database.ts';
import { workerEnds } from '../_shared/edge-runtime.ts';
import { judgeFailure } from '../_shared/provider-failure.ts';
import { reportedUsage } from '../_shared/reported-usage.ts';
import { untilDatabaseAnswers } from '../_shared/until-database-answers.ts';
import type { GeneratedCompletion } from './generate-completion.ts';

/** As a settlement records it; nobody is left to be told. */
export const CALLER_LEFT = 'caller_left';

/**
 * Ends the action and returns its receipt; throws, with the receipt, what the caller is to be told
 * when the answer is not whole. `deliveredBytes` is what the caller has of it and pays for.
 */
export async function endCompletion(
  begun: BegunCompletion,
  generation: GeneratedCompletion,
  { deliveredBytes, hasLeft }: { deliveredBytes: number; hasLeft: boolean },
): Promise<ActionReceipt> {
  const code = codeOf(generation, deliveredBytes);
  const args = {
    p_action_id: begun.action_id,
    p_is_done: code === undefined,
    p_units: 1,
    ...(code ? { p_error_code: hasLeft ? CALLER_LEFT : code } : {}),
    p_usage: {
      provider: begun.provider,
      is_up: isUpAfter(generation, hasLeft),
      ...reportedUsage(generation),
    },
    p_delivered_bytes: deliveredBytes,
  };
  const receipt = await untilDatabaseAnswers(() => callSql('settle_action', args, actionReceipt));
  if (!code) return receipt;
  const { failure, finishReason } = generation;
  throw new AppError(code, {
    details: {
      ...(failure instanceof AppError ? failure.details : {}),
      ...(finishReason ? { finish_reason: finishReason } : {}),
      receipt,
    },
    cause: failure,
  });
}

/** Whether the provider works; undefined where the answer ended for a reason of ours. */
function isUpAfter({ failure }: GeneratedCompletion, hasLeft: boolean): boolean | undefined {
  if (!failure) return true;
  return hasLeft || workerEnds.aborted ? undefined : judgeFailure(failure).isUp;
}

function codeOf({ failure }: GeneratedCompletion, deliveredBytes: number): ErrorCode | undefined {
  if (deliveredBytes > 0) return failure ? 'answer_interrupted' : undefined;
  if (!failure) return 'empty_answer';
  return judgeFailure(failure).code;
}
