// find-lemon-subscription: the subscription of a person at LemonSqueezy, as it is there now.
import { LemonSqueezyRefusal, readLemon } from '../_shared/payments/lemonsqueezy-client.ts';
import {
  type LemonSubscription,
  lemonSubscription,
} from '../_shared/payments/lemonsqueezy-resources.ts';
import { listPayments } from './list-payments.ts';
import { readSubscription } from './read-subscription.ts';

/**
 * The newest, of who pays there: by what runs, or else by the newest payment. Undefined when that
 * is another provider, or LemonSqueezy has none of the person any more.
 */
export async function findLemonSubscription(
  userId: string,
): Promise<(LemonSubscription & { id: string }) | undefined> {
  const [running, payments] = await Promise.all([readSubscription(userId), listPayments(userId)]);
  if ((running ?? payments[0])?.provider !== 'lemonsqueezy') return undefined;
  const newest = payments.find(
    ({ provider, kind }) => provider === 'lemonsqueezy' && kind === 'subscription',
  );
  if (!newest) return undefined;
  try {
    const { id, attributes } = await readLemon(`subscriptions/${newest.subscription_provider_id}`);
    return { id, ...lemonSubscription.parse(attributes) };
  } catch (cause) {
    if (cause instanceof LemonSqueezyRefusal && cause.status === 404) return undefined;
    throw cause;
  }
}
