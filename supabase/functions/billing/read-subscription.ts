// read-subscription: the subscription that a person has now.
import {
  type CurrentSubscription,
  currentSubscription,
} from '../../../shared/contracts/billing.ts';
import { AppError } from '../../../shared/errors.ts';
import { callSql } from '../_shared/database.ts';

/** It, as it was read last; null without one. */
export function readSubscription(userId: string): Promise<CurrentSubscription | null> {
  return callSql('read_subscription', { p_user_id: userId }, currentSubscription.nullable());
}

/** It; throws `no_subscription` without one. */
export async function requireSubscription(userId: string): Promise<CurrentSubscription> {
  const subscription = await readSubscription(userId);
  if (!subscription) throw new AppError('no_subscription');
  return subscription;
}
