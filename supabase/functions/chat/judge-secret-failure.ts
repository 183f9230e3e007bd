// judge-secret-failure: what it means that OpenAI gave no secret for a talk.
import { AppError } from '../../../shared/errors.ts';

/** What the caller is told, and whether OpenAI works, as far as the failure tells. */
export async function judgeSecretFailure(
  thrown: unknown,
): Promise<{ error: AppError; isUp?: boolean }> {
  const { APIConnectionError, APIError, APIUserAbortError } = await import('openai');
  const details = { provider: 'openai' };
  const down = new AppError('provider_unavailable', { details, cause: thrown });
  // The caller left, or the worker ends.
  if (thrown instanceof APIUserAbortError) return { error: down };
  if (thrown instanceof APIConnectionError) return { error: down, isUp: false };
  if (!(thrown instanceof APIError)) return { error: new AppError('internal', { cause: thrown }) };
  if (thrown.status === 400 || thrown.status === 404)
    return { error: new AppError('refused_by_provider', { details, cause: thrown }), isUp: true };
  return { error: down, isUp: false };
}
