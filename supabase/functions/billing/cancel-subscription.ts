// cancel-subscription: ends it when the paid period ends, or lets it go on after all.
import type { CancelRequest, CurrentSubscription } from '../../../shared/contracts/billing.ts';
import { requireStripe } from '../_shared/payments/stripe-client.ts';
import { applyChange } from './apply-change.ts';
import { askStripe } from './ask-stripe.ts';
import { cancelLemonSqueezy } from './change-lemonsqueezy.ts';
import { requireSubscription } from './read-subscription.ts';
import { releaseSchedule } from './release-schedule.ts';

/** Cancels at the end of the period; a change of plan that was to come is dropped with it. */
export async function cancelSubscription(
  userId: string,
  { key, subscription }: CancelRequest,
): Promise<CurrentSubscription | null> {
  const { provider, provider_id } = await requireSubscription(userId, subscription);
  if (provider === 'lemonsqueezy') return cancelLemonSqueezy(userId, provider_id, true);
  await releaseSchedule(provider_id);
  await askStripe(
    requireStripe().subscriptions.update(
      provider_id,
      { cancel_at_period_end: true },
      { idempotencyKey: `cancel:${userId}:${key}` },
    ),
  );
  return applyChange(userId, provider_id);
}

/** Takes a cancellation back, however it was made, as long as the period runs. */
export async function resumeSubscription(
  userId: string,
  { key, subscription }: CancelRequest,
): Promise<CurrentSubscription | null> {
  const { provider, provider_id } = await requireSubscription(userId, subscription);
  if (provider === 'lemonsqueezy') return cancelLemonSqueezy(userId, provider_id, false);
  const stripe = requireStripe();
  const { cancel_at_period_end, cancel_at } = await askStripe(
    stripe.subscriptions.retrieve(provider_id),
  );
  // The portal sets a moment, the API a flag: only the one that is set can be taken back.
  if (cancel_at_period_end || cancel_at !== null)
    await askStripe(
      stripe.subscriptions.update(
        provider_id,
        cancel_at_period_end ? { cancel_at_period_end: false } : { cancel_at: '' },
        { idempotencyKey: `resume:${userId}:${key}` },
      ),
    );
  return applyChange(userId, provider_id);
}
