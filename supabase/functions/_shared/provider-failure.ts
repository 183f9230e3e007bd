// provider-failure: what the failure of a call says: whether another try or another model may
// help, whether the provider works, and what callers are told.
import {
  InvalidArgumentError,
  InvalidDataContentError,
  InvalidPromptError,
  MissingToolResultsError,
  RetryError,
  UnsupportedFunctionalityError,
} from 'ai';
import { AppError, type ErrorCode } from '../../../shared/errors.ts';
import { type ProviderRefusal, providerRefusal } from './provider-refusal.ts';
import { SilenceError } from './silence-timer.ts';

export interface ProviderFailure {
  code: ErrorCode;
  /** `again`: the same model, soon. `larger`: a model that takes more. `nowhere`: no other try. */
  remedy: 'again' | 'elsewhere' | 'larger' | 'nowhere';
  /**
   * False when the provider is to blame, true when it works and refuses what it was asked; absent
   * when it says nothing about the provider.
   */
  isUp?: boolean;
  /** For how long the provider wants to be left alone, in ms. */
  retryAfterMs?: number;
  /** In a word, for operators. */
  reason: string;
}

// What a provider says of us. By its codes, and where it has none by how its sentence begins: what
// comes later in it may be words of the caller, and these must not speak for the provider.
const NO_MONEY = {
  codes: [
    'insufficient_quota',
    'billing_hard_limit_reached',
    'billing_not_active',
    'billing_error',
  ],
  words: /^Your credit balance is too low/, // Anthropic
};
const BAD_KEY = { codes: ['API_KEY_INVALID'], words: /^API key not valid/ };
// What it says of the request.
const TOO_LONG = {
  codes: ['context_length_exceeded', 'exceed_context_size_error'],
  words: anyOf(
    ...["this model's maximum context length", 'please reduce the length of the messages'],
    ...['prompt is too long', 'input length and `max_tokens` exceed context limit'], // Anthropic
    ...['the input token count', 'length of prompt_tokens'], // Google, SiliconFlow
    'total tokens of image and text exceed', // Volcengine
  ),
};
const AGAINST_POLICY = {
  codes: [
    ...['content_policy_violation', 'content_filter', 'invalid_prompt'],
    ...['', 'InputText', 'InputImage', 'OutputText'].map((of) => `${of}SensitiveContentDetected`),
  ],
  words: /^Output blocked by content filtering policy/, // Anthropic
};
/** OpenAI's status is 429: one request needs more than a minute's tokens of ours. */
const TOO_LARGE = /^Request too large for/;
/** The SDK's own: it cannot put the request into the form of the provider. */
const NOT_ASKED = [
  ...[UnsupportedFunctionalityError, InvalidPromptError, InvalidDataContentError],
  ...[InvalidArgumentError, MissingToolResultsError],
];

/** Judges what a call to a model threw, or what its stream reported. */
export function judgeFailure(thrown: unknown): ProviderFailure {
  const failure = RetryError.isInstance(thrown) ? thrown.lastError : thrown;
  if (failure instanceof AppError) {
    const remedy = failure.code === 'provider_not_configured' ? 'elsewhere' : 'nowhere';
    return { code: failure.code, remedy, reason: failure.code };
  }
  if (NOT_ASKED.some((kind) => kind.isInstance(failure)))
    return { code: 'refused_by_provider', remedy: 'elsewhere', reason: 'unsupported' };
  if (failure instanceof SilenceError) return down('elsewhere', 'silent');
  // All the time that there is was too little, though it was never silent.
  if (failure instanceof DOMException && failure.name === 'TimeoutError')
    return { code: 'provider_unavailable', remedy: 'elsewhere', reason: 'too slow' };
  const refusal = providerRefusal(failure);
  return refusal ? judgeRefusal(refusal) : down('again', 'broken');
}

function judgeRefusal(refusal: ProviderRefusal): ProviderFailure {
  const { status, message, headers } = refusal;
  const reason = status ? `status ${status}` : 'no connection';
  const says = ({ codes, words }: { codes: string[]; words: RegExp }) =>
    codes.some((code) => refusal.codes.includes(code)) || words.test(message);
  if (says(NO_MONEY)) return down('elsewhere', 'no money');
  if (says(BAD_KEY)) return down('elsewhere', 'bad key');
  if (status === 401 || status === 402 || status === 403) return down('elsewhere', reason);
  if (status === 404) return { code: 'provider_unavailable', remedy: 'elsewhere', reason };
  const isRequest = status === 400 || status === 413 || status === 422 || TOO_LARGE.test(message);
  if (!isRequest) return { ...down('again', reason), ...retryAfter(headers) };
  if (says(TOO_LONG))
    return { code: 'context_length_exceeded', remedy: 'larger', isUp: true, reason: 'too long' };
  const refused = { code: 'refused_by_provider', isUp: true } as const;
  if (says(AGAINST_POLICY)) return { ...refused, remedy: 'nowhere', reason: 'against policy' };
  return { ...refused, remedy: 'elsewhere', reason };
}

function anyOf(...beginnings: string[]): RegExp {
  return new RegExp(`^(${beginnings.join('|')})`, 'i');
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
