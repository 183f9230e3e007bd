// find-customer: whom Stripe knows a person as: one customer a person, however many ask at once.
import Stripe from 'stripe';
import { z } from 'zod';
import { callSql } from '../_shared/database.ts';
import { isLive } from '../_shared/payments/is-live.ts';
import { requireStripe } from '../_shared/payments/stripe-client.ts';
import { askStripe } from './ask-stripe.ts';

/** The customer as Stripe has it; undefined when there is none, or none any more. */
export async function findCustomer(userId: string): Promise<Stripe.Customer | undefined> {
  const args = { p_user_id: userId, p_provider: 'stripe', p_is_live: isLive() };
  const id = await callSql('read_customer', args, z.string().nullable());
  if (!id) return undefined;
  try {
    const customer = await askStripe(requireStripe().customers.retrieve(id));
    return customer.deleted ? undefined : customer;
  } catch (cause) {
    if (isMissingCustomer(cause)) return undefined;
    throw cause;
  }
}

/** Whether Stripe says that there is no such customer. */
export function isMissingCustomer(cause: unknown): boolean {
  return (
    cause instanceof Stripe.errors.StripeInvalidRequestError &&
    cause.code === 'resource_missing' &&
    (cause.param === 'customer' || cause.param === 'id')
  );
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
    ...{ p_user_id: userId, p_provider: 'stripe', p_is_live: isLive() },
    p_provider_id: id,
    ...(gone ? { p_replaces: gone } : {}),
  };
  return callSql('link_customer', args, z.string());
}
