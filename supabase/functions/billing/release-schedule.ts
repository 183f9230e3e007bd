// release-schedule: takes back a change of plan that was to come, so that another can be made.
import { requireStripe } from '../_shared/payments/stripe-client.ts';
import { askStripe } from './ask-stripe.ts';

/** Releases what schedules the subscription, if anything does. */
export async function releaseSchedule(subscriptionId: string): Promise<void> {
  const stripe = requireStripe();
  const { schedule } = await askStripe(stripe.subscriptions.retrieve(subscriptionId));
  if (!schedule) return;
  const id = typeof schedule === 'string' ? schedule : schedule.id;
  await askStripe(stripe.subscriptionSchedules.release(id));
}
