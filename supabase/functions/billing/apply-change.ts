// apply-change: after a change at the provider: what it says now takes effect here at once. The
// webhook that follows finds it done.
import type { CurrentSubscription } from '../../../shared/contracts/billing.ts';
import { observePatiently } from '../_shared/payments/observe-patiently.ts';
import { observeStripe } from '../_shared/payments/observe-stripe.ts';
import { readSubscription } from './read-subscription.ts';

/** Reads the objects anew and returns the subscription as it is then. */
export async function applyChange(
  userId: string,
  subscriptionId: string,
  invoiceId?: string,
): Promise<CurrentSubscription | null> {
  if (invoiceId) await observePatiently(() => observeStripe('invoice', invoiceId));
  await observePatiently(() => observeStripe('subscription', subscriptionId));
  return readSubscription(userId);
}
