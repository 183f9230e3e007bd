// ask-stripe: a call to Stripe for a person who waits, with its failures as ours.
import Stripe from 'stripe';
import { AppError } from '../../../shared/errors.ts';

/**
 * What the call returns. Throws `payment_declined` when the card is refused (nothing has changed),
 * `idempotency_conflict` for a key in other use, `payments_unavailable` when Stripe is away.
 */
export async function askStripe<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (cause) {
    if (cause instanceof Stripe.errors.StripeCardError)
      throw new AppError('payment_declined', {
        details: { decline_code: cause.decline_code ?? null },
        cause,
      });
    if (cause instanceof Stripe.errors.StripeIdempotencyError)
      throw new AppError('idempotency_conflict', { cause });
    if (
      cause instanceof Stripe.errors.StripeConnectionError ||
      cause instanceof Stripe.errors.StripeAPIError ||
      cause instanceof Stripe.errors.StripeRateLimitError
    )
      throw new AppError('payments_unavailable', { details: { provider: 'stripe' }, cause });
    throw cause;
  }
}
