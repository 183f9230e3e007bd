// account: what the stand-in keeps of one LemonSqueezy store, its clock, and its events.

export interface Resource<Attributes> {
  type: string;
  id: string;
  attributes: Attributes;
}

export interface Variant {
  id: number;
  price_id: number;
  unit_price: number;
  interval: 'month' | 'year' | null;
  trial_days: number;
}

export interface Checkout {
  url: string;
  variant_id: number;
  skip_trial: boolean;
  redirect_url: string;
  custom: Record<string, string>;
}

interface Dated {
  store_id: number;
  currency: 'USD';
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
  first_order_item: { variant_id: number; price_id: number };
  urls: { receipt: string };
}

export interface Invoice extends Dated {
  subscription_id: number;
  status: 'pending' | 'paid' | 'void' | 'refunded' | 'partial_refunded';
  billing_reason: 'initial' | 'renewal' | 'updated';
  subtotal: number;
  urls: { invoice_url: string };
}

export interface Subscription {
  store_id: number;
  order_id: number;
  variant_id: number;
  status: 'on_trial' | 'active' | 'past_due' | 'unpaid' | 'cancelled' | 'expired';
  cancelled: boolean;
  trial_ends_at: string | null;
  renews_at: string;
  ends_at: string | null;
  first_subscription_item: { id: number; price_id: number; quantity: number };
  card_brand: string | null;
  card_last_four: string | null;
  /** The second one only for who pays by PayPal. */
  urls: { customer_portal: string; customer_portal_update_subscription: string | null };
  created_at: string;
  updated_at: string;
}

/** An event as it is sent, with whose it is. */
export interface LemonEvent {
  body: string;
  orderId: string | undefined;
}

export interface Account {
  origin: string;
  storeId: number;
  /** Milliseconds that its clock is ahead. */
  aheadMs: number;
  isDeclining: boolean;
  lastId: number;
  variants: Variant[];
  checkouts: Map<string, Checkout>;
  orders: Map<string, Resource<Order>>;
  invoices: Map<string, Resource<Invoice>>;
  subscriptions: Map<string, Resource<Subscription>>;
  /** The custom data of the checkout, by order. */
  custom: Map<number, Record<string, string>>;
  events: LemonEvent[];
}

export function createAccount(origin: string, variants: Variant[]): Account {
  return {
    ...{ origin, storeId: 1, aheadMs: 0, isDeclining: false, lastId: 1000, variants },
    ...{ checkouts: new Map(), orders: new Map(), invoices: new Map(), subscriptions: new Map() },
    ...{ custom: new Map(), events: [] },
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

/** Notes that something happened; the event keeps the resource as it is at this moment. */
export function emit(
  account: Account,
  event_name: string,
  resource: Resource<Order | Invoice | Subscription>,
  order: number,
): void {
  resource.attributes.updated_at = now(account);
  const custom_data = account.custom.get(order);
  // As documented, invoices need not repeat the custom data of their checkout.
  const isNamed = resource.type !== 'subscription-invoices';
  const meta = { event_name, test_mode: true, ...(isNamed ? { custom_data } : {}) };
  const body = JSON.stringify({ meta, data: resource }, null, 1);
  account.events.push({ body, orderId: custom_data?.order_id });
}
