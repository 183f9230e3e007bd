// sync-stand-in: sells the applied catalog at the local stand-ins of Stripe and LemonSqueezy.
import type pg from 'pg';
import {
  LEMONSQUEEZY_STAND_IN,
  STRIPE_STAND_IN,
} from '../../local/upstreams/stand-in-variables.ts';
import { withConnection } from '../catalog/with-connection.ts';
import { connectLemonSqueezy } from './connect-lemonsqueezy.ts';
import { connectStripe } from './connect-stripe.ts';
import { readOffers } from './read-offers.ts';
import { syncPrices } from './sync-prices.ts';
import { syncVariants } from './sync-variants.ts';

/** Does it where there is one; with a real key it is the operator's to do. */
export async function syncStandIn({
  stripeUrl,
  lemonsqueezyUrl,
  dbUrl,
}: {
  stripeUrl?: string;
  lemonsqueezyUrl?: string;
  dbUrl: string;
}): Promise<void> {
  await withConnection(dbUrl, async (client) => {
    if (stripeUrl)
      await syncPrices(connectStripe(STRIPE_STAND_IN.secretKey, stripeUrl), client, false);
    if (lemonsqueezyUrl) await syncStore(lemonsqueezyUrl, client);
  });
}

/** Makes the products first, as people do on LemonSqueezy's pages. */
async function syncStore(url: string, client: pg.ClientBase): Promise<void> {
  const variants = (await readOffers(client)).map((offer) => ({
    id: variantIdOf(offer),
    name: offer.item,
    unit_price: offer.amount_cents,
    interval: offer.billing === 'once' ? null : offer.billing,
    trial_days: offer.trial_days ?? 0,
  }));
  await fetch(`${url}/__control/variants`, { method: 'PUT', body: JSON.stringify(variants) });
  const { apiKey, storeId } = LEMONSQUEEZY_STAND_IN;
  await syncVariants(connectLemonSqueezy(apiKey, url), client, { storeId, isLive: false });
}

/** The same terms have the same variant after each start, other terms another one. */
function variantIdOf(offer: { kind: string; item: string; amount_cents: number }): number {
  const text = `${offer.kind} ${offer.item} ${offer.amount_cents}`;
  return [...text].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1_000_000_007, 7);
}
