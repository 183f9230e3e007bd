// list-offers: what is sold, by the providers that are on, as the catalog and their prices say.
import { z } from 'zod';
import { paymentProvider } from '../../../shared/contracts/payments.ts';
import { callSql } from '../_shared/database.ts';
import { isLive } from '../_shared/payments/is-live.ts';
import { hasLemonSqueezy } from '../_shared/payments/lemonsqueezy-client.ts';
import { hasStripe } from '../_shared/payments/stripe-client.ts';

const offer = z.object({
  provider: paymentProvider,
  kind: z.string(),
  item: z.string(),
  name: z.string(),
  amount_cents: z.int(),
  currency: z.string(),
  billing: z.string(),
  credits: z.int(),
  pass_days: z.int().nullable(),
  trial_days: z.int().nullable(),
});
export type Offer = z.infer<typeof offer>;

/** Stripe's first. */
export async function listOffers(): Promise<Offer[]> {
  const offersOf = (p_provider: string) =>
    callSql('list_offers', { p_provider, p_is_live: isLive() }, z.array(offer));
  const offers = await Promise.all([
    hasStripe() ? offersOf('stripe') : [],
    hasLemonSqueezy() ? offersOf('lemonsqueezy') : [],
  ]);
  return offers.flat();
}
