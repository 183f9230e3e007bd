// find-lines-bought: which price each invoice of a subscription at LemonSqueezy was for, and which
// time it bought; its invoices say neither. The first order names the first price, and from there
// on the amounts tell, so that an invoice means the same whenever it is read.
import type { PaymentObject } from '../../../../shared/contracts/payments.ts';
import { addMonths, periodOf } from './add-months.ts';
import type { LemonInvoice, LemonOrder, LemonSubscription } from './lemonsqueezy-resources.ts';

/** A price at which we sell or sold a plan there; its id is the variant's. */
export interface KnownPrice {
  price_id: string;
  amount_cents: number;
  billing: 'month' | 'year';
}

/** A subscription with all that tells what it has bought. */
export interface LemonLife {
  id: string;
  subscription: LemonSubscription;
  order: LemonOrder;
  /** Oldest first. */
  invoices: { id: string; invoice: LemonInvoice }[];
  /** What the first order was for. */
  firstPrice: KnownPrice;
  prices: KnownPrice[];
  /** The order of ours that it was bought by, where an event named it. */
  orderId: string | undefined;
}

export type Line = PaymentObject['lines'][number];

/** An invoice may be made a little before the period that it is for. */
const EARLY_MS = 86_400_000;

const monthsOf = ({ billing }: KnownPrice) => (billing === 'year' ? 12 : 1);
const monthly = (price: KnownPrice) => price.amount_cents / monthsOf(price);

/** Where its periods are counted from, until it changes to periods of another length. */
export function anchorOf({ trial_ends_at, created_at }: LemonSubscription): string {
  return trial_ends_at ?? created_at;
}

/** The line of each invoice, in their order. */
export function findLinesBought(life: LemonLife): Line[] {
  let price = life.firstPrice;
  let anchor = anchorOf(life.subscription);
  return life.invoices.map(({ invoice }) => {
    const before = price;
    price = priceOf(invoice, before, anchor, life);
    if (price.billing !== before.billing && invoice.billing_reason === 'updated')
      anchor = invoice.created_at;
    return lineOf(invoice, price, anchor);
  });
}

function priceOf(
  { billing_reason: reason, subtotal, created_at }: LemonInvoice,
  before: KnownPrice,
  anchor: string,
  { subscription, prices }: LemonLife,
): KnownPrice {
  const now = prices.find(({ price_id }) => price_id === subscription.variant_id) ?? before;
  if (reason === 'initial') return before;
  if (reason === 'renewal')
    return [before, now, ...prices].find(({ amount_cents }) => amount_cents === subtotal) ?? now;
  // A change for nothing never gives more than was paid for.
  if (subtotal === 0) return monthly(now) < monthly(before) ? now : before;
  const unused = before.amount_cents * shareLeft(created_at, anchor, monthsOf(before));
  const errorOf = (price: KnownPrice) => {
    const isSameLength = price.billing === before.billing;
    const share = isSameLength ? shareLeft(created_at, anchor, monthsOf(price)) : 1;
    const expected = price.amount_cents * share - unused;
    return expected > 0 ? Math.abs(expected - subtotal) : Number.POSITIVE_INFINITY;
  };
  const [nearest] = prices
    .filter((price) => Number.isFinite(errorOf(price)))
    .sort((one, other) => errorOf(one) - errorOf(other));
  return nearest ?? before;
}

/** How much of the period is left that a moment is in, from 1 to 0. */
function shareLeft(moment: string, anchor: string, step: number): number {
  const nr = periodOf(anchor, step, moment);
  const [start, end] = [nr, nr + 1].map((each) => Date.parse(addMonths(anchor, each * step)));
  if (start === undefined || end === undefined) throw new Error('A period has two ends.');
  return Math.min(1, (end - Date.parse(moment)) / (end - start));
}

function lineOf({ billing_reason, created_at }: LemonInvoice, price: KnownPrice, anchor: string) {
  const { price_id } = price;
  const step = monthsOf(price);
  const isChange = billing_reason === 'updated';
  // Within a trial: what is free until its end.
  if (isChange && created_at < anchor)
    return { price_id, starts_at: created_at, ends_at: anchor, anchor_at: anchor };
  const latest = new Date(Date.parse(created_at) + (isChange ? 0 : EARLY_MS)).toISOString();
  const nr = periodOf(anchor, step, latest);
  return {
    price_id,
    starts_at: isChange ? created_at : addMonths(anchor, nr * step),
    ends_at: addMonths(anchor, (nr + 1) * step),
    anchor_at: anchor,
  };
}
