// stripe-client: the SDK, made once per worker, where Stripe is configured.
import Stripe from 'stripe';
import { AppError } from '../../../../shared/errors.ts';
import { env } from '../env.ts';

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
  return client !== undefined;
}

/** The client; throws `payments_not_configured` without a key. */
export function requireStripe(): Stripe {
  if (!client) throw new AppError('payments_not_configured', { details: { provider: 'stripe' } });
  return client;
}

/** Whether the key moves real money. */
export function isStripeLive(): boolean {
  return /^(sk|rk)_live_/.test(env.STRIPE_SECRET_KEY ?? '');
}
