// receive-paypal: a delivery of PayPal: PayPal itself says whether it sent it, then it is kept.
// Nothing is believed of its content but what it is about.
import { z } from 'zod';
import { AppError } from '../../../shared/errors.ts';
import { callSql } from '../_shared/database.ts';
import { env } from '../_shared/env.ts';
import { PaypalFailure, requirePaypal } from '../_shared/paypal/paypal-client.ts';
import { verifyDelivery } from '../_shared/paypal/verify-delivery.ts';
import { readDelivery } from './read-delivery.ts';
import { refuseDelivery } from './refuse-delivery.ts';

const text = z.string().min(1).max(120);
const paypalEvent = z.object({
  id: text,
  event_type: z.string().min(1).max(100),
  create_time: z.iso.datetime({ offset: true }),
  resource: z.looseObject({
    payout_item_id: text.optional(),
    batch_header: z.looseObject({ payout_batch_id: text }).optional(),
  }),
});

/** Keeps the event; whether it is a new one. Throws `webhook_refused`, and counts it. */
export async function receivePaypal(request: Request): Promise<{ is_new: boolean }> {
  requirePaypal();
  const webhookId = env.PAYPAL_WEBHOOK_ID;
  if (!webhookId) throw new AppError('payouts_not_configured');
  const body = await readDelivery('paypal', request);
  const event = await parse(body);
  if (!request.headers.has('paypal-transmission-sig'))
    throw await refuseDelivery('paypal', 'unsigned');
  if (!(await verify(request.headers, webhookId, body)))
    throw await refuseDelivery('paypal', 'bad_signature');
  const { payout_item_id, batch_header } = event.resource;
  const is_new = await callSql(
    'store_payment_event',
    {
      p_provider: 'paypal',
      p_provider_id: event.id,
      p_type: event.event_type,
      p_object_kind: payout_item_id ? 'item' : batch_header ? 'batch' : 'other',
      p_object_id: payout_item_id ?? batch_header?.payout_batch_id ?? event.id,
      p_is_live: !env.PAYPAL_BASE_URL.includes('sandbox'),
      p_occurred_at: event.create_time,
      p_body: body,
    },
    z.boolean(),
  );
  return { is_new };
}

async function parse(body: string): Promise<z.infer<typeof paypalEvent>> {
  try {
    return paypalEvent.parse(JSON.parse(body));
  } catch (cause) {
    throw await refuseDelivery('paypal', 'malformed', cause);
  }
}

async function verify(headers: Headers, webhookId: string, body: string): Promise<boolean> {
  try {
    return await verifyDelivery(headers, webhookId, body);
  } catch (cause) {
    // PayPal refuses to look at headers that it never sent; what it cannot do now, it sends again.
    if (cause instanceof PaypalFailure && cause.status === 400) return false;
    throw new AppError('payouts_unavailable', { cause });
  }
}
