// openai-error: refusals in OpenAI's own shape: { error: { message, type, param, code } }.
import { type Refusals, UpstreamError } from '../shared/upstream-error.ts';
import type { Dialect } from './dialect.ts';

export interface ErrorOptions {
  type?: string;
  param?: string | null;
  code?: string | null;
  headers?: Record<string, string>;
}

/** A refusal as OpenAI words it. */
export class OpenaiError extends UpstreamError {
  constructor(status: number, message: string, options: ErrorOptions = {}) {
    const { type = 'invalid_request_error', param = null, code = null, headers = {} } = options;
    super(status, message, { error: { message, type, param, code } }, headers);
  }
}

const samples: Record<string, [message: string, type: string, code: string | null]> = {
  400: ['The request is not valid.', 'invalid_request_error', null],
  401: ['Incorrect API key provided.', 'invalid_request_error', 'invalid_api_key'],
  403: ['You are not allowed to sample from this model.', 'invalid_request_error', null],
  404: ['The model does not exist.', 'invalid_request_error', 'model_not_found'],
  429: ['Rate limit reached for requests.', 'requests', 'rate_limit_exceeded'],
  500: [
    'The server had an error while processing your request. Sorry about that!',
    'server_error',
    null,
  ],
  503: [
    'The engine is currently overloaded, please try again later.',
    'service_unavailable_error',
    null,
  ],
  insufficient_quota: [
    'You exceeded your current quota, please check your plan and billing details.',
    'insufficient_quota',
    'insufficient_quota',
  ],
  content_policy_violation: [
    'Your request was rejected as a result of our safety system.',
    'invalid_request_error',
    'content_policy_violation',
  ],
  context_length_exceeded: [
    "This model's maximum context length is exceeded by your messages.",
    'invalid_request_error',
    'context_length_exceeded',
  ],
};

/** The error OpenAI gives with this status, or, where one status has several, with this code. */
function sampleError(
  status: number,
  code: string | undefined,
  headers: Record<string, string>,
): OpenaiError {
  const sample = samples[code ?? status] ?? samples[status] ?? samples[500];
  const [message = '', type = '', usualCode = null] = sample ?? [];
  return new OpenaiError(status, message, { type, code: code ?? usualCode, headers });
}

/** Those of a server that has its own words for messages that are too long. */
export function refusalsOf({ tooLong }: Dialect): Refusals {
  return {
    ...openaiRefusals,
    sample: (status, code, headers) =>
      tooLong && code === 'context_length_exceeded'
        ? new UpstreamError(status, 'Too long.', tooLong, headers)
        : sampleError(status, code, headers),
  };
}

export const openaiRefusals: Refusals = {
  refuse: (status, message) => new OpenaiError(status, message),
  sample: sampleError,
};
