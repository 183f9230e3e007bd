// provider-failure: what the answers of providers mean: who is to blame, and what may help. Bodies
// as the providers send them.
import { APICallError, InvalidPromptError, StreamProviderError } from 'ai';
import { expect, it } from 'vitest';
import { judgeFailure } from '../../supabase/functions/_shared/provider-failure.ts';

function answered(statusCode: number, body: object | string): APICallError {
  const responseBody = typeof body === 'string' ? body : JSON.stringify(body);
  return new APICallError({
    message: 'It failed.',
    url: 'https://provider.example',
    requestBodyValues: {},
    statusCode,
    responseBody,
  });
}

const openai = (message: string, code: string | null, type = 'invalid_request_error') => ({
  error: { message, type, param: null, code },
});
const anthropic = (type: string, message: string) => ({ type: 'error', error: { type, message } });
const google = (code: number, status: string, message: string, reason?: string) => ({
  error: { code, status, message, details: reason ? [{ '@type': 'ErrorInfo', reason }] : [] },
});
/** A name that callers may give to a tool, or any words of theirs, quoted as providers do. */
const quoting = (words: string) =>
  `Invalid schema for function '${words}': schema must be a JSON Schema of 'type: "object"'.`;

it.each<[string, unknown]>([
  ['an unknown key', answered(401, openai('Incorrect API key provided.', 'invalid_api_key'))],
  ['no money, at OpenAI', answered(429, openai('Quota.', 'insufficient_quota'))],
  ['a limit of our own, at OpenAI', answered(400, openai('Limit', 'billing_hard_limit_reached'))],
  [
    'no money, at Anthropic',
    answered(
      400,
      anthropic('invalid_request_error', 'Your credit balance is too low to access the API.'),
    ),
  ],
  ['no money, as Anthropic says it by now', answered(402, anthropic('billing_error', 'Pay.'))],
  ['no money, at SiliconFlow', answered(403, { code: 30001, message: 'Balance.', data: null })],
  [
    'a bad key, at Google',
    answered(400, google(400, 'INVALID_ARGUMENT', 'API key not valid.', 'API_KEY_INVALID')),
  ],
  ['Google in an array', answered(400, [google(400, 'INVALID', 'Key.', 'API_KEY_INVALID')])],
])('%s: the provider is left, and fails for all', (_, failure) => {
  expect(judgeFailure(failure)).toMatchObject({
    code: 'provider_unavailable',
    remedy: 'elsewhere',
    isUp: false,
  });
});

it.each<[string, unknown]>([
  ['a fault of its own', answered(500, openai('Sorry.', null, 'server_error'))],
  ['a proxy in between', answered(502, '<html>Bad Gateway</html>')],
  ['too many requests', answered(429, openai('Rate limit.', 'rate_limit_exceeded', 'requests'))],
  ['too much to do', answered(529, anthropic('overloaded_error', 'Overloaded'))],
  [
    'a fault in mid-stream',
    new StreamProviderError({ message: 'Sorry.', type: 'server_error', statusCode: 500 }),
  ],
  ['a fault in mid-stream of a package', { message: 'Sorry.', type: 'server_error', code: 500 }],
  ['nothing that says anything', undefined],
  ['whatever else breaks', new TypeError('terminated')],
])('%s: the provider fails, and another try may help', (_, failure) => {
  expect(judgeFailure(failure)).toMatchObject({
    code: 'provider_unavailable',
    remedy: 'again',
    isUp: false,
  });
});

it.each<[string, unknown]>([
  ['a wrong request', answered(400, openai('Wrong.', null))],
  ...['insufficient_quota', 'API_KEY_INVALID', 'credit_balance_is_too_low'].map(
    (words): [string, unknown] => [
      `a tool named ${words}`,
      answered(400, openai(quoting(words), 'invalid_function_parameters')),
    ],
  ),
  [
    'a word of ours, at Anthropic',
    answered(
      400,
      anthropic('invalid_request_error', 'tools.0.name: "insufficient_quota" is no name'),
    ),
  ],
  ['a body too large', answered(413, anthropic('request_too_large', 'Too large.'))],
  [
    "more than a minute's tokens in one request",
    answered(429, openai('Request too large for gpt-4.1 on TPM.', 'rate_limit_exceeded', 'tokens')),
  ],
  ['a form that is not taken', answered(422, { detail: [{ loc: ['body'], msg: 'Wrong.' }] })],
  [
    'a request that is refused in mid-stream',
    new StreamProviderError({
      message: 'Failed to call a function.',
      type: 'invalid_request_error',
      code: 'tool_use_failed',
    }),
  ],
  [
    "the same, as a provider's package reports it",
    { message: 'Failed.', type: 'BadRequestError', param: null, code: 400 },
  ],
])('%s: the provider works, and does not take the request', (_, failure) => {
  expect(judgeFailure(failure)).toMatchObject({
    code: 'refused_by_provider',
    remedy: 'elsewhere',
    isUp: true,
  });
});

it.each<[string, unknown]>([
  ['OpenAI', answered(400, openai('Long.', 'context_length_exceeded'))],
  [
    'Anthropic',
    answered(
      400,
      anthropic('invalid_request_error', 'prompt is too long: 210000 tokens > 200000 maximum'),
    ),
  ],
  [
    'Anthropic, with the answer',
    answered(
      400,
      anthropic(
        'invalid_request_error',
        'input length and `max_tokens` exceed context limit: 199000 + 8000 > 200000',
      ),
    ),
  ],
  [
    'Google',
    answered(
      400,
      google(400, 'INVALID_ARGUMENT', 'The input token count (1200000) exceeds the maximum.'),
    ),
  ],
  [
    'SiliconFlow',
    answered(400, { code: 20015, message: 'length of prompt_tokens (9) must be less', data: null }),
  ],
  [
    'vLLM',
    answered(400, {
      object: 'error',
      message: "This model's maximum context length is 32768 tokens.",
      type: 'BadRequestError',
      code: 400,
    }),
  ],
])('messages that are too long for %s may go to a model that takes more', (_, failure) => {
  expect(judgeFailure(failure)).toMatchObject({
    code: 'context_length_exceeded',
    remedy: 'larger',
    isUp: true,
  });
});

it.each<[string, unknown]>([
  ['OpenAI', answered(400, openai('No.', 'content_policy_violation'))],
  ['Volcengine', answered(400, openai('No.', 'InputTextSensitiveContentDetected', 'BadRequest'))],
  [
    'Anthropic',
    answered(400, anthropic('invalid_request_error', 'Output blocked by content filtering policy')),
  ],
])('what goes against the policy of %s goes nowhere else', (_, failure) => {
  expect(judgeFailure(failure)).toMatchObject({
    code: 'refused_by_provider',
    remedy: 'nowhere',
    isUp: true,
  });
});

it('what was never asked, or had all the time there is, says nothing about the provider', () => {
  const unasked = new InvalidPromptError({ prompt: {}, message: 'No messages.' });
  expect(judgeFailure(unasked)).toEqual({
    code: 'refused_by_provider',
    remedy: 'elsewhere',
    reason: 'unsupported',
  });
  const late = new DOMException('The time is up.', 'TimeoutError');
  expect(judgeFailure(late)).not.toHaveProperty('isUp');
});
