// paypal-error: refusals in PayPal's own shape: { name, message, debug_id, details }.
import { type Refusals, UpstreamError } from '../shared/upstream-error.ts';

const names: Record<number, string> = {
  400: 'VALIDATION_ERROR',
  401: 'AUTHENTICATION_FAILURE',
  403: 'NOT_AUTHORIZED',
  404: 'INVALID_RESOURCE_ID',
  422: 'INSUFFICIENT_FUNDS',
  429: 'RATE_LIMIT_REACHED',
  500: 'INTERNAL_ERROR',
  503: 'SERVICE_UNAVAILABLE',
};

export class PaypalError extends UpstreamError {
  constructor(status: number, message: string, name = names[status], details: object[] = []) {
    super(status, message, { name, message, debug_id: 'f1e2d3c4b5a69', details, links: [] });
  }
}

export const paypalRefusals: Refusals = {
  refuse: (status, message) => new PaypalError(status, message),
  sample: (status, code) => new PaypalError(status, 'An error occurred.', code ?? names[status]),
};
