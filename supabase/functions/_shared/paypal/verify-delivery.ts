// verify-delivery: whether PayPal sent a webhook, by asking it. The event travels byte for byte:
// its signature is over its bytes.
import { z } from 'zod';
import { askPaypal } from './paypal-client.ts';

const verdict = z.object({ verification_status: z.enum(['SUCCESS', 'FAILURE']) });

const HEADERS = {
  auth_algo: 'paypal-auth-algo',
  cert_url: 'paypal-cert-url',
  transmission_id: 'paypal-transmission-id',
  transmission_sig: 'paypal-transmission-sig',
  transmission_time: 'paypal-transmission-time',
} as const;

/** False also when a header is missing. `body` is JSON. Throws PaypalFailure. */
export async function verifyDelivery(
  headers: Headers,
  webhookId: string,
  body: string,
): Promise<boolean> {
  const given = Object.entries(HEADERS).map(([name, header]) => [name, headers.get(header)]);
  if (given.some(([, value]) => !value)) return false;
  const fields = JSON.stringify({ ...Object.fromEntries(given), webhook_id: webhookId });
  const { verification_status } = await askPaypal(
    'POST',
    '/v1/notifications/verify-webhook-signature',
    verdict,
    { json: `${fields.slice(0, -1)},"webhook_event":${body}}` },
  );
  return verification_status === 'SUCCESS';
}
