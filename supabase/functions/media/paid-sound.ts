// paid-sound: work of the provider on sound, for an action that was begun: done and settled, or
// failed and free.
import { actionReceipt } from '../../../shared/contracts/completions.ts';
import type { BegunAction } from '../../../shared/contracts/media.ts';
import type { ProviderName } from '../../../shared/contracts/providers.ts';
import { AppError } from '../../../shared/errors.ts';
import { callSql } from '../_shared/database.ts';
import { waitUntil, workerEnds } from '../_shared/edge-runtime.ts';
import { judgeOpenaiFailure } from '../_shared/judge-openai-failure.ts';
import { untilDatabaseAnswers } from '../_shared/until-database-answers.ts';

/** Below what a caller and a worker wait at most, for all who are asked one after the other. */
const TIMEOUT_MS = 100_000;

/** Who is asked, for which model. */
export type Maker = { provider: ProviderName; model: string };

/** As `settle_action` takes it. */
type Attempt = Maker & { is_up: boolean | null; reason?: string };

/** The settlement of an action that was done, without what it has made. */
export interface DoneAction {
  p_action_id: string;
  p_usage: Maker & { latency_ms: number; attempts: Attempt[] };
}

/**
 * What `settle` keeps of what `work` makes with the first of the makers that works, of those that
 * are not left alone. It is done to its end even if the caller leaves. Throws `media_pending` while
 * somebody else makes it, `refused_by_provider` or `provider_unavailable` when it fails, which
 * costs nothing.
 */
export function paidSound<Made, Kept>(
  { action_id, is_repeat, providers }: BegunAction,
  makers: Maker[],
  work: (maker: Maker, signal: AbortSignal) => Promise<Made>,
  settle: (made: Made, done: DoneAction) => Promise<Kept>,
): Promise<Kept> {
  if (is_repeat) throw new AppError('media_pending');
  const asked = makers.filter(({ provider }) => providers.includes(provider));
  const kept = make(action_id, asked, work).then(({ made, done }) =>
    untilDatabaseAnswers(() => settle(made, done)),
  );
  waitUntil(kept.catch(() => undefined));
  return kept;
}

async function make<Made>(
  p_action_id: string,
  makers: Maker[],
  work: (maker: Maker, signal: AbortSignal) => Promise<Made>,
): Promise<{ made: Made; done: DoneAction }> {
  const attempts: Attempt[] = [];
  let failure = new AppError('provider_unavailable');
  for (const maker of makers) {
    const startedAt = performance.now();
    const timeout = AbortSignal.timeout(TIMEOUT_MS / makers.length);
    try {
      const made = await work(maker, AbortSignal.any([timeout, workerEnds]));
      const latency_ms = Math.round(performance.now() - startedAt);
      attempts.push({ ...maker, is_up: true });
      return { made, done: { p_action_id, p_usage: { ...maker, latency_ms, attempts } } };
    } catch (thrown) {
      const { error, isUp = null } = await judge(thrown, maker, timeout);
      attempts.push({ ...maker, is_up: isUp, reason: error.code });
      failure = error;
      // What is refused, or cannot be read here, is so wherever it is asked.
      if (isUp !== false) break;
    }
  }
  const failed = {
    p_action_id,
    p_is_done: false,
    p_error_code: failure.code,
    p_usage: { attempts },
  };
  await untilDatabaseAnswers(() => callSql('settle_action', failed, actionReceipt));
  throw failure;
}

function judge(
  thrown: unknown,
  { provider }: Maker,
  timeout: AbortSignal,
): ReturnType<typeof judgeOpenaiFailure> {
  if (!workerEnds.aborted && !timeout.aborted) return judgeOpenaiFailure(thrown, provider);
  // Whatever an SDK makes of a signal, and wherever it was read.
  const error = new AppError('provider_unavailable', { details: { provider }, cause: thrown });
  return Promise.resolve(workerEnds.aborted ? { error } : { error, isUp: false });
}
