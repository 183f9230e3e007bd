// live: what happens in a store: purchases, renewals, failures, changes, refunds, the end.
//   on_trial | active -> past_due -> active | unpaid -> active | expired
//   active <-> cancelled -> expired
import { addMonths } from '../stripe/add-periods.ts';
import {
  type Account,
  type Checkout,
  emit,
  type Invoice,
  isDeclining,
  nextId,
  now,
  type Order,
  type Resource,
  type Subscription,
  type Variant,
  variantOf,
} from './account.ts';

const DAY_MS = 86_400_000;
/** Four tries in two weeks; here once a day. */
const UNPAID_MS = 14 * DAY_MS;
/** As a store's dunning rules may say. */
const GIVE_UP_MS = 28 * DAY_MS;

const later = (moment: string, months: number) =>
  new Date(addMonths(Date.parse(moment) / 1000, months) * 1000).toISOString();
const BUYER = { user_name: 'Stand In', user_email: 'stand-in@parley.test' };
const money = (account: Account, total: number) => ({
  ...BUYER,
  ...{ store_id: account.storeId, currency: account.currency, tax: 0, total },
  ...{ refunded_amount: 0, refunded_at: null, created_at: now(account), updated_at: now(account) },
});
const stepOf = ({ interval }: Variant) => (interval === 'year' ? 12 : 1);

/** Somebody pays a checkout, which may be paid again; whether the card was taken. */
export function payCheckout(account: Account, checkout: Checkout): boolean {
  if (account.declining.has(checkout.custom.user_id ?? '-')) return false;
  const variant = variantOf(account, checkout.variant_id);
  const trialDays = checkout.skip_trial ? 0 : variant.trial_days;
  const id = nextId(account);
  const order = {
    type: 'orders',
    id: String(id),
    attributes: {
      ...money(account, trialDays > 0 ? 0 : variant.unit_price),
      order_number: id,
      status: 'paid' as const,
      first_order_item: { variant_id: variant.id },
      urls: { receipt: `${account.origin}/pages/invoices/${id}` },
    },
  };
  account.orders.set(order.id, order);
  account.custom.set(id, checkout.custom);
  emit(account, 'order_created', order, id);
  if (variant.interval) subscribe(account, variant, id, trialDays);
  return true;
}

function subscribe(account: Account, variant: Variant, order_id: number, trialDays: number): void {
  const id = nextId(account);
  const created_at = now(account);
  const trialEnd = new Date(Date.parse(created_at) + trialDays * DAY_MS).toISOString();
  const subscription: Resource<Subscription> = {
    type: 'subscriptions',
    id: String(id),
    attributes: {
      ...{ ...BUYER, store_id: account.storeId, order_id, variant_id: variant.id },
      status: trialDays > 0 ? 'on_trial' : 'active',
      cancelled: false,
      trial_ends_at: trialDays > 0 ? trialEnd : null,
      renews_at: trialDays > 0 ? trialEnd : later(created_at, stepOf(variant)),
      ends_at: null,
      first_subscription_item: { id: nextId(account), quantity: 1 },
      card_brand: 'visa',
      card_last_four: '4242',
      urls: {
        customer_portal: `${account.origin}/pages/portal/${id}`,
        customer_portal_update_subscription: null,
      },
      ...{ created_at, updated_at: created_at },
    },
  };
  account.subscriptions.set(subscription.id, subscription);
  emit(account, 'subscription_created', subscription, order_id);
  charge(account, subscription, 'initial', trialDays > 0 ? 0 : variant.unit_price);
}

function charge(
  account: Account,
  subscription: Resource<Subscription>,
  billing_reason: Invoice['billing_reason'],
  amount: number,
): void {
  const id = nextId(account);
  const invoice: Resource<Invoice> = {
    type: 'subscription-invoices',
    id: String(id),
    attributes: {
      ...money(account, amount),
      subtotal: amount,
      subscription_id: Number(subscription.id),
      status: 'pending',
      billing_reason,
      urls: { invoice_url: `${account.origin}/pages/invoices/${id}` },
    },
  };
  account.invoices.set(invoice.id, invoice);
  collect(account, subscription, invoice);
}

function collect(
  account: Account,
  subscription: Resource<Subscription>,
  invoice: Resource<Invoice>,
): void {
  const { order_id } = subscription.attributes;
  if (isDeclining(account, order_id)) {
    const age = Date.parse(now(account)) - Date.parse(invoice.attributes.created_at);
    const status = age < UNPAID_MS ? 'past_due' : 'unpaid';
    if (subscription.attributes.status === status) return;
    subscription.attributes.status = status;
    emit(account, 'subscription_payment_failed', invoice, order_id);
  } else {
    const { status } = subscription.attributes;
    invoice.attributes.status = 'paid';
    const isBack = status === 'past_due' || status === 'unpaid';
    if (isBack) subscription.attributes.status = 'active';
    const event = isBack ? 'subscription_payment_recovered' : 'subscription_payment_success';
    emit(account, event, invoice, order_id);
  }
  emit(account, 'subscription_updated', subscription, order_id);
}

