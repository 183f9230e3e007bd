// judge-openai-failure: what it means that OpenAI's own SDK has failed.
import { AppError } from '../../../shared/errors.ts';

/** What answers that there was something wrong with what was asked. */
const REFUSALS = [400, 404, 413, 422];

/** What the caller is told, and whether OpenAI works, as far as the failure tells. */
export async function judgeOpenaiFailure(
  thrown: unknown,
): Promise<{ error: AppError; isUp?: boolean }> {
  if (thrown instanceof AppError) return { error: thrown };
  const { APIError, APIUserAbortError } = await import('openai');
  const details = { provider: 'openai' };
  if (thrown instanceof APIError && REFUSALS.includes(thrown.status))
    return { error: new AppError('refused_by_provider', { details, cause: thrown }), isUp: true };
  const error = new AppError('provider_unavailable', { details, cause: thrown });
  // The caller left, or the worker ends.
  if (thrown instanceof APIUserAbortError) return { error };
  // It is away, says so, does not know us, or breaks off in the middle of its answer.
  return { error, isUp: false };
}
