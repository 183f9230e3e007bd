// remember-answers: idempotency keys: a repeated POST gets the first answer, also a failed one;
// another request by the same key is refused, and so is one while the first is under way.
import type { MiddlewareHandler } from 'hono';
import type { UpstreamEnv } from '../shared/exchange.ts';
import { StripeError } from './stripe-error.ts';

interface Remembered {
  request: string;
  answer?: { status: number; body: string };
}

export function rememberAnswers(): MiddlewareHandler<UpstreamEnv> {
  const answers = new Map<string, Remembered>();
  return async (context, next) => {
    const key = context.req.header('idempotency-key');
    if (!key || context.req.method !== 'POST') return next();
    const request = `${context.req.path}?${await context.req.text()}`;
    const known = answers.get(key);
    if (known && known.request !== request)
      throw new StripeError(400, 'Keys for idempotent requests can only be used for the same.', {
        type: 'idempotency_error',
      });
    if (known && !known.answer)
      throw new StripeError(409, 'There is currently another in-progress request by this key.', {
        type: 'idempotency_error',
        code: 'idempotency_key_in_use',
      });
    if (known?.answer)
      return new Response(known.answer.body, {
        status: known.answer.status,
        headers: { 'content-type': 'application/json', 'idempotent-replayed': 'true' },
      });
    const remembered: Remembered = { request };
    answers.set(key, remembered);
    await next();
    const body = await context.res.clone().text();
    const { status } = context.res;
    // What was refused before it was executed is not kept.
    if (status === 400 || status === 401 || status === 404 || status === 429) answers.delete(key);
    else remembered.answer = { status, body };
  };
}
