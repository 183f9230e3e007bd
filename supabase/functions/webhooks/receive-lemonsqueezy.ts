// receive-lemonsqueezy: a delivery of LemonSqueezy: the signature over its raw bytes and its mode
// are checked, then it is kept. It has no id and its signature no time: the same bytes are the same
// event, so that a replay is a duplicate, and nothing of its content is believed of the object.

import { z } from 'zod';
import { AppError } from '../../../shared/errors.ts';
import { callSql } from '../_shared/database.ts';
import { env } from '../_shared/env.ts';
import { hash } from '../_shared/hash.ts';
import { fromHex } from '../_shared/hex.ts';
import { isLive } from '../_shared/payments/is-live.ts';
import { requireLemonSqueezy } from '../_shared/payments/lemonsqueezy-client.ts';
import { readDelivery } from './read-delivery.ts';
import { refuseDelivery } from './refuse-delivery.ts';

const lemonEvent = z.object({
  meta: z.object({ event_name: z.string().min(1).max(100), test_mode: z.boolean() }),
  data: z.object({
    type: z.string().min(1).max(60),
    id: z.string().min(1).max(100),
    attributes: z.looseObject({
      store_id: z.int(),
      subscription_id: z.int().optional(),
      updated_at: z.iso.datetime({ offset: true }),
    }),
  }),
});

/** Keeps the event; whether it is a new one. Throws `webhook_refused`, and counts it. */
export async function receiveLemonSqueezy(request: Request): Promise<{ is_new: boolean }> {
  const { storeId } = requireLemonSqueezy();
  const secret = env.LEMONSQUEEZY_WEBHOOK_SECRET;
  if (!secret)
    throw new AppError('payments_not_configured', { details: { provider: 'lemonsqueezy' } });
  const body = await readDelivery('lemonsqueezy', request);
  await verify(body, request.headers.get('x-signature'), secret);
  const parsed = z.string().transform(parseJson).pipe(lemonEvent).safeParse(body);
  if (!parsed.success) throw await refuseDelivery('lemonsqueezy', 'malformed', parsed.error);
  const { meta, data } = parsed.data;
  const { store_id, updated_at } = data.attributes;
  if (meta.test_mode === isLive() || String(store_id) !== storeId)
    throw await refuseDelivery('lemonsqueezy', 'foreign_mode');
  const target = targetOf(data);
  const is_new = await callSql(
    'store_payment_event',
    {
      p_provider: 'lemonsqueezy',
      p_provider_id: await hash(body),
      p_type: meta.event_name,
      p_object_kind: target.kind,
      p_object_id: target.id,
      p_is_live: !meta.test_mode,
      p_occurred_at: updated_at,
      p_body: withoutSecrets(body),
    },
    z.boolean(),
  );
  return { is_new };
}

/** Web Crypto compares in constant time. */
async function verify(body: string, signature: string | null, secret: string): Promise<void> {
  if (!signature) throw await refuseDelivery('lemonsqueezy', 'unsigned');
  const bytes = new TextEncoder();
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', bytes.encode(secret), algorithm, false, [
    'verify',
  ]);
  const isSigned =
    /^[0-9a-f]{64}$/.test(signature) &&
    (await crypto.subtle.verify('HMAC', key, fromHex(signature), bytes.encode(body)));
  if (!isSigned) throw await refuseDelivery('lemonsqueezy', 'bad_signature');
}

function parseJson(text: string, context: z.RefinementCtx): unknown {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'is not JSON' });
    return z.NEVER;
  }
}

/** Links are signed: whoever has one sees invoices and changes the subscription. */
const SECRETS = ['urls', 'user_name', 'user_email'];

function withoutSecrets(body: string): string {
  const keep = (name: string, value: unknown) => (SECRETS.includes(name) ? undefined : value);
  return JSON.stringify(JSON.parse(body), keep);
}

/** The object to read: an invoice is read with its subscription. */
function targetOf({ type, id, attributes }: z.infer<typeof lemonEvent>['data']) {
  if (type === 'subscriptions') return { kind: 'subscription', id };
  if (type === 'subscription-invoices' && attributes.subscription_id !== undefined)
    return { kind: 'subscription', id: String(attributes.subscription_id) };
  return { kind: type === 'orders' ? 'order' : 'other', id };
}
