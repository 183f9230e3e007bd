// anthropic-error: refusals in Anthropic's own shape: { type: 'error', error: { type, message } }.
import { type Refusals, UpstreamError } from '../shared/upstream-error.ts';

const types: Record<number, string> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  500: 'api_error',
  503: 'api_error',
  529: 'overloaded_error',
};
const samples: Record<string, string> = {
  400: 'The request is not valid.',
  401: 'invalid x-api-key',
  403: 'Your API key does not have permission to use the specified resource.',
  404: 'The requested resource could not be found.',
  429: 'This request would exceed the rate limit for your organization.',
  500: 'Internal server error',
  529: 'Overloaded',
  context_length_exceeded: 'prompt is too long',
  insufficient_quota: 'Your credit balance is too low to access the Anthropic API.',
  overloaded_error: 'Overloaded',
};

/** A refusal as Anthropic words it; a code that is a type of its own is the type. */
export class AnthropicError extends UpstreamError {
  constructor(
    status: number,
    message: string,
    options: { type?: string; headers?: Record<string, string> } = {},
  ) {
    const { type = types[status] ?? 'api_error', headers } = options;
    super(status, message, { type: 'error', error: { type, message } }, headers);
  }
}

export const anthropicRefusals: Refusals = {
  refuse: (status, message) => new AnthropicError(status, message),
  sample(status, code, headers) {
    const message = samples[code ?? status] ?? samples[status] ?? 'Internal server error';
    const type = code?.endsWith('_error') ? { type: code } : {};
    return new AnthropicError(status, message, { ...type, headers });
  },
};
