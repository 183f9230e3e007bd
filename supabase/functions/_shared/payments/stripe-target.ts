// stripe-target: which object an event of Stripe is about, as the worker reads it.
import { z } from 'zod';

export interface Target {
  /** A kind of observe-stripe.ts, or `other`, which nobody reads. */
  kind: string;
  id: string;
}

const text = z.string().min(1).max(255);
const identified = z.object({ id: text });

/** By the beginning of the event's type; what is not listed tells nothing that another does not. */
const KINDS: [prefix: string, kind: string, field: string][] = [
  ['checkout.session.', 'checkout', 'id'],
  ['customer.subscription.', 'subscription', 'id'],
  ['subscription_schedule.', 'subscription', 'subscription'],
  ['invoice_payment.', 'invoice', 'invoice'],
  ['invoice.', 'invoice', 'id'],
  ['refund.', 'refund', 'id'],
  ['charge.refund.', 'refund', 'id'],
  ['charge.dispute.', 'dispute', 'id'],
];

/** Which events are worth asking for, as Stripe's lists take it. */
export const TOLD_BY = KINDS.map(([prefix]) => `${prefix}*`);

/** The object to read. An event without one, such as invoice.upcoming, is `other`. */
export function stripeTarget(type: string, object: Record<string, unknown>): Target {
  const [, kind = 'other', field = 'id'] = KINDS.find(([prefix]) => type.startsWith(prefix)) ?? [];
  // A released schedule has its subscription under another name.
  const id = text.safeParse(object[field] ?? object.released_subscription);
  if (id.success) return { kind, id: id.data };
  const own = identified.safeParse(object);
  return { kind: 'other', id: own.success ? own.data.id : type };
}
