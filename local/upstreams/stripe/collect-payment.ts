// collect-payment: charges the card of a customer, for an invoice or by itself.
import { type Account, born, emit, now } from './account.ts';
import type { Card, Invoice, Metadata, PaymentIntent } from './objects.ts';

export interface Collection {
  customer: string;
  amount: number;
  currency: string;
  metadata?: Metadata;
}

/** A payment that has succeeded, or waits for another card, or, as a debit, for the bank. */
export function collectPayment(
  account: Account,
  collection: Collection,
  isDebit = false,
): PaymentIntent {
  const { customer, amount, currency, metadata = {} } = collection;
  const isPaid = !account.declining.has(customer);
  const intent = account.paymentIntents.add((id) => ({
    ...born(account, id, 'payment_intent'),
    customer,
    amount,
    amount_received: 0,
    currency,
    status: 'processing',
    latest_charge: null,
    metadata,
  }));
  const card = cardOf(account, customer);
  const charge = account.charges.add((id) => ({
    ...born(account, id, 'charge'),
    ...{ customer, amount, currency, payment_intent: intent.id },
    status: 'pending',
    payment_method_details: card ? { type: 'card', card } : null,
  }));
  intent.latest_charge = charge.id;
  if (isDebit) emit(account, 'payment_intent.processing', intent);
  else endPayment(account, intent, isPaid);
  return intent;
}

/** What card or bank said. */
export function endPayment(account: Account, intent: PaymentIntent, isPaid: boolean): void {
  intent.status = isPaid ? 'succeeded' : 'requires_payment_method';
  intent.amount_received = isPaid ? intent.amount : 0;
  account.charges.require(intent.latest_charge ?? '-').status = isPaid ? 'succeeded' : 'failed';
  emit(account, `payment_intent.${isPaid ? 'succeeded' : 'payment_failed'}`, intent);
}

function cardOf(account: Account, customer: string): Card | undefined {
  const { default_payment_method: id } = account.customers.require(customer).invoice_settings;
  return id === null ? undefined : account.paymentMethods.require(id).card;
}

/** Charges an open invoice; whether it is paid now. */
export function collectInvoice(account: Account, invoice: Invoice): boolean {
  invoice.attempt_count += 1;
  if (invoice.amount_due > 0) {
    const { customer, currency, amount_due: amount } = invoice;
    const intent = collectPayment(account, { customer, currency, amount });
    const isPaid = intent.status === 'succeeded';
    account.invoicePayments.add((id) => ({
      ...born(account, id, 'invoice_payment'),
      invoice: invoice.id,
      status: isPaid ? 'paid' : 'open',
      amount_paid: isPaid ? amount : null,
      amount_requested: amount,
      currency,
      is_default: true,
      payment: { type: 'payment_intent', payment_intent: intent.id },
    }));
    if (!isPaid) {
      emit(account, 'invoice.payment_failed', invoice);
      return false;
    }
  }
  invoice.status = 'paid';
  invoice.amount_paid = invoice.amount_due;
  invoice.next_payment_attempt = null;
  invoice.status_transitions.paid_at = now(account);
  emit(account, 'invoice.paid', invoice);
  emit(account, 'invoice.payment_succeeded', invoice);
  return true;
}
