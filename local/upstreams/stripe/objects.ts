// objects: the objects of Stripe's API 2026-10-28 that the stand-in keeps, with the fields that
// clients of ours read. Times are seconds since 1970, amounts minor units.

export type Metadata = Record<string, string>;

interface Base<Kind extends string> {
  id: string;
  object: Kind;
  created: number;
  livemode: false;
}

export interface List<Item> {
  object: 'list';
  url: string;
  has_more: boolean;
  data: Item[];
}

export interface Customer extends Base<'customer'> {
  email: string | null;
  name: string | null;
  metadata: Metadata;
  invoice_settings: { default_payment_method: string | null };
  deleted?: true;
}

export interface Card {
  brand: string;
  last4: string;
  exp_month: number;
  exp_year: number;
  /** The same for each customer who pays with the same card. */
  fingerprint: string;
}

export interface PaymentMethod extends Base<'payment_method'> {
  type: 'card';
  customer: string;
  card: Card;
}

export interface Product extends Base<'product'> {
  name: string;
  active: boolean;
  metadata: Metadata;
}

export interface Price extends Base<'price'> {
  product: string;
  active: boolean;
  currency: string;
  unit_amount: number;
  type: 'recurring' | 'one_time';
  recurring: { interval: 'month' | 'year'; interval_count: number } | null;
  lookup_key: string | null;
  metadata: Metadata;
}

export interface CheckoutSession extends Base<'checkout.session'> {
  mode: 'payment' | 'subscription';
  status: 'open' | 'complete' | 'expired';
  payment_status: 'unpaid' | 'paid' | 'no_payment_required';
  client_reference_id: string | null;
  customer: string;
  metadata: Metadata;
  amount_total: number;
  currency: string;
  subscription: string | null;
  payment_intent: string | null;
  invoice: string | null;
  success_url: string;
  cancel_url: string | null;
  url: string | null;
  expires_at: number;
  line_items: List<{ id: string; object: 'item'; price: Price; quantity: number }>;
}

export interface SubscriptionItem {
  id: string;
  object: 'subscription_item';
  price: Price;
  quantity: number;
  current_period_start: number;
  current_period_end: number;
}

export interface Subscription extends Base<'subscription'> {
  customer: string;
  status: 'incomplete' | 'incomplete_expired' | 'trialing' | 'active' | 'past_due' | 'canceled';
  items: List<SubscriptionItem>;
  currency: string;
  billing_cycle_anchor: number;
  billing_mode: { type: 'flexible' };
  start_date: number;
  trial_start: number | null;
  trial_end: number | null;
  cancel_at_period_end: boolean;
  cancel_at: number | null;
  canceled_at: number | null;
  ended_at: number | null;
  latest_invoice: string | null;
  schedule: string | null;
  discounts: string[];
  metadata: Metadata;
}

export interface Schedule extends Base<'subscription_schedule'> {
  subscription: string;
  status: 'active' | 'released' | 'completed' | 'canceled';
  end_behavior: 'release';
  current_phase: { start_date: number; end_date: number };
  phases: {
    items: { price: string; quantity: number }[];
    start_date: number;
    end_date: number;
    trial_end: number | null;
    discounts: { coupon: null; discount: string; promotion_code: null }[];
  }[];
}

export interface InvoiceLine {
  id: string;
  object: 'line_item';
  amount: number;
  currency: string;
  description: string;
  period: { start: number; end: number };
  pricing: { type: 'price_details'; price_details: { price: string; product: string } };
  parent: {
    type: 'subscription_item_details';
    subscription_item_details: { subscription: string; proration: boolean };
  };
}

export interface Invoice extends Base<'invoice'> {
  customer: string;
  status: 'draft' | 'open' | 'paid' | 'void' | 'uncollectible';
  billing_reason: 'subscription_create' | 'subscription_cycle' | 'subscription_update';
  currency: string;
  amount_due: number;
  amount_paid: number;
  total: number;
  total_taxes: { amount: number }[];
  number: string;
  hosted_invoice_url: string;
  invoice_pdf: string;
  attempt_count: number;
  next_payment_attempt: number | null;
  status_transitions: { paid_at: number | null };
  parent: { type: 'subscription_details'; subscription_details: { subscription: string } };
  lines: List<InvoiceLine>;
}

export interface InvoicePayment extends Base<'invoice_payment'> {
  invoice: string;
  status: 'open' | 'paid' | 'canceled';
  amount_paid: number | null;
  amount_requested: number;
  currency: string;
  is_default: boolean;
  payment: { type: 'payment_intent'; payment_intent: string };
}

export interface PaymentIntent extends Base<'payment_intent'> {
  amount: number;
  amount_received: number;
  currency: string;
  customer: string;
  status: 'requires_payment_method' | 'processing' | 'succeeded';
  latest_charge: string | null;
  metadata: Metadata;
}

export interface Charge extends Base<'charge'> {
  amount: number;
  currency: string;
  customer: string;
  payment_intent: string;
  status: 'pending' | 'succeeded' | 'failed';
  payment_method_details: { type: 'card'; card: Card } | null;
}

export interface Refund extends Base<'refund'> {
  amount: number;
  currency: string;
  payment_intent: string;
  status: 'pending' | 'succeeded' | 'failed' | 'canceled';
  reason: string | null;
}

export interface Dispute extends Base<'dispute'> {
  amount: number;
  currency: string;
  payment_intent: string;
  reason: string;
  status: 'needs_response' | 'under_review' | 'won' | 'lost';
}

export interface PortalSession extends Base<'billing_portal.session'> {
  customer: string;
  return_url: string | null;
  url: string;
}

export interface Event extends Base<'event'> {
  type: string;
  api_version: string;
  data: { object: object };
  pending_webhooks: number;
  request: { id: string | null; idempotency_key: string | null };
}
