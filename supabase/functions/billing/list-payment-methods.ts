// list-payment-methods: the cards that the provider keeps of a person.
import type { z } from 'zod';
import type { paymentMethod } from '../../../shared/contracts/billing.ts';
import { hasLemonSqueezy } from '../_shared/payments/lemonsqueezy-client.ts';
import type { LemonSubscription } from '../_shared/payments/lemonsqueezy-resources.ts';
import { hasStripe, requireStripe } from '../_shared/payments/stripe-client.ts';
import { askStripe } from './ask-stripe.ts';
import { findCustomer } from './find-customer.ts';
import { findLemonSubscription } from './find-lemon-subscription.ts';

type PaymentMethod = z.infer<typeof paymentMethod>;

/** Newest first; none for who never bought anything. */
export async function listPaymentMethods(userId: string): Promise<PaymentMethod[]> {
  const lemon = await findLemonSubscription(userId);
  if (lemon) return cardOf(lemon);
  if (!hasStripe() && hasLemonSqueezy()) return [];
  const stripe = requireStripe();
  const customer = await findCustomer(userId);
  if (!customer) return [];
  const { data } = await askStripe(stripe.customers.listPaymentMethods(customer.id, { limit: 20 }));
  const standard = customer.invoice_settings.default_payment_method;
  return data.map(({ id: methodId, type, card }) => ({
    id: methodId,
    type,
    brand: card?.brand ?? null,
    last4: card?.last4 ?? null,
    expires: card ? `${card.exp_year}-${String(card.exp_month).padStart(2, '0')}` : null,
    is_default: methodId === standard,
  }));
}

/** LemonSqueezy shows the card of a subscription, without its end; none of who pays by PayPal. */
function cardOf({ id, card_brand, card_last_four }: LemonSubscription & { id: string }) {
  if (!card_brand || !card_last_four) return [];
  const card = { brand: card_brand, last4: card_last_four, expires: null };
  return [{ id: `subscription:${id}`, type: 'card', ...card, is_default: true }];
}
