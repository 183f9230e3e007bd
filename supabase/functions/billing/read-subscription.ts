// read-subscription: the subscription that a person has now.
import {
  type CurrentSubscription,
  currentSubscription,
} from '../../../shared/contracts/billing.ts';
import { AppError } from '../../../shared/errors.ts';
import { callSql } from '../_shared/database.ts';
import { isLive } from '../_shared/payments/is-live.ts';

/** It, as it was read last; null without one. */
export function readSubscription(userId: string): Promise<CurrentSubscription | null> {
  return callSql(
    'read_subscription',
    { p_user_id: userId, p_is_live: isLive() },
    currentSubscription.nullable(),
  );
}

/** It, or `which` of the others by its provider's id; throws `no_subscription` without one. */
export async function requireSubscription(
  userId: string,
  which?: string,
): Promise<Pick<CurrentSubscription, 'provider' | 'provider_id'>> {
  const main = await readSubscription(userId);
  const found = main && [main, ...main.others].find(({ provider_id }) => provider_id === which);
  const subscription = which === undefined ? main : found;
  if (!subscription) throw new AppError('no_subscription');
  return subscription;
}
