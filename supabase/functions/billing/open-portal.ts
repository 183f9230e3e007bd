// open-portal: a page of the provider where people change cards and see invoices.
import { AppError } from '../../../shared/errors.ts';
import { env } from '../_shared/env.ts';
import { hasLemonSqueezy } from '../_shared/payments/lemonsqueezy-client.ts';
import { hasStripe, requireStripe } from '../_shared/payments/stripe-client.ts';
import { askStripe } from './ask-stripe.ts';
import { findCustomer } from './find-customer.ts';
import { findLemonSubscription } from './find-lemon-subscription.ts';

/** Its address, for a short time; throws `no_payments` for who never bought anything. */
export async function openPortal(
  userId: string,
  { return_path }: { return_path: string },
): Promise<{ url: string }> {
  const subscription = await findLemonSubscription(userId);
  if (subscription) return { url: subscription.urls.customer_portal };
  if (!hasStripe() && hasLemonSqueezy()) throw new AppError('no_payments');
  const stripe = requireStripe();
  const customer = await findCustomer(userId);
  if (!customer) throw new AppError('no_payments');
  const return_url = new URL(return_path, env.SITE_URL).href;
  const { url } = await askStripe(
    stripe.billingPortal.sessions.create({ customer: customer.id, return_url }),
  );
  return { url };
}
