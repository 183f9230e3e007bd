// depart-lemonsqueezy: cancels what somebody who left has at LemonSqueezy: it ends with its paid
// period, and nothing is charged any more. Customers cannot be deleted there by its API.
import { readLemon, writeLemon } from '../_shared/payments/lemonsqueezy-client.ts';
import { lemonSubscription } from '../_shared/payments/lemonsqueezy-resources.ts';
import { observeLemonSqueezy } from '../_shared/payments/observe-lemonsqueezy.ts';
import type { Departure } from './drain-departures.ts';

/** Cancels each subscription; again it changes nothing. */
export async function departLemonSqueezy(departure: Departure): Promise<void> {
  for (const id of departure.subscription_provider_ids) {
    const path = `subscriptions/${id}`;
    const { status } = lemonSubscription.parse((await readLemon(path)).attributes);
    // What has ended already takes no change.
    if (status !== 'cancelled' && status !== 'expired')
      await writeLemon('PATCH', path, {
        type: 'subscriptions',
        id,
        attributes: { cancelled: true },
      });
    await observeLemonSqueezy('subscription', id, undefined);
  }
}