/** Lets time pass, a day at a time; what is due happens then. */
export function moveClock(account: Account, days: number): void {
  for (let day = 0; day < days; day += 1) {
    account.aheadMs += DAY_MS;
    for (const each of account.subscriptions.values()) happen(account, each);
  }
}

function happen(account: Account, subscription: Resource<Subscription>): void {
  const { attributes } = subscription;
  const at = now(account);
  if (attributes.status === 'expired') return;
  if (attributes.ends_at) {
    if (attributes.ends_at <= at) expire(account, subscription, attributes.ends_at);
    return;
  }
  const open = [...account.invoices.values()].find(
    ({ attributes: { subscription_id, status } }) =>
      subscription_id === Number(subscription.id) && status === 'pending',
  );
  if (open) {
    const age = Date.parse(at) - Date.parse(open.attributes.created_at);
    if (age < GIVE_UP_MS) collect(account, subscription, open);
    else {
      open.attributes.status = 'void';
      expire(account, subscription, at);
    }
    return;
  }
  if (attributes.renews_at > at) return;
  const variant = variantOf(account, attributes.variant_id);
  attributes.renews_at = later(attributes.renews_at, stepOf(variant));
  if (attributes.status === 'on_trial') attributes.status = 'active';
  charge(account, subscription, 'renewal', variant.unit_price);
}

function expire(account: Account, subscription: Resource<Subscription>, at: string): void {
  subscription.attributes.status = 'expired';
  subscription.attributes.ends_at = at;
  emit(account, 'subscription_expired', subscription, subscription.attributes.order_id);
}

export interface Change {
  cancelled?: boolean | undefined;
  variant_id?: number | undefined;
  invoice_immediately?: boolean | undefined;
  disable_prorations?: boolean | undefined;
}

/** What `PATCH /v1/subscriptions/ID` does. */
export function changeSubscription(
  account: Account,
  subscription: Resource<Subscription>,
  change: Change,
): void {
  const { attributes } = subscription;
  const { cancelled, variant_id } = change;
  if (cancelled !== undefined) {
    attributes.cancelled = cancelled;
    attributes.status = cancelled ? 'cancelled' : 'active';
    attributes.ends_at = cancelled ? attributes.renews_at : null;
    const event = cancelled ? 'subscription_cancelled' : 'subscription_resumed';
    emit(account, event, subscription, attributes.order_id);
  }
  // Who pays by PayPal has to change the plan on a page.
  if (variant_id !== undefined && !attributes.urls.customer_portal_update_subscription)
    changeVariant(account, subscription, variantOf(account, variant_id), change);
  emit(account, 'subscription_updated', subscription, attributes.order_id);
}

function changeVariant(
  account: Account,
  subscription: Resource<Subscription>,
  to: Variant,
  { invoice_immediately, disable_prorations }: Change,
): void {
  const { attributes } = subscription;
  const from = variantOf(account, attributes.variant_id);
  attributes.variant_id = to.id;
  const end = Date.parse(attributes.renews_at);
  const whole = end - Date.parse(later(attributes.renews_at, -stepOf(from)));
  const share = (end - Date.parse(now(account))) / whole;
  const unused = disable_prorations ? 0 : from.unit_price * share;
  // A trial goes on, for the new price.
  if (attributes.status === 'on_trial') {
    if (invoice_immediately) charge(account, subscription, 'updated', 0);
    return;
  }
  // Periods of another length begin at once, and are charged at once.
  if (to.interval !== from.interval) {
    attributes.renews_at = later(now(account), stepOf(to));
    charge(account, subscription, 'updated', Math.max(0, Math.round(to.unit_price - unused)));
  } else if (invoice_immediately && !disable_prorations) {
    const amount = Math.round(to.unit_price * share - unused);
    charge(account, subscription, 'updated', Math.max(0, amount));
  }
}

/** Pays an invoice back, whole or in part. */
export function refundInvoice(account: Account, invoice: Resource<Invoice>, amount: number): void {
  const { attributes } = invoice;
  attributes.refunded_amount = Math.min(attributes.total, attributes.refunded_amount + amount);
  attributes.refunded_at = now(account);
  const isWhole = attributes.refunded_amount === attributes.total;
  attributes.status = isWhole ? 'refunded' : 'partial_refunded';
  const subscription = account.subscriptions.get(String(attributes.subscription_id));
  const order = subscription?.attributes.order_id ?? 0;
  emit(account, 'subscription_payment_refunded', invoice, order);
}

/** The same of an order; what a bank took back is the whole of it. */
export function refundOrder(
  account: Account,
  order: Resource<Order>,
  amount: number,
  isFraud = false,
): void {
  const { attributes } = order;
  attributes.refunded_amount = Math.min(attributes.total, attributes.refunded_amount + amount);
  attributes.refunded_at = now(account);
  const isWhole = attributes.refunded_amount === attributes.total;
  attributes.status = isFraud ? 'fraudulent' : isWhole ? 'refunded' : 'partial_refund';
  emit(account, 'order_refunded', order, Number(order.id));
}
