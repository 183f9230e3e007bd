// connect-stripe: the SDK for a key and an address, as scripts have them.
import Stripe from 'stripe';

/** A client of Stripe, or of its stand-in. */
export function connectStripe(key: string, baseUrl: string): Stripe {
  const { protocol, hostname, port } = new URL(baseUrl);
  return new Stripe(key, {
    protocol: protocol === 'http:' ? 'http' : 'https',
    host: hostname,
    ...(port ? { port } : {}),
  });
}
