// update-subscription: what a request changes of a subscription: price, cancellation, schedule.
import { type Account, born, emit, now } from './account.ts';
import type { Schedule, Subscription } from './objects.ts';
import type { Form } from './parse-form.ts';
import { StripeError } from './stripe-error.ts';
import { changePrice, chargeTrial, itemOf } from './subscribe.ts';

/** `POST /v1/subscriptions/:id`. */
export function updateSubscription(
  account: Account,
  subscription: Subscription,
  form: Form,
): Subscription {
  const { status, schedule } = subscription;
  if (status === 'canceled' || status === 'incomplete_expired')
    throw new StripeError(400, 'A canceled subscription can only update its metadata.', {
      code: 'resource_missing',
    });
  const cancels = form.cancel_at_period_end !== undefined || form.cancel_at !== undefined;
  if (schedule && (cancels || form.items))
    throw new StripeError(400, 'The subscription is managed by a schedule: release it first.');
  const [item] = (form.items ?? []) as Form[];
  if (item?.price) {
    if (item.id !== itemOf(subscription).id)
      throw new StripeError(400, 'items[0][id] does not belong to this subscription.');
    if (form.proration_behavior !== 'always_invoice')
      throw new StripeError(400, 'The stand-in prorates by always_invoice only.');
    const price = account.prices.require(String(item.price));
    changePrice(account, subscription, price, form.trial_end === 'now');
  }
  if (form.discounts)
    subscription.discounts = (form.discounts as Form[]).map(({ coupon }) => `di_${coupon}`);
  if (form.cancel_at_period_end !== undefined)
    cancelAtEnd(account, subscription, form.cancel_at_period_end === 'true');
  if (form.cancel_at === '') subscription.cancel_at = null;
  else if (form.cancel_at !== undefined) subscription.cancel_at = Number(form.cancel_at);
  emit(account, 'customer.subscription.updated', subscription);
  return subscription;
}

function cancelAtEnd(account: Account, subscription: Subscription, isCancelled: boolean): void {
  subscription.cancel_at_period_end = isCancelled;
  subscription.cancel_at = isCancelled ? itemOf(subscription).current_period_end : null;
  subscription.canceled_at = isCancelled ? now(account) : null;
}

/** What the portal does: a moment to end at, and no flag, as with flexible billing. */
export function cancelInPortal(account: Account, subscription: Subscription): void {
  subscription.cancel_at = itemOf(subscription).current_period_end;
  subscription.canceled_at = now(account);
  emit(account, 'customer.subscription.updated', subscription);
}

/** `POST /v1/subscription_schedules` with `from_subscription`. */
export function createSchedule(account: Account, subscription: Subscription): Schedule {
  if (subscription.schedule)
    throw new StripeError(400, 'The subscription is attached to a schedule already.');
  const { price, current_period_start, current_period_end } = itemOf(subscription);
  const current_phase = { start_date: current_period_start, end_date: current_period_end };
  const schedule = account.schedules.add((id) => ({
    ...born(account, id, 'subscription_schedule'),
    subscription: subscription.id,
    status: 'active',
    end_behavior: 'release',
    current_phase,
    phases: [
      {
        ...current_phase,
        items: [{ price: price.id, quantity: 1 }],
        trial_end: subscription.status === 'trialing' ? subscription.trial_end : null,
        discounts: subscription.discounts.map(asDiscount),
      },
    ],
  }));
  subscription.schedule = schedule.id;
  emit(account, 'subscription_schedule.created', schedule);
  emit(account, 'customer.subscription.updated', subscription);
  return schedule;
}

const asDiscount = (discount: string) => ({ coupon: null, discount, promotion_code: null });

/**
 * `POST /v1/subscription_schedules/:id`: its phases are what the form says; what that leaves out of
 * the running one, the subscription loses.
 */
export function updateSchedule(account: Account, schedule: Schedule, form: Form): Schedule {
  const phases = (form.phases ?? []) as Form[];
  const [current] = schedule.phases;
  let start = current?.start_date ?? now(account);
  schedule.phases = phases.map((phase, index) => {
    const [item] = phase.items as Form[];
    const length = current ? current.end_date - current.start_date : 0;
    const begins = phase.start_date ? Number(phase.start_date) : start;
    const ends = phase.end_date ? Number(phase.end_date) : begins + length;
    start = ends;
    if (index === 0 && begins !== current?.start_date)
      throw new StripeError(400, 'The first phase has begun: its start cannot be changed.');
    const price = account.prices.require(String(item?.price)).id;
    return {
      items: [{ price, quantity: 1 }],
      start_date: begins,
      end_date: ends,
      trial_end: phase.trial_end ? Number(phase.trial_end) : null,
      discounts: ((phase.discounts ?? []) as Form[]).map(({ discount }) =>
        asDiscount(`${discount}`),
      ),
    };
  });
  const subscription = account.subscriptions.require(schedule.subscription);
  const [running] = schedule.phases;
  subscription.discounts = running?.discounts.map(({ discount }) => discount) ?? [];
  if (subscription.status === 'trialing' && !running?.trial_end) chargeTrial(account, subscription);
  emit(account, 'subscription_schedule.updated', schedule);
  return schedule;
}

/** `POST /v1/subscription_schedules/:id/release`: the subscription goes on as it is. */
export function releaseSchedule(account: Account, schedule: Schedule): Schedule {
  const subscription = account.subscriptions.require(schedule.subscription);
  schedule.status = 'released';
  subscription.schedule = null;
  emit(account, 'subscription_schedule.released', schedule);
  emit(account, 'customer.subscription.updated', subscription);
  return schedule;
}
