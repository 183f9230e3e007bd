// change-lemonsqueezy: changes a subscription at LemonSqueezy. Each change names what it is to be,
// so that doing it again changes nothing; they take no idempotency keys.
import type { CurrentSubscription, PlanChange } from '../../../shared/contracts/billing.ts';
import { AppError } from '../../../shared/errors.ts';
import { LemonSqueezyRefusal, writeLemon } from '../_shared/payments/lemonsqueezy-client.ts';
import { lemonSubscription } from '../_shared/payments/lemonsqueezy-resources.ts';
import { observeLemonSqueezy } from '../_shared/payments/observe-lemonsqueezy.ts';
import { observePatiently } from '../_shared/payments/observe-patiently.ts';
import { readSubscription } from './read-subscription.ts';

interface LemonChange {
  cancelled?: boolean;
  variant_id?: number;
  invoice_immediately?: boolean;
  disable_prorations?: boolean;
}

/** Ends it with its period, or lets it go on after all. */
export async function cancelLemonSqueezy(
  userId: string,
  id: string,
  cancelled: boolean,
): Promise<CurrentSubscription | null> {
  await patch(id, { cancelled });
  return takeIn(userId, id);
}

/**
 * A dearer plan now and charged at once, another from the next renewal on. What is charged and not
 * paid leaves it past due with the plan as before; until that is paid nothing else is charged:
 * `payment_declined`.
 */
export async function changeLemonSqueezyPlan(
  userId: string,
  { move, price_id, subscription }: PlanChange,
): Promise<CurrentSubscription | null> {
  const { provider_id: id, price_id: paid, next_plan, state } = subscription;
  const atRenewal = (variant: string) => changeVariant(id, variant, { disable_prorations: true });
  if (move === 'now') {
    if (state === 'past_due' || state === 'unpaid') throw new AppError('payment_declined');
    // What is prorated is the variant there: first that one which was paid for.
    if (next_plan) await atRenewal(paid);
    await changeVariant(id, price_id, { invoice_immediately: true });
  } else await atRenewal(price_id);
  return takeIn(userId, id);
}

/** Throws `changed_at_provider` with the page where it can be done, where it cannot be here. */
async function changeVariant(id: string, variant: string, how: LemonChange): Promise<void> {
  const { variant_id, urls } = await patch(id, { variant_id: Number(variant), ...how });
  if (variant_id === variant) return;
  const url = urls.customer_portal_update_subscription ?? urls.customer_portal;
  throw new AppError('changed_at_provider', { details: { url } });
}

/** Throws `illegal_state_move` when it cannot be so there, as when it has ended meanwhile. */
async function patch(id: string, attributes: LemonChange) {
  const document = { type: 'subscriptions', id, attributes };
  try {
    const changed = await writeLemon('PATCH', `subscriptions/${id}`, document);
    return lemonSubscription.parse(changed.attributes);
  } catch (cause) {
    if (cause instanceof LemonSqueezyRefusal) throw new AppError('illegal_state_move', { cause });
    throw cause;
  }
}

/** What it is then takes effect here at once. */
async function takeIn(userId: string, id: string): Promise<CurrentSubscription | null> {
  await observePatiently(() => observeLemonSqueezy('subscription', id, undefined));
  return readSubscription(userId);
}
