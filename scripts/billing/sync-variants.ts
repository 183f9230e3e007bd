// sync-variants: sells at LemonSqueezy what the applied catalog offers. Its API makes no products,
// so they are checked: what is missing or wrong is said and not sold. Again it changes nothing.
import type pg from 'pg';
import { formatMoney } from '../catalog/format-terms.ts';
import type { LemonReader } from './connect-lemonsqueezy.ts';
import { type FoundVariant, findVariants, type LemonPrice } from './find-variants.ts';
import { type Offer, readOffers } from './read-offers.ts';

export interface SyncedVariant extends Offer {
  variantId: string | undefined;
  /** What is to be done at LemonSqueezy; undefined when it is sold. */
  trouble: string | undefined;
}

/**
 * Finds each offer's variant by its name, which is the offer's slug or name, and tells the database
 * which variant is for what. Throws when the key is of the other mode.
 */
export async function syncVariants(
  lemon: LemonReader,
  client: pg.ClientBase,
  { storeId, isLive }: { storeId: string; isLive: boolean },
): Promise<SyncedVariant[]> {
  const { meta } = await lemon.read('users/me');
  if (meta?.test_mode === isLive)
    throw new Error(`This key of LemonSqueezy is not of LEMONSQUEEZY_MODE=${modeOf(isLive)}.`);
  const currency = String((await lemon.read(`stores/${storeId}`)).data.attributes.currency);
  const variants = await findVariants(lemon, storeId);
  const synced: SyncedVariant[] = [];
  for (const offer of await readOffers(client)) {
    const named = variants.filter(({ name }) => isNameOf(name, offer));
    const [found] = named;
    const trouble = troubleOf(offer, named, currency) ?? (await sell(client, isLive, offer, found));
    if (trouble) await retire(client, isLive, offer);
    synced.push({ ...offer, variantId: found?.id, trouble });
  }
  return synced;
}

const modeOf = (isLive: boolean) => (isLive ? 'live' : 'test');
const isNameOf = (name: string, { item, name: called }: Offer) =>
  [item, called.toLowerCase()].includes(name.trim().toLowerCase());

function troubleOf(offer: Offer, named: FoundVariant[], currency: string): string | undefined {
  const [found] = named;
  const wanted = `${termsOf(offer)}, named "${offer.item}" or "${offer.name}"`;
  if (!found) return `missing: make a product at ${wanted}`;
  if (named.length > 1)
    return `${named.length} variants have its name: ${named.map(({ id }) => id).join(', ')}`;
  if (!found.isPublished) return 'a draft: publish it';
  if (currency !== offer.currency) return `the store sells in ${currency}, not ${offer.currency}`;
  if (!found.price || !isPriceOf(found.price, offer)) return `another price: make it ${wanted}`;
  // A trial that the plan does not have is left out at the checkout.
  const hasTrial = !offer.trial_days || trialOf(found.price) === offer.trial_days;
  return hasTrial ? undefined : `another trial: make it ${wanted}`;
}

function termsOf({ amount_cents, currency, billing, trial_days }: Offer): string {
  const recurring = billing === 'once' ? 'once' : `each ${billing}`;
  const trial = trial_days ? ` after ${trial_days} days free` : '';
  return `${formatMoney(amount_cents, currency)} ${recurring}${trial}`;
}

function isPriceOf(price: LemonPrice, { amount_cents, billing }: Offer): boolean {
  const { scheme, unit_price, renewal_interval_unit, renewal_interval_quantity } = price;
  if (scheme !== 'standard' || unit_price !== amount_cents) return false;
  if (billing === 'once') return renewal_interval_unit === null;
  return renewal_interval_unit === billing && renewal_interval_quantity === 1;
}

/** In days; months and years of trial are nothing that the catalog can say. */
function trialOf({ trial_interval_unit: unit, trial_interval_quantity: count }: LemonPrice) {
  if (!unit || !count) return null;
  return unit === 'day' ? count : unit === 'week' ? count * 7 : Number.NaN;
}

async function sell(
  client: pg.ClientBase,
  isLive: boolean,
  offer: Offer,
  found: FoundVariant | undefined,
): Promise<string | undefined> {
  const { rows } = await client.query(
    'select private.set_provider_price($1, $2, $3, $4, $5, $6, $7, $8, $9) as is_sold',
    [
      ...['lemonsqueezy', isLive, found?.id, found?.productId, offer.kind, offer.item],
      ...[offer.amount_cents, offer.currency, offer.billing],
    ],
  );
  // Who pays the old price by this variant must keep it.
  if (!rows[0].is_sold) return 'its price was changed: make a new variant for the new one';
  return undefined;
}

async function retire(client: pg.ClientBase, isLive: boolean, { kind, item }: Offer) {
  await client.query(
    `update private.provider_price set state = 'retired'
     where provider = 'lemonsqueezy' and is_live = $1 and kind = $2 and item = $3
       and state = 'offered'`,
    [isLive, kind, item],
  );
}
