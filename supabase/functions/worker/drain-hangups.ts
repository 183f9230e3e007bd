// drain-hangups: hangs up the calls of talks that are over, until OpenAI has said so of each.
import { z } from 'zod';
import { type ClaimedHangup, claimedHangups } from '../../../shared/contracts/voice.ts';
import { AppError } from '../../../shared/errors.ts';
import { callSql } from '../_shared/database.ts';
import { workerEnds } from '../_shared/edge-runtime.ts';
import { logFailure } from '../_shared/log-failure.ts';
import { hangUp } from './hang-up.ts';

const BATCH = 20;

let draining: Promise<void> | undefined;
let isAskedAgain = false;

/** One run at a time in this worker: who asks meanwhile is served by another round of it. */
export function drainHangups(): Promise<void> {
  isAskedAgain = true;
  draining ??= drain()
    .catch((cause: unknown) => {
      // What is claimed comes again in 20 seconds.
      logFailure(cause instanceof AppError ? cause : new AppError('internal', { cause }), {});
    })
    .finally(() => {
      draining = undefined;
    });
  return draining;
}

async function drain(): Promise<void> {
  let claimed: ClaimedHangup[] = [];
  while ((isAskedAgain || claimed.length > 0) && !workerEnds.aborted) {
    isAskedAgain = false;
    claimed = await callSql('claim_hangups', { p_count: BATCH }, claimedHangups);
    await Promise.all(claimed.map(end));
  }
}

async function end({ message_id, call_id }: ClaimedHangup): Promise<void> {
  let isKnown: boolean;
  try {
    isKnown = await hangUp(call_id);
  } catch (cause) {
    const failure = cause instanceof AppError ? cause : new AppError('internal', { cause });
    logFailure(failure, { call: call_id });
    await callSql('postpone_hangup', { p_message_id: message_id }, z.unknown());
    return;
  }
  const args = { p_message_id: message_id, p_call_id: call_id, p_is_known: isKnown };
  await callSql('finish_hangup', args, z.unknown());
}
