// normalise-stripe: Stripe's objects, as API 2026-10-28 has them, in the shape of
// shared/contracts/payments.ts. What is not as expected is a ZodError that names it.
import type Stripe from 'stripe';
import { z } from 'zod';
import {
  type DisputeObject,
  disputeObject,
  type PaymentObject,
  paymentObject,
  type RefundObject,
  refundObject,
  type SubscriptionObject,
  subscriptionObject,
} from '../../../../shared/contracts/payments.ts';

/** An id where there may be the whole object. */
const reference = z.union([z.string(), z.object({ id: z.string() }).transform(({ id }) => id)]);

const STATES: Record<string, SubscriptionObject['state']> = {
  incomplete: 'incomplete',
  incomplete_expired: 'expired',
  trialing: 'trialing',
  active: 'active',
  past_due: 'past_due',
  unpaid: 'unpaid',
  paused: 'paused',
  canceled: 'canceled',
};

/** A subscription whose `schedule` is expanded. */
export function normaliseSubscription(subscription: Stripe.Subscription): SubscriptionObject {
  const [item] = subscription.items.data;
  const { status, ended_at } = subscription;
  const next = nextPhase(subscription.schedule);
  return subscriptionObject.parse({
    provider_id: subscription.id,
    provider_item_id: item?.id,
    customer_provider_id: reference.parse(subscription.customer),
    price_id: item?.price.id,
    state: STATES[status],
    amount_cents: (item?.price.unit_amount ?? 0) * (item?.quantity ?? 1),
    currency: subscription.currency.toUpperCase(),
    billing: item?.price.recurring?.interval,
    period_starts_at: moment(item?.current_period_start),
    period_ends_at: moment(item?.current_period_end),
    started_at: moment(subscription.start_date),
    trial_ends_at: moment(subscription.trial_end),
    // Cancelled in the portal it has a moment and no flag, by the API both.
    cancel_at: moment(
      subscription.cancel_at ??
        (subscription.cancel_at_period_end ? item?.current_period_end : undefined),
    ),
    ended_at: moment(ended_at),
    ...(next ? { next_price_id: next.price, next_plan_at: moment(next.at) } : {}),
  });
}

function nextPhase(schedule: Stripe.Subscription['schedule']) {
  if (!schedule || typeof schedule === 'string' || schedule.status !== 'active') return undefined;
  const { phases, current_phase } = schedule;
  const next = phases.find(({ start_date }) => start_date > (current_phase?.start_date ?? 0));
  const price = next?.items[0]?.price;
  return next && price ? { price: reference.parse(price), at: next.start_date } : undefined;
}

const REASONS: Record<string, PaymentObject['reason']> = {
  subscription_create: 'first',
  subscription_cycle: 'renewal',
  subscription_update: 'change',
};
const INVOICE_STATES: Record<string, PaymentObject['state']> = {
  draft: 'open',
  open: 'open',
  paid: 'paid',
  uncollectible: 'void',
  void: 'void',
};

/** The subscription that an invoice is for; undefined when it is for none. */
export function subscriptionOf({ parent }: Stripe.Invoice): string | undefined {
  return reference.optional().parse(parent?.subscription_details?.subscription ?? undefined);
}

/** An invoice of a subscription; its lines that charge, or that are free, buy time. */
export function normaliseInvoice(
  invoice: Stripe.Invoice,
  subscription: Stripe.Subscription,
  payer?: string,
): PaymentObject {
  const priceNow = subscription.items.data[0]?.price.id;
  const amount_cents = Math.max(0, invoice.total);
  const taxes = (invoice.total_taxes ?? []).reduce((sum, { amount }) => sum + amount, 0);
  return paymentObject.parse({
    provider_id: invoice.id,
    customer_provider_id: reference.parse(invoice.customer),
    subscription_provider_id: subscription.id,
    state: INVOICE_STATES[invoice.status ?? 'draft'],
    reason: REASONS[invoice.billing_reason ?? ''] ?? 'other',
    amount_cents,
    collected_cents: collectedOf(invoice),
    // Of an invoice that is a credit in all, they are negative.
    tax_cents: Math.min(amount_cents, Math.max(0, taxes)),
    currency: invoice.currency.toUpperCase(),
    number: invoice.number ?? undefined,
    url: invoice.hosted_invoice_url ?? undefined,
    created_at: moment(invoice.created),
    paid_at: invoice.status === 'paid' ? moment(paidAt(invoice)) : undefined,
    ...(payer ? { payer } : {}),
    lines: invoice.lines.data.flatMap((line) => {
      const price = line.pricing?.price_details?.price;
      const { subscription_item_details: ofItem, invoice_item_details: ofCharge } =
        line.parent ?? {};
      const isProration = ofItem?.proration ?? ofCharge?.proration;
      // The credit for what a change of plan ends has a line of its own, of 0 within a trial. Their
      // order is not promised: Stripe lists the newest first.
      const isCredit = line.amount < 0 || (isProration && line.amount === 0 && price !== priceNow);
      if (!price || isCredit || line.period.end <= line.period.start) return [];
      return {
        price_id: reference.parse(price),
        starts_at: moment(line.period.start),
        ends_at: moment(line.period.end),
        anchor_at: moment(subscription.billing_cycle_anchor),
      };
    }),
  });
}

