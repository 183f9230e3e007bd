// stripe-client: the SDK, made once per worker, where Stripe is configured.
import Stripe from 'stripe';
import { AppError } from '../../../../shared/errors.ts';
import { env } from '../env.ts';
import { isOn } from './is-live.ts';

const client = env.STRIPE_SECRET_KEY === undefined ? undefined : connect(env.STRIPE_SECRET_KEY);

function connect(key: string): Stripe {
  const { protocol, hostname, port } = new URL(env.STRIPE_BASE_URL);
  return new Stripe(key, {
    protocol: protocol === 'http:' ? 'http' : 'https',
    host: hostname,
    ...(port ? { port } : {}),
    timeout: 20_000,
    maxNetworkRetries: 2,
    telemetry: false,
  });
}

/** Whether Stripe can be used here. */
export function hasStripe(): boolean {
  return isOn('stripe');
}

/** The client; throws `payments_not_configured` where Stripe is off. */
export function requireStripe(): Stripe {
  if (!client || !hasStripe())
    throw new AppError('payments_not_configured', { details: { provider: 'stripe' } });
  return client;
}
