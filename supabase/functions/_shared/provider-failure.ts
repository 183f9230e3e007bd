// provider-failure: what the failure of a call says: whether another try or another model may
// help, whether the provider works, and what callers are told.
import { APICallError, RetryError, UnsupportedFunctionalityError } from 'ai';
import { AppError, type ErrorCode } from '../../../shared/errors.ts';
import { SilenceError } from './silence-timer.ts';

export interface ProviderFailure {
  code: ErrorCode;
  /** `again`: the same model, soon. `larger`: a model that takes more. `nowhere`: no other try. */
  remedy: 'again' | 'elsewhere' | 'larger' | 'nowhere';
  /** False when the provider is to blame; absent when it says nothing about the provider. */
  isUp?: false;
  /** For how long the provider wants to be left alone, in ms. */
  retryAfterMs?: number;
  /** In a word, for operators. */
  reason: string;
}

// Most providers have no code for these: only their words tell them from other refused requests.
const TOO_LONG = anyOf(
  ...['context_length_exceeded', 'maximum context length', 'reduce the length of the messages'],
  ...['prompt is too long', 'exceed context limit'], // Anthropic
  ...['input token count .*exceeds', 'max_seq_len', 'exceed max message tokens'],
);
const AGAINST_POLICY = anyOf(
  ...['content_policy_violation', 'content_filter', 'invalid_prompt'],
  ...['content filtering policy', 'SensitiveContent'],
);
const NO_MONEY = anyOf('insufficient_quota', 'credit balance is too low', 'insufficient balance');
const BAD_KEY = anyOf('API_KEY_INVALID', 'API key not valid');

/** Judges what a call to a model threw, or what its stream reported. */
export function judgeFailure(thrown: unknown): ProviderFailure {
  const failure = RetryError.isInstance(thrown) ? thrown.lastError : thrown;
  if (failure instanceof AppError) {
    const remedy = failure.code === 'provider_not_configured' ? 'elsewhere' : 'nowhere';
    return { code: failure.code, remedy, reason: failure.code };
  }
  if (UnsupportedFunctionalityError.isInstance(failure))
    return { code: 'refused_by_provider', remedy: 'elsewhere', reason: 'unsupported' };
  if (failure instanceof SilenceError) return down('elsewhere', 'silent');
  if (!APICallError.isInstance(failure)) return down('again', 'broken');
  return judgeAnswer(failure);
}

function judgeAnswer({ statusCode, responseBody, responseHeaders }: APICallError): ProviderFailure {
  const body = responseBody ?? '';
  const reason = statusCode ? `status ${statusCode}` : 'no connection';
  if (NO_MONEY.test(body)) return down('elsewhere', 'no money');
  if (BAD_KEY.test(body)) return down('elsewhere', 'bad key');
  switch (statusCode) {
    case 401:
    case 402:
    case 403:
      return down('elsewhere', reason);
    case 404:
      return { code: 'provider_unavailable', remedy: 'elsewhere', reason };
    case 400:
    case 413:
    case 422:
      if (TOO_LONG.test(body))
        return { code: 'context_length_exceeded', remedy: 'larger', reason: 'too long' };
      if (AGAINST_POLICY.test(body))
        return { code: 'refused_by_provider', remedy: 'nowhere', reason: 'against policy' };
      return { code: 'refused_by_provider', remedy: 'elsewhere', reason };
  }
  return { ...down('again', reason), ...retryAfter(responseHeaders) };
}

function anyOf(...phrases: string[]): RegExp {
  return new RegExp(phrases.join('|'), 'i');
}

function down(remedy: ProviderFailure['remedy'], reason: string): ProviderFailure {
  return { code: 'provider_unavailable', remedy, isUp: false, reason };
}

/** `retry-after-ms` of OpenAI, or the standard's seconds or date. */
function retryAfter(headers: Record<string, string> | undefined): { retryAfterMs?: number } {
  const { 'retry-after-ms': inMs, 'retry-after': standard } = headers ?? {};
  const ms = inMs
    ? Number(inMs)
    : standard && (Number(standard) * 1000 || Date.parse(standard) - Date.now());
  return typeof ms === 'number' && ms >= 0 ? { retryAfterMs: ms } : {};
}
