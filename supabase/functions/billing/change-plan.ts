// change-plan: a dearer plan now, charged for what is left of the period; a cheaper one when the
// paid period ends. Which of the two it is, SQL says. A dearer plan ends a trial: it is paid whole.
import { z } from 'zod';
import {
  type CurrentSubscription,
  type PlanChange,
  planChange,
} from '../../../shared/contracts/billing.ts';
import { callSql } from '../_shared/database.ts';
import { isLive } from '../_shared/payments/is-live.ts';
import { requireStripe } from '../_shared/payments/stripe-client.ts';
import { applyChange } from './apply-change.ts';
import { askStripe } from './ask-stripe.ts';
import { changeLemonSqueezyPlan } from './change-lemonsqueezy.ts';
import { requireSubscription } from './read-subscription.ts';
import { releaseSchedule } from './release-schedule.ts';
import { scheduleChange } from './schedule-change.ts';

async function planned(userId: string, plan: string): Promise<PlanChange> {
  await requireSubscription(userId);
  const args = { p_user_id: userId, p_plan: plan, p_is_live: isLive() };
  return callSql('plan_change', args, planChange);
}

export interface ChangePreview {
  move: PlanChange['move'];
  /** What is charged now, in minor units; null where the provider does not say. */
  amount_cents: number | null;
  currency: string;
  at: string;
}

/** What the change would cost now, and when it would take place. */
export async function previewChange(userId: string, plan: string): Promise<ChangePreview> {
  const { move, price_id, subscription } = await planned(userId, plan);
  const { provider, currency, period_ends_at } = subscription;
  if (move !== 'now') return { move, amount_cents: 0, currency, at: period_ends_at };
  // LemonSqueezy tells nobody beforehand what a change costs.
  if (provider === 'lemonsqueezy')
    return { move, amount_cents: null, currency, at: new Date().toISOString() };
  const { amount_due } = await askStripe(
    requireStripe().invoices.createPreview({
      subscription: subscription.provider_id,
      subscription_details: {
        items: [{ ...itemOf(subscription), price: price_id }],
        proration_behavior: 'always_invoice',
        ...endOfTrial(subscription),
      },
    }),
  );
  return { move, amount_cents: amount_due, currency, at: new Date().toISOString() };
}

/** Changes it, once per key; throws `payment_declined` when nothing could be charged. */
export async function changePlan(
  userId: string,
  plan: string,
  key: string,
): Promise<CurrentSubscription | null> {
  const change = await planned(userId, plan);
  const { move, price_id, subscription } = change;
  const { provider, provider_id } = subscription;
  if (provider === 'lemonsqueezy') return changeLemonSqueezyPlan(userId, change);
  if (move === 'at_end') {
    await scheduleChange(subscription, price_id, key);
    return applyChange(userId, provider_id);
  }
  await releaseSchedule(provider_id);
  if (move === 'none') return applyChange(userId, provider_id);
  const changed = await askStripe(
    requireStripe().subscriptions.update(
      provider_id,
      {
        items: [{ ...itemOf(subscription), price: price_id }],
        proration_behavior: 'always_invoice',
        payment_behavior: 'error_if_incomplete',
        cancel_at_period_end: false,
        ...endOfTrial(subscription),
      },
      { idempotencyKey: `change:${userId}:${key}` },
    ),
  );
  const invoice = z.string().nullable().parse(changed.latest_invoice);
  return applyChange(userId, provider_id, invoice ?? undefined);
}

function itemOf({ provider_item_id }: CurrentSubscription): { id?: string } {
  return provider_item_id ? { id: provider_item_id } : {};
}

/** Else what is left of the trial would be a month of the dearer plan for nothing. */
function endOfTrial({ state }: CurrentSubscription): { trial_end?: 'now' } {
  return state === 'trialing' ? { trial_end: 'now' } : {};
}
