// judge-openai-failure: what it means that a call by OpenAI's own SDK has failed.
import type { ProviderName } from '../../../shared/contracts/providers.ts';
import { AppError } from '../../../shared/errors.ts';

/** What answers that there was something wrong with what was asked. */
const REFUSALS = [400, 404, 413, 422];

/** What the caller is told, and whether the provider works, as far as the failure tells. */
export async function judgeOpenaiFailure(
  thrown: unknown,
  provider: ProviderName = 'openai',
): Promise<{ error: AppError; isUp?: boolean }> {
  if (thrown instanceof AppError) return { error: thrown };
  const { APIError, APIUserAbortError } = await import('openai');
  const details = { provider };
  if (thrown instanceof APIError && REFUSALS.includes(thrown.status))
    return { error: new AppError('refused_by_provider', { details, cause: thrown }), isUp: true };
  const error = new AppError('provider_unavailable', { details, cause: thrown });
  // The caller left, or the worker ends.
  if (thrown instanceof APIUserAbortError) return { error };
  // It is away, says so, does not know us, or breaks off in the middle of its answer.
  return { error, isUp: false };
}
