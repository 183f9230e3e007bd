// store-stripe-event: keeps an event of Stripe in the inbox, delivered or asked for.
import { z } from 'zod';
import { callSql } from '../database.ts';
import { stripeTarget } from './stripe-target.ts';

export const stripeEvent = z.object({
  id: z.string().min(1).max(120),
  type: z.string().min(1).max(100),
  created: z.int(),
  livemode: z.boolean(),
  data: z.object({ object: z.looseObject({}) }),
});

/** Keeps it with its raw text; whether it is a new one. */
export function storeStripeEvent(
  event: z.infer<typeof stripeEvent>,
  body: string,
): Promise<boolean> {
  const target = stripeTarget(event.type, event.data.object);
  const args = {
    ...{ p_provider: 'stripe', p_provider_id: event.id, p_type: event.type },
    ...{ p_object_kind: target.kind, p_object_id: target.id, p_is_live: event.livemode },
    p_occurred_at: new Date(event.created * 1000).toISOString(),
    p_body: body,
  };
  return callSql('store_payment_event', args, z.boolean());
}
