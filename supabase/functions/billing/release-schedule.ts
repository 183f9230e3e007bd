// release-schedule: takes back a change of plan that was to come.
import { requireStripe } from '../_shared/payments/stripe-client.ts';
import { askStripe } from './ask-stripe.ts';
import { findSchedule } from './find-schedule.ts';

/** Releases what schedules the subscription, if anything does. */
export async function releaseSchedule(subscriptionId: string): Promise<void> {
  const schedule = await findSchedule(subscriptionId);
  if (!schedule) return;
  await askStripe(
    requireStripe().subscriptionSchedules.release(
      schedule.id,
      {},
      { idempotencyKey: `release:${schedule.id}` },
    ),
  );
}
