// stripe-error: refusals in Stripe's own shape: { error: { type, code, param, message } }.
import { type Refusals, UpstreamError } from '../shared/upstream-error.ts';

const samples: Record<number, { type: string; code?: string; message: string }> = {
  400: { type: 'invalid_request_error', message: 'The request is not valid.' },
  401: { type: 'invalid_request_error', message: 'Invalid API Key provided.' },
  402: { type: 'card_error', code: 'card_declined', message: 'Your card was declined.' },
  404: { type: 'invalid_request_error', code: 'resource_missing', message: 'No such object.' },
  409: { type: 'idempotency_error', message: 'A request with this key is in progress.' },
  429: {
    type: 'invalid_request_error',
    code: 'rate_limit',
    message: 'Request rate limit exceeded.',
  },
  500: { type: 'api_error', message: 'An unknown error occurred.' },
};

export class StripeError extends UpstreamError {
  constructor(
    status: number,
    message: string,
    fields: { type?: string; code?: string; param?: string; decline_code?: string } = {},
    headers: Record<string, string> = {},
  ) {
    const { type = 'invalid_request_error' } = samples[status] ?? {};
    super(status, message, { error: { type, message, ...fields } }, headers);
  }
}

export const stripeRefusals: Refusals = {
  refuse: (status, message) => new StripeError(status, message),
  sample(status, code, headers) {
    const { message, ...fields } = samples[status] ?? { type: 'api_error', message: 'Unknown.' };
    return new StripeError(status, message, { ...fields, ...(code ? { code } : {}) }, headers);
  },
};

/** A card that has no money, as answers to API calls say it. */
export function cardDeclined(): StripeError {
  return new StripeError(402, 'Your card was declined.', {
    type: 'card_error',
    code: 'card_declined',
    decline_code: 'insufficient_funds',
  });
}

export function missing(kind: string, id: string, param = 'id'): StripeError {
  return new StripeError(404, `No such ${kind}: '${id}'`, {
    code: 'resource_missing',
    param,
  });
}
