// list-payment-methods: the cards that the provider keeps of a person.
import type { z } from 'zod';
import type { paymentMethod } from '../../../shared/contracts/billing.ts';
import { requireStripe } from '../_shared/payments/stripe-client.ts';
import { askStripe } from './ask-stripe.ts';
import { findCustomer } from './find-customer.ts';

/** Newest first; none for who never bought anything. */
export async function listPaymentMethods(userId: string): Promise<z.infer<typeof paymentMethod>[]> {
  const stripe = requireStripe();
  const id = await findCustomer(userId);
  if (!id) return [];
  const [customer, { data }] = await Promise.all([
    askStripe(stripe.customers.retrieve(id)),
    askStripe(stripe.customers.listPaymentMethods(id, { limit: 20 })),
  ]);
  const standard = customer.deleted ? null : customer.invoice_settings.default_payment_method;
  return data.map(({ id: methodId, type, card }) => ({
    id: methodId,
    type,
    brand: card?.brand ?? null,
    last4: card?.last4 ?? null,
    expires: card ? `${card.exp_year}-${String(card.exp_month).padStart(2, '0')}` : null,
    is_default: methodId === standard,
  }));
}
