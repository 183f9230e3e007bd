// subscribe: begins, renews, changes and ends subscriptions.
//   incomplete -> active | incomplete_expired     the first invoice
//   trialing -> active | past_due                 the end of the trial
//   active -> past_due -> active | canceled       renewals, tried again after 3, 5 and 7 days
import { type Account, born, emit, listOf, now } from './account.ts';
import { nextPeriodEnd } from './add-periods.ts';
import { collectInvoice } from './collect-payment.ts';
import { makeInvoice, prorate } from './make-invoice.ts';
import type { Invoice, Metadata, Price, Subscription, SubscriptionItem } from './objects.ts';
import { cardDeclined, StripeError } from './stripe-error.ts';

const DAY = 86_400;
/** Days between the tries to collect a renewal. */
const RETRY_DAYS = [3, 5, 7];

export function itemOf({ id, items }: Subscription): SubscriptionItem {
  const [item] = items.data;
  if (!item) throw new Error(`${id} has no item.`);
  return item;
}

function intervalOf({ id, recurring }: Price): 'month' | 'year' {
  if (!recurring) throw new StripeError(400, `${id} is not a recurring price.`);
  return recurring.interval;
}

export interface Beginning {
  customer: string;
  price: Price;
  trialDays: number;
  metadata: Metadata;
}

/** A new subscription with its first invoice: paid, free for a trial, or incomplete. */
export function beginSubscription(account: Account, beginning: Beginning): Subscription {
  const { customer, price, trialDays, metadata } = beginning;
  const start = now(account);
  const trialEnd = trialDays > 0 ? start + trialDays * DAY : null;
  const anchor = trialEnd ?? start;
  const end = trialEnd ?? nextPeriodEnd(anchor, intervalOf(price), start);
  const subscription = account.subscriptions.add((id) => ({
    ...born(account, id, 'subscription'),
    customer,
    status: 'incomplete',
    items: listOf('/v1/subscription_items', [
      {
        id: id.replace('sub_', 'si_'),
        object: 'subscription_item',
        price,
        quantity: 1,
        current_period_start: start,
        current_period_end: end,
      },
    ]),
    currency: price.currency,
    billing_cycle_anchor: anchor,
    billing_mode: { type: 'flexible' },
    start_date: start,
    trial_start: trialEnd ? start : null,
    trial_end: trialEnd,
    cancel_at_period_end: false,
    cancel_at: null,
    canceled_at: null,
    ended_at: null,
    latest_invoice: null,
    schedule: null,
    discounts: [],
    metadata,
  }));
  emit(account, 'customer.subscription.created', subscription);
  const amount = trialEnd ? 0 : price.unit_amount;
  const lines = [{ price, amount, start, end }];
  const invoice = makeInvoice(account, subscription, 'subscription_create', lines);
  if (collectInvoice(account, invoice)) {
    subscription.status = trialEnd ? 'trialing' : 'active';
    emit(account, 'customer.subscription.updated', subscription);
  }
  return subscription;
}

/** The next period, invoiced; what a schedule says changes with it. */
export function renew(account: Account, subscription: Subscription): void {
  const item = itemOf(subscription);
  const start = item.current_period_end;
  const schedule = account.schedules.get(subscription.schedule ?? '-');
  const next = schedule?.phases.find(({ start_date }) => start_date === start);
  if (schedule && next) {
    item.price = account.prices.require(next.items[0]?.price ?? '-');
    subscription.discounts = next.discounts.map(({ discount }) => discount);
    schedule.status = 'released';
    subscription.schedule = null;
    emit(account, 'subscription_schedule.released', schedule);
  }
  const end = nextPeriodEnd(subscription.billing_cycle_anchor, intervalOf(item.price), start);
  item.current_period_start = start;
  item.current_period_end = end;
  const lines = [{ price: item.price, amount: item.price.unit_amount, start, end }];
  const invoice = makeInvoice(account, subscription, 'subscription_cycle', lines);
  tryToCollect(account, subscription, invoice);
}

/** Collects a renewal, or says when it is tried again, or gives up. */
export function tryToCollect(account: Account, subscription: Subscription, invoice: Invoice): void {
  if (collectInvoice(account, invoice)) {
    subscription.status = 'active';
  } else {
    const days = RETRY_DAYS[invoice.attempt_count - 1];
    if (days === undefined) {
      invoice.next_payment_attempt = null;
      endSubscription(account, subscription);
      return;
    }
    invoice.next_payment_attempt = now(account) + days * DAY;
    subscription.status = 'past_due';
  }
  emit(account, 'customer.subscription.updated', subscription);
}

/** Another price from now on: charged at once, or refused and unchanged when the card is. */
export function changePrice(
  account: Account,
  subscription: Subscription,
  price: Price,
  endsTrial: boolean,
): void {
  const lines = prorate(subscription, price, now(account), endsTrial);
  const due = lines.reduce((sum, { amount }) => sum + amount, 0);
  if (due > 0 && account.declining.has(subscription.customer)) throw cardDeclined();
  itemOf(subscription).price = price;
  if (endsTrial) endTrial(account, subscription);
  collectInvoice(account, makeInvoice(account, subscription, 'subscription_update', lines));
}

/** What is left of the trial is paid. */
export function chargeTrial(account: Account, subscription: Subscription): void {
  endTrial(account, subscription);
  const { price, current_period_start: start, current_period_end: end } = itemOf(subscription);
  const lines = [{ price, amount: price.unit_amount, start, end }];
  collectInvoice(account, makeInvoice(account, subscription, 'subscription_update', lines));
}

/** Its periods are counted from now on. */
function endTrial(account: Account, subscription: Subscription): void {
  const item = itemOf(subscription);
  const at = now(account);
  subscription.status = 'active';
  subscription.trial_end = at;
  subscription.billing_cycle_anchor = at;
  item.current_period_start = at;
  item.current_period_end = nextPeriodEnd(at, intervalOf(item.price), at);
}

/** Ends it now. */
export function endSubscription(account: Account, subscription: Subscription): void {
  subscription.status = subscription.status === 'incomplete' ? 'incomplete_expired' : 'canceled';
  subscription.canceled_at ??= now(account);
  subscription.ended_at = now(account);
  emit(account, 'customer.subscription.deleted', subscription);
}
