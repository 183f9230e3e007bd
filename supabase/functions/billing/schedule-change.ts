// schedule-change: another price when the paid period ends. One schedule a subscription, which is
// changed when there is one already: so twins, and a second thought, do not undo each other.
import type Stripe from 'stripe';
import type { CurrentSubscription } from '../../../shared/contracts/billing.ts';
import { requireStripe } from '../_shared/payments/stripe-client.ts';
import { askStripe } from './ask-stripe.ts';
import { findSchedule } from './find-schedule.ts';

type Phase = Stripe.SubscriptionSchedule.Phase;
type NewPhase = Stripe.SubscriptionScheduleUpdateParams.Phase;

/** Schedules it, once per key. What runs until then stays as it is. */
export async function scheduleChange(
  { provider_id, price_id }: CurrentSubscription,
  nextPriceId: string,
  key: string,
): Promise<void> {
  const { subscriptionSchedules } = requireStripe();
  const schedule =
    (await findSchedule(provider_id)) ??
    (await askStripe(
      subscriptionSchedules.create(
        { from_subscription: provider_id },
        { idempotencyKey: `schedule:${provider_id}:${key}` },
      ),
    ));
  const running = schedule.phases.find(
    ({ start_date }) => start_date === schedule.current_phase?.start_date,
  );
  if (!running) throw new Error(`${schedule.id} has no phase that runs.`);
  const discounts = discountsOf(running);
  const phases: NewPhase[] = [
    {
      items: [{ price: price_id, quantity: 1 }],
      start_date: running.start_date,
      end_date: running.end_date,
      // What is left out would end now.
      ...(running.trial_end === null ? {} : { trial_end: running.trial_end }),
      ...discounts,
    },
    { items: [{ price: nextPriceId, quantity: 1 }], proration_behavior: 'none', ...discounts },
  ];
  await askStripe(
    subscriptionSchedules.update(
      schedule.id,
      { end_behavior: 'release', phases },
      { idempotencyKey: `schedule:${schedule.id}:${key}` },
    ),
  );
}

function discountsOf({ discounts }: Phase): Pick<NewPhase, 'discounts'> {
  const kept = discounts.flatMap(({ discount }) =>
    discount ? [{ discount: idOf(discount) }] : [],
  );
  return kept.length === 0 ? {} : { discounts: kept };
}

function idOf(reference: string | { id: string }): string {
  return typeof reference === 'string' ? reference : reference.id;
}
