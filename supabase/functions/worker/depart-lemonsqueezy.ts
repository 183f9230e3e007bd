// depart-lemonsqueezy: cancels what somebody who left has at LemonSqueezy: it ends with its paid
// period, and nothing is charged any more. Customers cannot be deleted there by its API.
import { writeLemon } from '../_shared/payments/lemonsqueezy-client.ts';
import { observeLemonSqueezy } from '../_shared/payments/observe-lemonsqueezy.ts';
import type { Departure } from './drain-departures.ts';

/** Cancels each subscription; again it changes nothing. */
export async function departLemonSqueezy(departure: Departure): Promise<void> {
  for (const id of departure.subscription_provider_ids) {
    const attributes = { cancelled: true };
    await writeLemon('PATCH', `subscriptions/${id}`, { type: 'subscriptions', id, attributes });
    await observeLemonSqueezy('subscription', id, undefined);
  }
}
