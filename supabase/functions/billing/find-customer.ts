// find-customer: whom Stripe knows a person as: one customer a person, however many ask at once.
import { z } from 'zod';
import { callSql } from '../_shared/database.ts';
import { isStripeLive, requireStripe } from '../_shared/payments/stripe-client.ts';

/** The customer's id; undefined when there is none yet. */
export async function findCustomer(userId: string): Promise<string | undefined> {
  const args = { p_user_id: userId, p_provider: 'stripe', p_is_live: isStripeLive() };
  return (await callSql('read_customer', args, z.string().nullable())) ?? undefined;
}

/**
 * Makes the customer, instead of one that was deleted at Stripe if that is named. Twins ask by the
 * same key and get the same; the first that is kept stays.
 */
export async function makeCustomer(userId: string, gone?: string): Promise<string> {
  const { id } = await requireStripe().customers.create(
    { metadata: { user_id: userId } },
    { idempotencyKey: gone ? `customer:${userId}:${gone}` : `customer:${userId}` },
  );
  const args = {
    ...{ p_user_id: userId, p_provider: 'stripe', p_is_live: isStripeLive() },
    p_provider_id: id,
    ...(gone ? { p_replaces: gone } : {}),
  };
  return callSql('link_customer', args, z.string());
}
