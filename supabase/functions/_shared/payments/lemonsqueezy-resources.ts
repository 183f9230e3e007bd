// lemonsqueezy-resources: what we read of LemonSqueezy's resources, by kind. Ids within attributes
// are numbers there and texts here, as resources have theirs.
import { z } from 'zod';

const id = z.int().transform(String);
/** Theirs have microseconds. */
const moment = z.iso.datetime({ offset: true }).transform((text) => new Date(text).toISOString());
const cents = z.int().min(0);
const currency = z.string().regex(/^[A-Z]{3}$/);

export const lemonSubscription = z.object({
  order_id: id,
  variant_id: id,
  status: z.enum(['on_trial', 'active', 'paused', 'past_due', 'unpaid', 'cancelled', 'expired']),
  trial_ends_at: moment.nullable(),
  renews_at: moment.nullable(),
  ends_at: moment.nullable(),
  created_at: moment,
  card_brand: z.string().nullish(),
  card_last_four: z.string().nullish(),
  /** Null for a moment after it began. */
  first_subscription_item: z.object({ id, quantity: z.int() }).nullable(),
  urls: z.object({
    customer_portal: z.url(),
    /** There where the plan cannot be changed by request: who pays by PayPal changes it there. */
    customer_portal_update_subscription: z.url().nullish(),
  }),
});
export type LemonSubscription = z.infer<typeof lemonSubscription>;

export const lemonInvoice = z.object({
  status: z.enum(['pending', 'paid', 'void', 'refunded', 'partial_refund', 'partial_refunded']),
  billing_reason: z.enum(['initial', 'renewal', 'updated']),
  currency,
  subtotal: cents,
  tax: cents,
  total: cents,
  refunded_amount: cents.nullish(),
  refunded_at: moment.nullish(),
  created_at: moment,
});
export type LemonInvoice = z.infer<typeof lemonInvoice>;

export const lemonOrder = z.object({
  status: z.enum(['pending', 'failed', 'paid', 'refunded', 'partial_refund', 'fraudulent']),
  order_number: z.int(),
  currency,
  tax: cents,
  total: cents,
  refunded_amount: cents.nullish(),
  refunded_at: moment.nullish(),
  first_order_item: z.object({ variant_id: id }),
  created_at: moment,
  updated_at: moment,
});
export type LemonOrder = z.infer<typeof lemonOrder>;
