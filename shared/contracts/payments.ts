// payments: the objects of payment providers in our own shape, as SQL's apply_*() take them.
// Moments are ISO strings, amounts minor units, currencies upper-case.
import { z } from 'zod';

export const paymentProvider = z.enum(['stripe', 'lemonsqueezy']);
export type PaymentProvider = z.infer<typeof paymentProvider>;

/** Who reports events: also PayPal, which pays out. */
export const eventProvider = z.enum([...paymentProvider.options, 'paypal']);
export type EventProvider = z.infer<typeof eventProvider>;

const id = z.string().min(1).max(120);
const moment = z.iso.datetime();
const cents = z.int().min(0);
const currency = z.string().regex(/^[A-Z]{3}$/);

/** The same list as subscriptions_state_check. */
export const subscriptionState = z.enum([
  'incomplete',
  'trialing',
  'active',
  'past_due',
  'unpaid',
  'paused',
  'canceled',
  'expired',
]);

export const subscriptionObject = z.object({
  provider_id: id,
  provider_item_id: id.optional(),
  /** Absent where a customer is an address of e-mail: then our order says whose it is. */
  customer_provider_id: id.optional(),
  order_id: z.uuid().optional(),
  price_id: id,
  state: subscriptionState,
  amount_cents: cents,
  currency,
  billing: z.enum(['month', 'year']),
  period_starts_at: moment,
  period_ends_at: moment,
  started_at: moment,
  trial_ends_at: moment.optional(),
  /** When it ends by itself. */
  cancel_at: moment.optional(),
  ended_at: moment.optional(),
  /** The price that a schedule will change it to, and when. */
  next_price_id: id.optional(),
  next_plan_at: moment.optional(),
});
export type SubscriptionObject = z.infer<typeof subscriptionObject>;

export const paymentObject = z.object({
  provider_id: id,
  customer_provider_id: id.optional(),
  subscription_provider_id: id.optional(),
  order_id: z.uuid().optional(),
  /** What was bought once, where the buyer could name an order of something else. */
  price_id: id.optional(),
  state: z.enum(['open', 'paid', 'failed', 'void']),
  reason: z.enum(['purchase', 'first', 'renewal', 'change', 'other']),
  amount_cents: cents,
  /** What was collected, where a balance may have paid the rest: it is what can be paid back. */
  collected_cents: cents.min(1).optional(),
  tax_cents: cents,
  currency,
  number: z.string().min(1).max(100).optional(),
  url: z.url().max(2000).optional(),
  created_at: moment,
  paid_at: moment.optional(),
  /** What the provider recognises the card or bank account by that paid it; kept as a hash. */
  payer: id.optional(),
  /** Which time of which price it buys; what is only credited is not in it. */
  lines: z.array(z.object({ price_id: id, starts_at: moment, ends_at: moment, anchor_at: moment })),
});
export type PaymentObject = z.infer<typeof paymentObject>;

export const refundObject = z.object({
  provider_id: id,
  payment_provider_id: id,
  amount_cents: cents.min(1),
  currency,
  state: z.enum(['pending', 'succeeded', 'failed']),
  created_at: moment,
});
export type RefundObject = z.infer<typeof refundObject>;

export const disputeObject = z.object({
  provider_id: id,
  payment_provider_id: id,
  amount_cents: cents.min(1),
  currency,
  reason: z.string().min(1).max(60),
  state: z.enum(['open', 'won', 'lost']),
  created_at: moment,
});
export type DisputeObject = z.infer<typeof disputeObject>;

/** What became of a version of an object. */
export const applied = z.enum(['applied', 'stale', 'ignored']);

/** An event that the worker is to work off. */
export const claimedEvents = z.array(
  z.object({
    id: z.int(),
    provider: eventProvider,
    type: z.string(),
    object_kind: z.string(),
    object_id: z.string(),
    body: z.string(),
    attempts: z.int(),
  }),
);
export type ClaimedEvent = z.infer<typeof claimedEvents>[number];
