// account: what the stand-in keeps of one LemonSqueezy store, its clock, and its events.

export interface Resource<Attributes> {
  type: string;
  id: string;
  attributes: Attributes;
}

/** A product with one variant, as somebody has made it on LemonSqueezy's own pages. */
export interface Variant {
  id: number;
  name: string;
  unit_price: number;
  interval: 'month' | 'year' | null;
  trial_days: number;
  /** A draft is not sold. */
  status: 'published' | 'draft';
}

export interface Checkout {
  url: string;
  variant_id: number;
  skip_trial: boolean;
  redirect_url: string;
  expires_at: string;
  custom: Record<string, string>;
}

interface Bought {
  user_name: string;
  user_email: string;
}

interface Dated extends Bought {
  store_id: number;
  currency: string;
  tax: number;
  total: number;
  refunded_amount: number;
  refunded_at: string | null;
  created_at: string;
  updated_at: string;
}

export interface Order extends Dated {
  order_number: number;
  status: 'paid' | 'refunded' | 'partial_refund' | 'fraudulent';
  first_order_item: { variant_id: number };
  urls: { receipt: string };
}

export interface Invoice extends Dated {
  subscription_id: number;
  status: 'pending' | 'paid' | 'void' | 'refunded' | 'partial_refunded';
  billing_reason: 'initial' | 'renewal' | 'updated';
  subtotal: number;
  urls: { invoice_url: string };
}

export interface Subscription extends Bought {
  store_id: number;
  order_id: number;
  variant_id: number;
  status: 'on_trial' | 'active' | 'past_due' | 'unpaid' | 'cancelled' | 'expired';
  cancelled: boolean;
  trial_ends_at: string | null;
  renews_at: string;
  ends_at: string | null;
  card_brand: string | null;
  card_last_four: string | null;
  /** Null for a moment after it began. */
  first_subscription_item: { id: number; quantity: number } | null;
  /** The second one only for who pays by PayPal. */
  urls: { customer_portal: string; customer_portal_update_subscription: string | null };
  created_at: string;
  updated_at: string;
}

/** An event as it is sent. */
export interface LemonEvent {
  name: string;
  body: string;
  /** What it is about. */
  type: string;
  id: string;
  /** The custom data of the checkout that it goes back to. */
  custom: Record<string, string>;
}

export interface Account {
  origin: string;
  storeId: number;
  /** What people pay in. */
  currency: string;
  /** Milliseconds that its clock is ahead. */
  aheadMs: number;
  /** Who has a card that is declined, by `user_id` of the custom data. */
  declining: Set<string>;
  lastId: number;
  variants: Variant[];
  checkouts: Map<string, Checkout>;
  orders: Map<string, Resource<Order>>;
  invoices: Map<string, Resource<Invoice>>;
  subscriptions: Map<string, Resource<Subscription>>;
  /** The custom data of the checkout, by order. */
  custom: Map<number, Record<string, string>>;
  events: LemonEvent[];
  /** Hears of each new event. */
  onEvent: (event: LemonEvent) => void;
}

export function createAccount(origin: string, storeId: number): Account {
  return {
    ...{ origin, storeId, currency: 'USD', aheadMs: 0, declining: new Set(), variants: [] },
    // What an account of another start has made keeps its ids.
    lastId: Math.floor(Date.now() / 100),
    ...{ checkouts: new Map(), orders: new Map(), invoices: new Map(), subscriptions: new Map() },
    ...{ custom: new Map(), events: [], onEvent: () => undefined },
  };
}

/** The account's time, with the microseconds that LemonSqueezy writes. */
export function now({ aheadMs }: Account): string {
  return new Date(Date.now() + aheadMs).toISOString().replace('Z', '000Z');
}

export function nextId(account: Account): number {
  account.lastId += 1;
  return account.lastId;
}

export function variantOf({ variants }: Account, id: number): Variant {
  const variant = variants.find((each) => each.id === id);
  if (!variant) throw new Error(`There is no variant ${id}.`);
  return variant;
}

/** Whether the card is declined that an order was paid with. */
export function isDeclining({ custom, declining }: Account, order: number): boolean {
  return declining.has(custom.get(order)?.user_id ?? '-');
}

/** Notes that something happened; the event keeps the resource as it is at this moment. */
export function emit(
  account: Account,
  name: string,
  resource: Resource<Order | Invoice | Subscription>,
  order: number,
): void {
  resource.attributes.updated_at = now(account);
  const custom = account.custom.get(order) ?? {};
  // As documented, invoices need not repeat the custom data of their checkout.
  const isNamed = resource.type !== 'subscription-invoices';
  const meta = { event_name: name, test_mode: true, ...(isNamed ? { custom_data: custom } : {}) };
  const body = JSON.stringify({ meta, data: resource }, null, 1);
  const event = { name, body, type: resource.type, id: resource.id, custom };
  account.events.push(event);
  account.onEvent(event);
}
