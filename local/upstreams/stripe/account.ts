// account: all that the stand-in keeps of one Stripe account, its clock, and its events.
import { randomBytes } from 'node:crypto';
import type {
  Charge,
  CheckoutSession,
  Customer,
  Dispute,
  Event,
  Invoice,
  InvoicePayment,
  PaymentIntent,
  PaymentMethod,
  PortalSession,
  Price,
  Product,
  Refund,
  Schedule,
  Subscription,
} from './objects.ts';
import { missing } from './stripe-error.ts';

export const API_VERSION = '2026-10-28.endive';

/** Objects of one kind, newest last. */
export class Shelf<Item extends { id: string }> extends Map<string, Item> {
  readonly #kind: string;
  readonly #prefix: string;

  constructor(kind: string, prefix: string) {
    super();
    this.#kind = kind;
    this.#prefix = prefix;
  }

  /** Keeps a new object, under an id of its kind. */
  add(make: (id: string) => Item): Item {
    const item = make(`${this.#prefix}_${randomBytes(12).toString('hex')}`);
    this.set(item.id, item);
    return item;
  }

  /** The object of an id; throws Stripe's 404. */
  require(id: string): Item {
    const item = this.get(id);
    if (!item) throw missing(this.#kind, id);
    return item;
  }

  find(test: (item: Item) => boolean): Item | undefined {
    return [...this.values()].find(test);
  }

  filter(test: (item: Item) => boolean): Item[] {
    return [...this.values()].filter(test);
  }
}

export interface Account {
  /** Where the account's own pages are. */
  origin: string;
  /** Seconds that its clock is ahead. */
  ahead: number;
  /** Customers whose card is declined. */
  declining: Set<string>;
  customers: Shelf<Customer>;
  paymentMethods: Shelf<PaymentMethod>;
  products: Shelf<Product>;
  prices: Shelf<Price>;
  sessions: Shelf<CheckoutSession & { trialDays: number }>;
  subscriptions: Shelf<Subscription>;
  schedules: Shelf<Schedule>;
  invoices: Shelf<Invoice>;
  invoicePayments: Shelf<InvoicePayment>;
  paymentIntents: Shelf<PaymentIntent>;
  charges: Shelf<Charge>;
  refunds: Shelf<Refund>;
  disputes: Shelf<Dispute>;
  portals: Shelf<PortalSession>;
  events: Shelf<Event>;
  /** Hears of each new event. */
  onEvent: (event: Event) => void;
}

export function createAccount(origin: string): Account {
  return {
    origin,
    ahead: 0,
    declining: new Set(),
    customers: new Shelf('customer', 'cus'),
    paymentMethods: new Shelf('payment_method', 'pm'),
    products: new Shelf('product', 'prod'),
    prices: new Shelf('price', 'price'),
    sessions: new Shelf('checkout.session', 'cs_test'),
    subscriptions: new Shelf('subscription', 'sub'),
    schedules: new Shelf('subscription_schedule', 'sub_sched'),
    invoices: new Shelf('invoice', 'in'),
    invoicePayments: new Shelf('invoice_payment', 'inpay'),
    paymentIntents: new Shelf('payment_intent', 'pi'),
    charges: new Shelf('charge', 'ch'),
    refunds: new Shelf('refund', 're'),
    disputes: new Shelf('dispute', 'dp'),
    portals: new Shelf('billing_portal.session', 'bps'),
    events: new Shelf('event', 'evt'),
    onEvent: () => undefined,
  };
}

/** The account's time, in seconds since 1970. */
export function now({ ahead }: Account): number {
  return Math.floor(Date.now() / 1000) + ahead;
}

/** The fields that every object has. */
export function born<Kind extends string>(account: Account, id: string, object: Kind) {
  return { id, object, created: now(account), livemode: false } as const;
}

/** Notes that something happened; the event keeps the object as it is at this moment. */
export function emit(account: Account, type: string, object: object): void {
  const event = account.events.add((id) => ({
    ...born(account, id, 'event'),
    type,
    api_version: API_VERSION,
    data: { object: structuredClone(object) },
    pending_webhooks: 1,
    request: { id: null, idempotency_key: null },
  }));
  account.onEvent(event);
}

export function listOf<Item>(url: string, data: Item[]) {
  return { object: 'list' as const, url, has_more: false, data };
}
