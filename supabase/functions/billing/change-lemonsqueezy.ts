// change-lemonsqueezy: changes a subscription at LemonSqueezy. Each change names what it is to be,
// so that doing it again changes nothing; they take no idempotency keys.
import type { CurrentSubscription } from '../../../shared/contracts/billing.ts';
import { readLemon, writeLemon } from '../_shared/payments/lemonsqueezy-client.ts';
import { lemonSubscription } from '../_shared/payments/lemonsqueezy-resources.ts';
import { observeLemonSqueezy } from '../_shared/payments/observe-lemonsqueezy.ts';
import { observePatiently } from '../_shared/payments/observe-patiently.ts';
import { readSubscription } from './read-subscription.ts';

export interface LemonChange {
  cancelled?: boolean;
  variant_id?: number;
  invoice_immediately?: boolean;
  disable_prorations?: boolean;
}

/** Changes it and takes in at once what it is then. */
export async function changeLemonSqueezy(
  userId: string,
  id: string,
  attributes: LemonChange,
): Promise<CurrentSubscription | null> {
  await writeLemon('PATCH', `subscriptions/${id}`, { type: 'subscriptions', id, attributes });
  await observePatiently(() => observeLemonSqueezy('subscription', id, undefined));
  return readSubscription(userId);
}

/** LemonSqueezy's own page for it, signed anew, valid for a day. */
export async function openLemonSqueezyPortal(id: string): Promise<{ url: string }> {
  const { attributes } = await readLemon(`subscriptions/${id}`);
  return { url: lemonSubscription.parse(attributes).urls.customer_portal };
}