/** Undefined when a balance paid it all. */
function collectedOf({ amount_paid, total }: Stripe.Invoice): number | undefined {
  return amount_paid > 0 ? Math.min(amount_paid, total) : undefined;
}

function paidAt({ status_transitions, created }: Stripe.Invoice): number {
  return status_transitions.paid_at ?? created;
}

/** The payment intent that paid an invoice, whose `payments` are expanded; undefined without. */
export function intentOf({ payments }: Stripe.Invoice): string | undefined {
  const paid = payments?.data.find(({ status }) => status === 'paid');
  return reference.optional().parse(paid?.payment.payment_intent ?? undefined);
}

const fingerprinted = z.object({ fingerprint: z.string().min(1) });

/** What Stripe recognises by that paid, of an intent whose `latest_charge` is expanded. */
export function payerOf(intent: Stripe.PaymentIntent): string | undefined {
  const { latest_charge: charge } = intent;
  if (!charge || typeof charge === 'string') return undefined;
  const { payment_method_details: details } = charge;
  // Cards and bank accounts have one, wallets of others' have none.
  const paidWith = fingerprinted.safeParse(details?.[details.type as 'card']);
  return paidWith.data?.fingerprint;
}

/** A finished checkout of a pack or a pass, with `payment_intent.latest_charge` expanded. */
export function normaliseCheckout(session: Stripe.Checkout.Session): PaymentObject {
  const { payment_intent: intent, payment_status } = session;
  const isPaid = payment_status !== 'unpaid';
  const payer = isPaid && intent && typeof intent !== 'string' ? payerOf(intent) : undefined;
  return paymentObject.parse({
    provider_id: intent ? reference.parse(intent) : session.id,
    customer_provider_id: reference.parse(session.customer),
    order_id: z
      .uuid()
      .optional()
      .catch(undefined)
      .parse(session.client_reference_id ?? undefined),
    state: isPaid ? 'paid' : session.status === 'expired' ? 'void' : 'open',
    reason: 'purchase',
    amount_cents: session.amount_total,
    tax_cents: session.total_details?.amount_tax ?? 0,
    currency: session.currency?.toUpperCase(),
    created_at: moment(session.created),
    paid_at: isPaid ? moment(session.created) : undefined,
    ...(payer ? { payer } : {}),
    lines: [],
  });
}

/**
 * Whether what was bought once was to be paid by a debit that the bank refused: its page is done
 * and cannot be paid again. With `payment_intent` expanded.
 */
export function hasFailed({ status, payment_intent: intent }: Stripe.Checkout.Session): boolean {
  if (status !== 'complete' || !intent || typeof intent === 'string') return false;
  return intent.status === 'requires_payment_method' || intent.status === 'canceled';
}

/** A refund of a payment, which we know by its invoice or its payment intent. */
export function normaliseRefund(refund: Stripe.Refund, paymentId: string): RefundObject {
  const { status } = refund;
  return refundObject.parse({
    provider_id: refund.id,
    payment_provider_id: paymentId,
    amount_cents: refund.amount,
    currency: refund.currency.toUpperCase(),
    // What waits for the customer has not been paid back; it says so when it is.
    state: status === 'succeeded' || status === 'pending' ? status : 'failed',
    created_at: moment(refund.created),
  });
}

/** A dispute; an inquiry that took no money is closed by `warning_closed` and `prevented`. */
export function normaliseDispute(dispute: Stripe.Dispute, paymentId: string): DisputeObject {
  const { status } = dispute;
  const isOver = ['won', 'warning_closed', 'prevented'].includes(status);
  const hasTaken = status !== 'warning_needs_response' && status !== 'warning_under_review';
  return disputeObject.parse({
    provider_id: dispute.id,
    payment_provider_id: paymentId,
    amount_cents: dispute.amount,
    currency: dispute.currency.toUpperCase(),
    reason: dispute.reason,
    state: status === 'lost' ? 'lost' : isOver || !hasTaken ? 'won' : 'open',
    created_at: moment(dispute.created),
  });
}

/** Seconds since 1970 as an ISO string. */
function moment(seconds: number | null | undefined): string | undefined {
  return seconds == null ? undefined : new Date(seconds * 1000).toISOString();
}
