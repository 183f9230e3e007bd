// normalise-lemonsqueezy: LemonSqueezy's resources in the shape of shared/contracts/payments.ts.
import {
  type PaymentObject,
  paymentObject,
  type RefundObject,
  refundObject,
  type SubscriptionObject,
  subscriptionObject,
} from '../../../../shared/contracts/payments.ts';
import { addMonths } from './add-months.ts';
import { anchorOf, findLinesBought, type LemonLife, type Line } from './find-lines-bought.ts';
import type { LemonInvoice, LemonOrder, LemonSubscription } from './lemonsqueezy-resources.ts';

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

const latest = (...moments: string[]) => moments.sort().at(-1);

/**
 * The subscription with the price that was paid for last. Its variant there is what the next
 * renewal will be for: another one is the next price.
 */
export function normaliseLemonSubscription(life: LemonLife): SubscriptionObject {
  const { id, subscription, item, orderId } = life;
  const { status, variant_id, trial_ends_at, renews_at, ends_at, created_at } = subscription;
  const price = priceInForce(life);
  const end = ends_at ?? renews_at ?? created_at;
  const start = addMonths(end, price.billing === 'year' ? -12 : -1);
  const isChanging = ends_at === null && variant_id !== price.price_id;
  return subscriptionObject.parse({
    provider_id: id,
    provider_item_id: item.id,
    order_id: orderId,
    price_id: price.price_id,
    state: STATES[status],
    amount_cents: price.amount_cents * item.quantity,
    // What was paid in another, payments say.
    currency: price.currency,
    billing: price.billing,
    period_starts_at: latest(start, created_at),
    period_ends_at: latest(end, created_at),
    started_at: created_at,
    trial_ends_at: trial_ends_at ?? undefined,
    cancel_at: status === 'cancelled' ? (ends_at ?? undefined) : undefined,
    ended_at: status === 'expired' ? end : undefined,
    next_price_id: isChanging ? variant_id : undefined,
    next_plan_at: isChanging ? end : undefined,
  });
}

function priceInForce(life: LemonLife): LemonLife['firstPrice'] {
  const { invoices, prices, firstPrice } = life;
  const paid = findLinesBought(life).filter(
    (_, index) => INVOICE_STATES[invoices[index]?.invoice.status ?? 'void'] === 'paid',
  );
  return prices.find(({ price_id }) => price_id === paid.at(-1)?.price_id) ?? firstPrice;
}

/** Its invoices, each with the time that it buys, and the order that began its trial. */
export function normaliseLemonPayments(life: LemonLife): PaymentObject[] {
  const lines = findLinesBought(life);
  const invoices = life.invoices.map(({ id, invoice }, index) =>
    normaliseInvoice(id, invoice, life, lines[index]),
  );
  return life.subscription.trial_ends_at ? [trialOf(life), ...invoices] : invoices;
}

function normaliseInvoice(
  id: string,
  invoice: LemonInvoice,
  life: LemonLife,
  line: Line | undefined,
): PaymentObject {
  const state = INVOICE_STATES[invoice.status];
  return paymentObject.parse({
    provider_id: `invoice:${id}`,
    order_id: life.orderId,
    subscription_provider_id: life.id,
    state,
    reason: REASONS[invoice.billing_reason],
    amount_cents: invoice.total,
    tax_cents: invoice.tax,
    currency: invoice.currency,
    created_at: invoice.created_at,
    paid_at: state === 'paid' ? invoice.created_at : undefined,
    lines: [line],
  });
}

/** Whether there is an invoice for a trial too is not promised: the order is there always. */
function trialOf(life: LemonLife): PaymentObject {
  const { id, subscription, order, firstPrice, orderId } = life;
  const anchor = anchorOf(subscription);
  const { created_at } = subscription;
  return paymentObject.parse({
    ...normaliseLemonOrder(subscription.order_id, order, orderId),
    subscription_provider_id: id,
    reason: 'first',
    lines: [
      { price_id: firstPrice.price_id, starts_at: created_at, ends_at: anchor, anchor_at: anchor },
    ],
  });
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
  const isWhole = paid.status === 'fraudulent' || paid.status === 'refunded';
  const amount = isWhole ? paid.total : (paid.refunded_amount ?? 0);
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
