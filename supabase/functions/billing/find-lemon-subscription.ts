// find-lemon-subscription: the subscription of a person at LemonSqueezy, as it is there now.
import { readLemon } from '../_shared/payments/lemonsqueezy-client.ts';
import {
  type LemonSubscription,
  lemonSubscription,
} from '../_shared/payments/lemonsqueezy-resources.ts';
import { listPayments } from './list-payments.ts';

/** That of the person's newest payment; undefined when that was to another provider. */
export async function findLemonSubscription(
  userId: string,
): Promise<(LemonSubscription & { id: string }) | undefined> {
  const newest = (await listPayments(userId)).find(({ kind }) => kind === 'subscription');
  if (newest?.provider !== 'lemonsqueezy') return undefined;
  const { id, attributes } = await readLemon(`subscriptions/${newest.subscription_provider_id}`);
  return { id, ...lemonSubscription.parse(attributes) };
}
