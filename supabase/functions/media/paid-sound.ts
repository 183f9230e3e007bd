// paid-sound: work of the provider on sound, for an action that was begun: done and settled, or
// failed and free.
import { actionReceipt } from '../../../shared/contracts/completions.ts';
import type { BegunAction } from '../../../shared/contracts/media.ts';
import { AppError } from '../../../shared/errors.ts';
import { callSql } from '../_shared/database.ts';
import { waitUntil, workerEnds } from '../_shared/edge-runtime.ts';
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
  try {
    const made = await work(AbortSignal.any([AbortSignal.timeout(TIMEOUT_MS), workerEnds]));
    const latency_ms = Math.round(performance.now() - startedAt);
    return { made, done: { p_action_id, p_usage: { provider: 'openai', latency_ms } } };
  } catch (cause) {
    const error = asAppError(cause);
    const failed = { p_action_id, p_is_done: false, p_error_code: error.code };
    await untilDatabaseAnswers(() => callSql('settle_action', failed, actionReceipt));
    throw error;
  }
}

function asAppError(cause: unknown): AppError {
  if (cause instanceof AppError) return cause;
  // An APIError of the SDK, which is loaded only when it is needed.
  const isRefusal = cause instanceof Error && 'status' in cause && cause.status === 400;
  return new AppError(isRefusal ? 'refused_by_provider' : 'provider_unavailable', { cause });
}
