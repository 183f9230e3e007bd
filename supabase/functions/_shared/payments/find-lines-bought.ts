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
  currency: string;
  billing: 'month' | 'year';
}

/** A subscription with all that tells what it has bought. */
export interface LemonLife {
  id: string;
  subscription: LemonSubscription;
  item: { id: string; quantity: number };
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
  const scale = scaleOf(life);
  let price = life.firstPrice;
  let anchor = anchorOf(life.subscription);
  return life.invoices.map(({ invoice }) => {
    const bought = priceOf(invoice, price, anchor, scale, life);
    const from = anchorFrom(invoice, price, bought, anchor);
    // What was not paid has changed nothing.
    if (!['pending', 'void'].includes(invoice.status)) [price, anchor] = [bought, from];
    return lineOf(invoice, bought, from);
  });
}

/** What the store charges for one cent of ours: its currency, its taxes, its seats. */
function scaleOf({ invoices, firstPrice }: LemonLife): number {
  const first = invoices.find(({ invoice }) => invoice.billing_reason === 'initial')?.invoice;
  return first && first.subtotal > 0 ? first.subtotal / firstPrice.amount_cents : 1;
}

/** Periods of another length, or of another day after a pause, are counted anew. */
function anchorFrom(
  { billing_reason, created_at }: LemonInvoice,
  before: KnownPrice,
  price: KnownPrice,
  anchor: string,
): string {
  if (billing_reason === 'updated') return price.billing === before.billing ? anchor : created_at;
  if (billing_reason === 'initial') return anchor;
  const nr = periodOf(anchor, monthsOf(before), plus(created_at, EARLY_MS));
  const start = addMonths(anchor, nr * monthsOf(before));
  if (Math.abs(Date.parse(created_at) - Date.parse(start)) > 3 * EARLY_MS) return created_at;
  return price.billing === before.billing ? anchor : start;
}

const plus = (moment: string, ms: number) => new Date(Date.parse(moment) + ms).toISOString();

function priceOf(
  { billing_reason: reason, subtotal, created_at }: LemonInvoice,
  before: KnownPrice,
  anchor: string,
  scale: number,
  { subscription, prices }: LemonLife,
): KnownPrice {
  const now = prices.find(({ price_id }) => price_id === subscription.variant_id) ?? before;
  if (reason === 'initial') return before;
  if (reason === 'renewal')
    return (
      [before, now, ...prices].find(
        ({ amount_cents }) => Math.abs(amount_cents * scale - subtotal) <= 1,
      ) ?? now
    );
  // A change for nothing never gives more than was paid for.
  if (subtotal === 0) return monthly(now) < monthly(before) ? now : before;
  const unused = before.amount_cents * shareLeft(created_at, anchor, monthsOf(before));
  const errorOf = (price: KnownPrice) => {
    const isSameLength = price.billing === before.billing;
    const share = isSameLength ? shareLeft(created_at, anchor, monthsOf(price)) : 1;
    const expected = price.amount_cents * share - unused;
    return expected > 0 ? Math.abs(expected * scale - subtotal) : Number.POSITIVE_INFINITY;
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
