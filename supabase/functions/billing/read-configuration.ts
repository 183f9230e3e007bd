// read-configuration: what a frontend needs to sell: who can be paid, with which public key, what.
import { z } from 'zod';
import { callSql } from '../_shared/database.ts';
import { env } from '../_shared/env.ts';
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
  const offers = hasStripe()
    ? await callSql(
        'list_offers',
        { p_provider: 'stripe', p_is_live: isStripeLive() },
        z.array(offer),
      )
    : [];
  return {
    providers: [
      {
        provider: 'stripe',
        is_on: hasStripe(),
        publishable_key: env.STRIPE_PUBLISHABLE_KEY ?? null,
      },
    ],
    offers,
  };
}
