// sync-stand-in: sells the applied catalog at the local stand-in of Stripe.
import { STRIPE_STAND_IN } from '../../local/upstreams/stand-in-variables.ts';
import { withConnection } from '../catalog/with-connection.ts';
import { connectStripe } from './connect-stripe.ts';
import { syncPrices } from './sync-prices.ts';

/** Does it where there is one; with a real key it is the operator's to do. */
export async function syncStandIn({
  stripeUrl,
  dbUrl,
}: {
  stripeUrl?: string;
  dbUrl: string;
}): Promise<void> {
  if (!stripeUrl) return;
  const stripe = connectStripe(STRIPE_STAND_IN.secretKey, stripeUrl);
  await withConnection(dbUrl, (client) => syncPrices(stripe, client, false));
}
