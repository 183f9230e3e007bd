// observe-stripe: reads what an event of Stripe is about as it is now, and applies it.
import type Stripe from 'stripe';
import { z } from 'zod';
import { callSql } from '../database.ts';
import {
  hasFailed,
  intentOf,
  normaliseCheckout,
  normaliseDispute,
  normaliseInvoice,
  normaliseRefund,
  normaliseSubscription,
  payerOf,
  subscriptionOf,
} from './normalise-stripe.ts';
import { type Observed, observe } from './observe.ts';
import { requireStripe } from './stripe-client.ts';

const observers: Record<string, (id: string) => Promise<boolean>> = {
  subscription: observeSubscription,
  invoice: observeInvoice,
  checkout: observeCheckout,
  refund: (id) => observe('stripe', `refund:${id}`, () => readRefund(id)),
  dispute: (id) => observe('stripe', `dispute:${id}`, () => readDispute(id)),
};

/** Applies what Stripe has of an object now; false when it is none of ours. */
export async function observeStripe(kind: string, id: string): Promise<boolean> {
  return (await observers[kind]?.(id)) ?? false;
}

function observeSubscription(id: string): Promise<boolean> {
  return observe('stripe', `subscription:${id}`, async () => {
    const subscription = await requireStripe().subscriptions.retrieve(id, {
      expand: ['schedule'],
    });
    return [{ apply: 'apply_subscription', object: normaliseSubscription(subscription) }];
  });
}

function observeInvoice(id: string): Promise<boolean> {
  return observe('stripe', `invoice:${id}`, async () => {
    const invoice = await requireStripe().invoices.retrieve(id, { expand: ['payments'] });
    const subscriptionId = subscriptionOf(invoice);
    if (!subscriptionId) return [];
    const subscription = await requireStripe().subscriptions.retrieve(subscriptionId);
    const payer = await readPayer(invoice);
    return [{ apply: 'apply_payment', object: normaliseInvoice(invoice, subscription, payer) }];
  });
}

async function readPayer(invoice: Stripe.Invoice): Promise<string | undefined> {
  const intent = intentOf(invoice);
  if (!intent) return undefined;
  return payerOf(
    await requireStripe().paymentIntents.retrieve(intent, { expand: ['latest_charge'] }),
  );
}

/** Of a subscription the checkout is the first to tell: its objects are read at once. */
async function observeCheckout(id: string): Promise<boolean> {
  let session: Stripe.Checkout.Session | undefined;
  const isOurs = await observe('stripe', `checkout:${id}`, async () => {
    session = await requireStripe().checkout.sessions.retrieve(id, {
      expand: ['payment_intent.latest_charge'],
    });
    const isPaid = session.payment_status !== 'unpaid';
    return session.mode === 'payment' && isPaid
      ? [{ apply: 'apply_payment', object: normaliseCheckout(session) }]
      : [];
  });
  const { mode, status, client_reference_id, subscription, invoice } = z
    .object({
      mode: z.string(),
      status: z.string(),
      client_reference_id: z.uuid().nullable().catch(null),
      subscription: z.string().nullable(),
      invoice: z.string().nullable(),
    })
    .parse(session);
  if (mode === 'subscription' && status === 'complete') {
    if (invoice) await observeInvoice(invoice);
    if (subscription) await observeSubscription(subscription);
  }
  const isOver = status === 'expired' || (session !== undefined && hasFailed(session));
  const isComplete = mode === 'subscription' && status === 'complete';
  if (!client_reference_id || (!isOver && !isComplete)) return isOurs;
  const args = { p_order_id: client_reference_id, p_is_complete: isComplete };
  return (await callSql('close_order', args, z.string().nullable())) !== null;
}

async function readRefund(id: string): Promise<Observed[]> {
  const refund = await requireStripe().refunds.retrieve(id);
  const paymentId = await paymentOf(refund.payment_intent);
  if (!paymentId) return [];
  return [{ apply: 'apply_refund', object: normaliseRefund(refund, paymentId) }];
}

async function readDispute(id: string): Promise<Observed[]> {
  const dispute = await requireStripe().disputes.retrieve(id);
  const paymentId = await paymentOf(dispute.payment_intent);
  if (!paymentId) return [];
  return [{ apply: 'apply_dispute', object: normaliseDispute(dispute, paymentId) }];
}

/** What we know a payment intent by: its invoice, or itself where it has none. */
async function paymentOf(
  intent: string | Stripe.PaymentIntent | null | undefined,
): Promise<string | undefined> {
  if (!intent) return undefined;
  const id = typeof intent === 'string' ? intent : intent.id;
  const { data } = await requireStripe().invoicePayments.list({
    payment: { type: 'payment_intent', payment_intent: id },
  });
  const [link] = data;
  return link ? z.string().parse(link.invoice) : id;
}
