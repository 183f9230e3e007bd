// sync-prices: sells at Stripe what the applied catalog offers: a product and a price for each
// plan, pass and pack, found again by their lookup keys. Again it changes nothing.
import type pg from 'pg';
import type Stripe from 'stripe';
import { type Offer, readOffers } from './read-offers.ts';

export interface SyncedPrice extends Offer {
  priceId: string;
  /** Made now at Stripe; otherwise it was there. */
  isNew: boolean;
}

/** Creates what is missing at Stripe, and tells the database which price is for what. */
export async function syncPrices(
  stripe: Stripe,
  client: pg.ClientBase,
  isLive: boolean,
): Promise<SyncedPrice[]> {
  const synced: SyncedPrice[] = [];
  for (const sold of await readOffers(client)) {
    const { price, isNew } = await findOrMakePrice(stripe, sold);
    await client.query('select private.set_provider_price($1, $2, $3, $4, $5, $6, $7, $8, $9)', [
      ...['stripe', isLive, price.id, productOf(price), sold.kind, sold.item],
      ...[sold.amount_cents, sold.currency, sold.billing],
    ]);
    synced.push({ ...sold, priceId: price.id, isNew });
  }
  return synced;
}

/** A price never changes: another amount is another price, to which the lookup key moves. */
async function findOrMakePrice(stripe: Stripe, sold: Offer) {
  const key = `parley:${sold.kind}:${sold.item}`;
  const { data } = await stripe.prices.list({ lookup_keys: [key], limit: 1 });
  const [found] = data;
  if (found && isPriceOf(found, sold)) return { price: found, isNew: false };
  const product = found
    ? productOf(found)
    : (
        await stripe.products.create(
          { name: sold.name, metadata: { parley: key } },
          { idempotencyKey: `product:${key}` },
        )
      ).id;
  const price = await stripe.prices.create({
    product,
    currency: sold.currency.toLowerCase(),
    unit_amount: sold.amount_cents,
    lookup_key: key,
    transfer_lookup_key: true,
    ...(sold.billing === 'once' ? {} : { recurring: { interval: sold.billing } }),
  });
  return { price, isNew: true };
}

function isPriceOf(price: Stripe.Price, { amount_cents, currency, billing }: Offer): boolean {
  return (
    price.active &&
    price.unit_amount === amount_cents &&
    price.currency === currency.toLowerCase() &&
    (price.recurring?.interval ?? 'once') === billing
  );
}

function productOf({ product }: Stripe.Price): string {
  return typeof product === 'string' ? product : product.id;
}
