// billing: what people ask of the billing function, and what it answers.
import { z } from 'zod';
import { paymentProvider } from './payments.ts';

const slug = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  .max(40);
/** A path of the frontend; never another site's. */
const path = z
  .string()
  .max(500)
  .regex(/^\/(?![/\\])/);
const key = z.string().min(1).max(100);

/** `POST /checkout`: the same key is the same order, however often it is sent. */
export const checkoutRequest = z.strictObject({
  key,
  /** Absent: the first provider that sells it, Stripe before LemonSqueezy. */
  provider: paymentProvider.optional(),
  kind: z.enum(['subscription', 'pass', 'pack']),
  /** Slug of the plan, or of the pack of credits. */
  item: slug,
  /** Where in the frontend people come back to; the order's id is added as `order`. */
  success_path: path.default('/billing/done'),
  cancel_path: path.default('/billing'),
});
export type CheckoutRequest = z.infer<typeof checkoutRequest>;

/** An order, as the table has it, with the customer at the provider if there is one. */
export const order = z.object({
  id: z.uuid(),
  provider: paymentProvider,
  is_live: z.boolean(),
  kind: checkoutRequest.shape.kind,
  item: z.string(),
  price_id: z.string(),
  credits: z.int(),
  amount_cents: z.int(),
  currency: z.string(),
  trial_days: z.int().nullable(),
  state: z.enum(['open', 'complete', 'expired']),
  checkout_id: z.string().nullable(),
  checkout_url: z.string().nullable(),
  customer_provider_id: z.string().nullish(),
  created_at: z.string(),
});
export type Order = z.infer<typeof order>;

export const orderAnswer = order.pick({
  id: true,
  provider: true,
  kind: true,
  item: true,
  amount_cents: true,
  currency: true,
  state: true,
  checkout_url: true,
});
export type OrderAnswer = z.infer<typeof orderAnswer>;

/** `POST /subscription/plan`: a dearer plan now, a cheaper one when the paid period ends. */
export const changePlanRequest = z.strictObject({ key, plan: slug });
/** `POST /subscription/cancel`, `/resume`: of two, which one, by its provider's id. */
export const cancelRequest = z.strictObject({
  key,
  subscription: z.string().min(1).max(120).optional(),
});
export type CancelRequest = z.infer<typeof cancelRequest>;
export const portalRequest = z.strictObject({ return_path: path.default('/billing') });

/** A subscription, as billing needs it. */
const subscription = z.object({
  provider: paymentProvider,
  provider_id: z.string(),
  provider_item_id: z.string().nullable(),
  plan: z.string(),
  price_id: z.string(),
  state: z.string(),
  amount_cents: z.int(),
  currency: z.string(),
  billing: z.enum(['month', 'year']),
  period_ends_at: z.string(),
  trial_ends_at: z.string().nullable(),
  cancel_at: z.string().nullable(),
  next_plan: z.string().nullable(),
  next_plan_at: z.string().nullable(),
});

/** The subscription that somebody has; others, paid by mistake at the same time, beside it. */
export const currentSubscription = subscription.extend({
  others: z.array(subscription).default([]),
});
export type CurrentSubscription = z.infer<typeof currentSubscription>;

/** What a change of plan means. */
export const planChange = z.object({
  subscription: currentSubscription,
  price_id: z.string(),
  move: z.enum(['now', 'at_end', 'none']),
});
export type PlanChange = z.infer<typeof planChange>;

export const paymentMethod = z.object({
  id: z.string(),
  type: z.string(),
  brand: z.string().nullable(),
  last4: z.string().nullable(),
  expires: z.string().nullable(),
  is_default: z.boolean(),
});
