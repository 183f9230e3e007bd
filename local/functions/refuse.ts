// refuse: answers in a function's place, in the platform's form: JSON and `sb-error-code`.
import type { ServerResponse } from 'node:http';

export interface Refusal {
  status: 401 | 404 | 500 | 503 | 504;
  code: string;
  message: string;
  /** Refusals of `verify_jwt` repeat the sentence as `msg`, for older clients. */
  msg?: string;
}

export const notFound: Refusal = {
  status: 404,
  code: 'NOT_FOUND',
  message: 'Requested function was not found',
};
export const bootError: Refusal = {
  status: 503,
  code: 'BOOT_ERROR',
  message: 'Function failed to start (please check logs)',
};
export const workerError: Refusal = {
  status: 500,
  code: 'WORKER_ERROR',
  message: 'Function exited due to an error (please check logs)',
};
export const tooSlow: Refusal = {
  status: 504,
  code: 'upstream_timeout',
  message: 'The edge functions server did not answer within 150 s.',
};

/** Ends `response` with `refusal`. */
export function refuse(response: ServerResponse, refusal: Refusal): void {
  const { status, ...body } = refusal;
  response.writeHead(status, {
    'content-type': 'application/json',
    'sb-error-code': refusal.code,
    'access-control-expose-headers': 'sb-error-code',
    ...(status === 503 && { 'retry-after': '1' }),
  });
  response.end(JSON.stringify(body));
}
