// read-configuration: what a frontend needs to sell: who can be paid, with which public key, what.
import { z } from 'zod';
import { callSql } from '../_shared/database.ts';
import { env } from '../_shared/env.ts';
import { hasLemonSqueezy, isLemonSqueezyLive } from '../_shared/payments/lemonsqueezy-client.ts';
import { hasStripe, isStripeLive } from '../_shared/payments/stripe-client.ts';

const offer = z.object({
  provider: z.string(),
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

export interface Configuration {
  providers: { provider: string; is_on: boolean; publishable_key: string | null }[];
  offers: z.infer<typeof offer>[];
}

/** Offers are of the providers that are on. */
export async function readConfiguration(): Promise<Configuration> {
  const offersOf = (p_provider: string, p_is_live: boolean) =>
    callSql('list_offers', { p_provider, p_is_live }, z.array(offer));
  const [isStripeOn, isLemonSqueezyOn] = [hasStripe(), hasLemonSqueezy()];
  const offers = await Promise.all([
    isStripeOn ? offersOf('stripe', isStripeLive()) : [],
    isLemonSqueezyOn ? offersOf('lemonsqueezy', isLemonSqueezyLive()) : [],
  ]);
  const publishable_key = env.STRIPE_PUBLISHABLE_KEY ?? null;
  return {
    providers: [
      { provider: 'stripe', is_on: isStripeOn, publishable_key },
      { provider: 'lemonsqueezy', is_on: isLemonSqueezyOn, publishable_key: null },
    ],
    offers: offers.flat(),
  };
}
