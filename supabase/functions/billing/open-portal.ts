// open-portal: a page of the provider where people change cards and see invoices.
import { AppError } from '../../../shared/errors.ts';
import { env } from '../_shared/env.ts';
import { requireStripe } from '../_shared/payments/stripe-client.ts';
import { askStripe } from './ask-stripe.ts';
import { openLemonSqueezyPortal } from './change-lemonsqueezy.ts';
import { findCustomer } from './find-customer.ts';
import { readSubscription } from './read-subscription.ts';

/** Its address, for a short time; throws `no_payments` for who never bought anything. */
export async function openPortal(
  userId: string,
  { return_path }: { return_path: string },
): Promise<{ url: string }> {
  const subscription = await readSubscription(userId);
  if (subscription?.provider === 'lemonsqueezy')
    return openLemonSqueezyPortal(subscription.provider_id);
  const stripe = requireStripe();
  const customer = await findCustomer(userId);
  if (!customer) throw new AppError('no_payments');
  const return_url = new URL(return_path, env.SITE_URL).href;
  const { url } = await askStripe(stripe.billingPortal.sessions.create({ customer, return_url }));
  return { url };
}
