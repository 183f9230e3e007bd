// find-schedule: what schedules a subscription at Stripe: a change of plan that is to come.
import type Stripe from 'stripe';
import { requireStripe } from '../_shared/payments/stripe-client.ts';
import { askStripe } from './ask-stripe.ts';

/** Undefined when nothing does. */
export async function findSchedule(
  subscriptionId: string,
): Promise<Stripe.SubscriptionSchedule | undefined> {
  const { schedule } = await askStripe(
    requireStripe().subscriptions.retrieve(subscriptionId, { expand: ['schedule'] }),
  );
  return schedule && typeof schedule !== 'string' ? schedule : undefined;
}
