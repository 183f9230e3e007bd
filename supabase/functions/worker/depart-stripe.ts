// depart-stripe: deletes a customer at Stripe, which cancels the subscriptions at once, forgets
// name, address and cards, and keeps invoices and payments.
import { observeStripe } from '../_shared/payments/observe-stripe.ts';
import { requireStripe } from '../_shared/payments/stripe-client.ts';
import type { Departure } from './drain-departures.ts';

/** Does nothing at Stripe if it was done; then takes in how the subscriptions ended. */
export async function departStripe(departure: Departure): Promise<void> {
  const { customer_provider_id: id, subscription_provider_ids } = departure;
  const customer = await requireStripe().customers.retrieve(id);
  if (!customer.deleted) await requireStripe().customers.del(id);
  for (const subscription of subscription_provider_ids)
    await observeStripe('subscription', subscription);
}
