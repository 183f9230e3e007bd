// receive-stripe: a delivery of Stripe: the signature over its raw bytes, its age and mode are
// checked, then it is kept. Nothing is believed of its content but what it is about.
import Stripe from 'stripe';
import { AppError } from '../../../shared/errors.ts';
import { env } from '../_shared/env.ts';
import { isLive } from '../_shared/payments/is-live.ts';
import { storeStripeEvent, stripeEvent } from '../_shared/payments/store-stripe-event.ts';
import { requireStripe } from '../_shared/payments/stripe-client.ts';
import { readDelivery } from './read-delivery.ts';
import { refuseDelivery } from './refuse-delivery.ts';

/** As Stripe's SDKs have it; what is delivered again is signed anew. */
const MAX_AGE_SECONDS = 300;

/** Keeps the event; whether it is a new one. Throws `webhook_refused`, and counts it. */
export async function receiveStripe(request: Request): Promise<{ is_new: boolean }> {
  const stripe = requireStripe();
  const secret = env.STRIPE_WEBHOOK_SECRET;
  if (!secret) throw new AppError('payments_not_configured', { details: { provider: 'stripe' } });
  const body = await readDelivery('stripe', request);
  const event = await verify(stripe, body, request.headers.get('stripe-signature'), secret);
  if (event.livemode !== isLive()) throw await refuseDelivery('stripe', 'foreign_mode');
  const is_new = await storeStripeEvent(event, body);
  return { is_new };
}

async function verify(stripe: Stripe, body: string, signature: string | null, secret: string) {
  if (!signature) throw await refuseDelivery('stripe', 'unsigned');
  let event: unknown;
  try {
    // Without the SDK's tolerance: its refusal would not tell age from forgery.
    event = await stripe.webhooks.constructEventAsync(body, signature, secret, 0);
  } catch (cause) {
    const isForged = cause instanceof Stripe.errors.StripeSignatureVerificationError;
    throw await refuseDelivery('stripe', isForged ? 'bad_signature' : 'malformed', cause);
  }
  // The SDK takes the last one that is there.
  const signedAt = Number([...signature.matchAll(/(?:^|,)t=(\d+)/g)].at(-1)?.[1]);
  if (!(Date.now() / 1000 - signedAt <= MAX_AGE_SECONDS))
    throw await refuseDelivery('stripe', 'too_old');
  const parsed = stripeEvent.safeParse(event);
  if (!parsed.success) throw await refuseDelivery('stripe', 'malformed', parsed.error);
  return parsed.data;
}
