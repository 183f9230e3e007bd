// google-error: refusals in Google's own shape: { error: { code, message, status, details } }.
import { type Refusals, UpstreamError } from '../shared/upstream-error.ts';

const states: Record<number, string> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  429: 'RESOURCE_EXHAUSTED',
  500: 'INTERNAL',
  503: 'UNAVAILABLE',
  504: 'DEADLINE_EXCEEDED',
};
const samples: Record<string, string> = {
  400: 'Request contains an invalid argument.',
  401: 'Request had invalid authentication credentials.',
  403: 'The caller does not have permission.',
  404: 'models/unknown is not found for API version v1beta.',
  429: 'Resource has been exhausted (e.g. check quota).',
  500: 'An internal error has occurred. Please retry.',
  503: 'The model is overloaded. Please try again later.',
  insufficient_quota:
    'You exceeded your current quota, please check your plan and billing details.',
  context_length_exceeded: 'The input token count exceeds the maximum number of tokens allowed.',
};

/** A refusal as Google words it. */
export class GoogleError extends UpstreamError {
  constructor(status: number, message: string, headers: Record<string, string> = {}) {
    const error = { code: status, message, status: states[status] ?? 'UNKNOWN', details: [] };
    super(status, message, { error }, headers);
  }
}

export const googleRefusals: Refusals = {
  refuse: (status, message) => new GoogleError(status, message),
  sample: (status, code, headers) =>
    new GoogleError(status, samples[code ?? status] ?? samples[status] ?? 'Unknown.', headers),
};
