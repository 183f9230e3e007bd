// paid-sound: work of the provider on sound, for an action that was begun: done and settled, or
// failed and free.
import { actionReceipt } from '../../../shared/contracts/completions.ts';
import type { BegunAction } from '../../../shared/contracts/media.ts';
import { AppError } from '../../../shared/errors.ts';
import { callSql } from '../_shared/database.ts';
import { waitUntil, workerEnds } from '../_shared/edge-runtime.ts';
import { judgeOpenaiFailure } from '../_shared/judge-openai-failure.ts';
import { untilDatabaseAnswers } from '../_shared/until-database-answers.ts';

/** Below what a caller and a worker wait at most; what `begin_action` holds lasts longer. */
const TIMEOUT_MS = 100_000;

/** The settlement of an action that was done, without what it has made. */
export interface DoneAction {
  p_action_id: string;
  /** The call, as `settle_action` takes it. */
  p_usage: { provider: 'openai'; latency_ms: number };
}

/**
 * What `settle` keeps of what `work` makes. It is done to its end even if the caller leaves. Throws
 * `media_pending` while somebody else makes it, `refused_by_provider` or `provider_unavailable`
 * when it fails, which costs nothing.
 */
export function paidSound<Made, Kept>(
  { action_id, is_repeat }: BegunAction,
  work: (signal: AbortSignal) => Promise<Made>,
  settle: (made: Made, done: DoneAction) => Promise<Kept>,
): Promise<Kept> {
  if (is_repeat) throw new AppError('media_pending');
  const kept = make(action_id, work).then(({ made, done }) =>
    untilDatabaseAnswers(() => settle(made, done)),
  );
  waitUntil(kept.catch(() => undefined));
  return kept;
}

async function make<Made>(
  p_action_id: string,
  work: (signal: AbortSignal) => Promise<Made>,
): Promise<{ made: Made; done: DoneAction }> {
  const startedAt = performance.now();
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const made = await work(AbortSignal.any([timeout, workerEnds]));
    const latency_ms = Math.round(performance.now() - startedAt);
    return { made, done: { p_action_id, p_usage: { provider: 'openai', latency_ms } } };
  } catch (thrown) {
    const { error, isUp } = await judge(thrown, timeout);
    const p_usage = { provider: 'openai', ...(isUp === undefined ? {} : { is_up: isUp }) };
    const failed = { p_action_id, p_is_done: false, p_error_code: error.code, p_usage };
    await untilDatabaseAnswers(() => callSql('settle_action', failed, actionReceipt));
    throw error;
  }
}

function judge(thrown: unknown, timeout: AbortSignal): ReturnType<typeof judgeOpenaiFailure> {
  // Whatever an SDK makes of a signal, and wherever it was read.
  if (workerEnds.aborted || timeout.aborted) {
    const details = { provider: 'openai' };
    const error = new AppError('provider_unavailable', { details, cause: thrown });
    return Promise.resolve(workerEnds.aborted ? { error } : { error, isUp: false });
  }
  return judgeOpenaiFailure(thrown);
}
