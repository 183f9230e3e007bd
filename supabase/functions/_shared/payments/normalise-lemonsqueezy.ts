// normalise-lemonsqueezy: LemonSqueezy's resources in the shape of shared/contracts/payments.ts.
// Invoices there name neither plan nor period: both follow from the subscription, its first order,
// and where its periods are counted from.
import {
  type PaymentObject,
  paymentObject,
  type RefundObject,
  refundObject,
  type SubscriptionObject,
  subscriptionObject,
} from '../../../../shared/contracts/payments.ts';
import { addMonths, periodOf } from './add-months.ts';
import type {
  LemonInvoice,
  LemonOrder,
  LemonPrice,
  LemonSubscription,
} from './lemonsqueezy-resources.ts';

/** A subscription with all that tells what it has bought. */
export interface LemonLife {
  id: string;
  subscription: LemonSubscription;
  price: LemonPrice;
  order: LemonOrder;
  /** What the first order charged by the period; the plan may be another since. */
  firstPrice: LemonPrice;
  /** The order of ours that it was bought by, where an event named it. */
  orderId: string | undefined;
}

const STATES: Record<LemonSubscription['status'], SubscriptionObject['state']> = {
  on_trial: 'trialing',
  active: 'active',
  paused: 'paused',
  past_due: 'past_due',
  unpaid: 'unpaid',
  // It goes on until it ends, and can be resumed until then.
  cancelled: 'active',
  expired: 'canceled',
};

const stepOf = ({ renewal_interval_unit }: LemonPrice) =>
  renewal_interval_unit === 'year' ? 12 : 1;
const latest = (...moments: string[]) => moments.sort().at(-1);
const anchorOf = ({ trial_ends_at, created_at }: LemonSubscription) => trial_ends_at ?? created_at;

export function normaliseLemonSubscription(life: LemonLife): SubscriptionObject {
  const { id, subscription, price, order, orderId } = life;
  const { status, trial_ends_at, renews_at, ends_at, created_at } = subscription;
  const item = subscription.first_subscription_item;
  const end = ends_at ?? renews_at ?? created_at;
  const start = addMonths(end, -stepOf(price));
  return subscriptionObject.parse({
    provider_id: id,
    provider_item_id: item.id,
    order_id: orderId,
    price_id: subscription.variant_id,
    state: STATES[status],
    amount_cents: price.unit_price * item.quantity,
    currency: order.currency,
    billing: price.renewal_interval_unit,
    period_starts_at: latest(start, created_at),
    period_ends_at: latest(end, created_at),
    started_at: created_at,
    trial_ends_at: trial_ends_at ?? undefined,
    cancel_at: status === 'cancelled' ? (ends_at ?? undefined) : undefined,
    ended_at: status === 'expired' ? end : undefined,
  });
}

const INVOICE_STATES: Record<LemonInvoice['status'], PaymentObject['state']> = {
  pending: 'open',
  paid: 'paid',
  void: 'void',
  // Once paid: what went back is a refund.
  refunded: 'paid',
  partial_refund: 'paid',
  partial_refunded: 'paid',
};
const REASONS = { initial: 'first', renewal: 'renewal', updated: 'change' } as const;

/** An invoice of a subscription, and the time that it buys. */
export function normaliseLemonInvoice(
  invoiceId: string,
  invoice: LemonInvoice,
  life: LemonLife,
): PaymentObject {
  const state = INVOICE_STATES[invoice.status];
  return paymentObject.parse({
    provider_id: `invoice:${invoiceId}`,
    order_id: life.orderId,
    subscription_provider_id: life.id,
    state,
    reason: REASONS[invoice.billing_reason],
    amount_cents: invoice.total,
    tax_cents: invoice.tax,
    currency: invoice.currency,
    url: invoice.urls.invoice_url ?? undefined,
    created_at: invoice.created_at,
    paid_at: state === 'paid' ? invoice.created_at : undefined,
    lines: [lineOf(invoice, life)],
  });
}

function lineOf(invoice: LemonInvoice, life: LemonLife): PaymentObject['lines'][number] {
  const { subscription, order, price, firstPrice } = life;
  const { billing_reason: reason, created_at, subtotal } = invoice;
  const anchor = anchorOf(subscription);
  const isOfFirst =
    reason === 'initial' ||
    (reason === 'renewal' && subtotal !== price.unit_price && subtotal === firstPrice.unit_price);
  const step = stepOf(isOfFirst ? firstPrice : price);
  const price_id = isOfFirst ? order.first_order_item.variant_id : subscription.variant_id;
  // Within a trial: what is free until its end.
  if (created_at < anchor)
    return { price_id, starts_at: created_at, ends_at: anchor, anchor_at: anchor };
  // Another length of periods is counted from the change.
  if (reason === 'updated' && step !== stepOf(firstPrice)) {
    const ends_at = addMonths(created_at, step);
    return { price_id, starts_at: created_at, ends_at, anchor_at: created_at };
  }
  const nr = periodOf(anchor, step, created_at);
  return {
    price_id,
    starts_at: reason === 'updated' ? created_at : addMonths(anchor, nr * step),
    ends_at: addMonths(anchor, (nr + 1) * step),
    anchor_at: anchor,
  };
}

const ORDER_STATES: Record<LemonOrder['status'], PaymentObject['state']> = {
  pending: 'open',
  failed: 'failed',
  paid: 'paid',
  refunded: 'paid',
  partial_refund: 'paid',
  fraudulent: 'paid',
};

/** What was bought once. SQL compares what was paid for with what our order promises. */
export function normaliseLemonOrder(
  id: string,
  order: LemonOrder,
  orderId: string | undefined,
): PaymentObject {
  const state = ORDER_STATES[order.status];
  return paymentObject.parse({
    provider_id: `order:${id}`,
    order_id: orderId,
    price_id: order.first_order_item.variant_id,
    state,
    reason: 'purchase',
    amount_cents: order.total,
    tax_cents: order.tax,
    currency: order.currency,
    number: String(order.order_number),
    url: order.urls.receipt ?? undefined,
    created_at: order.created_at,
    paid_at: state === 'paid' ? order.created_at : undefined,
    lines: [],
  });
}

/**
 * All that went back of a payment, as one refund that grows: there are no refunds by themselves.
 * Undefined when nothing did. A fraudulent order is one that the bank took back.
 */
export function normaliseLemonRefund(
  paymentId: string,
  paid: LemonInvoice | LemonOrder,
): RefundObject | undefined {
  const amount = paid.status === 'fraudulent' ? paid.total : (paid.refunded_amount ?? 0);
  if (amount === 0) return undefined;
  return refundObject.parse({
    provider_id: `refund:${paymentId}`,
    payment_provider_id: paymentId,
    amount_cents: Math.min(amount, paid.total),
    currency: paid.currency,
    state: 'succeeded',
    created_at: paid.refunded_at ?? paid.created_at,
  });
}
