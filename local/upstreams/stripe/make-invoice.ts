// make-invoice: invoices of subscriptions, with their lines where the current API has them.
import { type Account, born, emit, listOf } from './account.ts';
import { nextPeriodEnd } from './add-periods.ts';
import type { Invoice, InvoiceLine, Price, Subscription } from './objects.ts';

export interface Line {
  price: Price;
  amount: number;
  start: number;
  end: number;
  proration?: boolean;
}

/** A finalised invoice, not paid yet; a credit makes it 0 at least. */
export function makeInvoice(
  account: Account,
  subscription: Subscription,
  reason: Invoice['billing_reason'],
  lines: Line[],
): Invoice {
  const { customer, currency } = subscription;
  const total = Math.max(
    0,
    lines.reduce((sum, { amount }) => sum + amount, 0),
  );
  const invoice = account.invoices.add((id) => ({
    ...born(account, id, 'invoice'),
    customer,
    status: 'open',
    billing_reason: reason,
    currency,
    amount_due: total,
    amount_paid: 0,
    total,
    total_taxes: [],
    number: `STAND-${String(account.invoices.size + 1).padStart(4, '0')}`,
    hosted_invoice_url: `${account.origin}/pages/invoices/${id}`,
    invoice_pdf: `${account.origin}/pages/invoices/${id}`,
    attempt_count: 0,
    next_payment_attempt: null,
    status_transitions: { paid_at: null },
    parent: {
      type: 'subscription_details',
      subscription_details: { subscription: subscription.id },
    },
    lines: listOf(
      `/v1/invoices/${id}/lines`,
      lines.map((line, index) => asLine(subscription, line, `il_${id.slice(3)}${index}`)),
    ),
  }));
  subscription.latest_invoice = invoice.id;
  emit(account, 'invoice.created', invoice);
  emit(account, 'invoice.finalized', invoice);
  return invoice;
}

/**
 * What a change of price costs from now to the end of the period: old credited, new charged. A
 * trial costs nothing; ended now, the new price is charged for a whole period.
 */
export function prorate(
  subscription: Subscription,
  price: Price,
  at: number,
  endsTrial: boolean,
): Line[] {
  const item = subscription.items.data[0];
  if (!item) throw new Error(`${subscription.id} has no item.`);
  const { current_period_start: start, current_period_end: end } = item;
  if (endsTrial) {
    const whole = nextPeriodEnd(at, price.recurring?.interval ?? 'month', at);
    return [
      { price: item.price, amount: 0, start: at, end, proration: true },
      { price, amount: price.unit_amount, start: at, end: whole },
    ];
  }
  const share = (amount: number) => Math.round((amount * (end - at)) / (end - start));
  const isTrial = subscription.status === 'trialing';
  const credit = isTrial ? 0 : -share(item.price.unit_amount);
  const charge = isTrial ? 0 : share(price.unit_amount);
  return [
    { price: item.price, amount: credit, start: at, end, proration: true },
    { price, amount: charge, start: at, end, proration: true },
  ];
}

function asLine(
  { id, currency }: Subscription,
  { price, amount, start, end, proration = false }: Line,
  lineId: string,
): InvoiceLine {
  return {
    id: lineId,
    object: 'line_item',
    amount,
    currency,
    description: proration ? `Prorated ${price.id}` : price.id,
    period: { start, end },
    pricing: {
      type: 'price_details',
      price_details: { price: price.id, product: price.product },
    },
    parent: {
      type: 'subscription_item_details',
      subscription_item_details: { subscription: id, proration },
    },
  };
}
