// read-configuration: what a frontend needs to sell: who can be paid, with which public key, what.
import { env } from '../_shared/env.ts';
import { hasLemonSqueezy } from '../_shared/payments/lemonsqueezy-client.ts';
import { hasStripe } from '../_shared/payments/stripe-client.ts';
import { listOffers, type Offer } from './list-offers.ts';

export interface Configuration {
  providers: { provider: string; is_on: boolean; publishable_key: string | null }[];
  offers: Offer[];
}

/** Offers are of the providers that are on. */
export async function readConfiguration(): Promise<Configuration> {
  const publishable_key = env.STRIPE_PUBLISHABLE_KEY ?? null;
  return {
    providers: [
      { provider: 'stripe', is_on: hasStripe(), publishable_key },
      { provider: 'lemonsqueezy', is_on: hasLemonSqueezy(), publishable_key: null },
    ],
    offers: await listOffers(),
  };
}
