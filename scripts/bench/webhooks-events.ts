// webhooks-events: events of Stripe as the bench of webhooks delivers them: signed, each of another
// invoice, as large as Stripe's are.
import Stripe from 'stripe';
import { signPayload } from '../../local/upstreams/stripe/deliver-events.ts';

export const SECRET = 'whsec_bench';
const stripe = new Stripe('sk_test_bench');
const PADDING = 'x'.repeat(2000);

export interface SignedEvent {
  id: string;
  /** What it is about. */
  invoice: string;
  body: string;
  /** Signs it now, as the deliverer does. */
  sign(): string;
}

/** An invoice that was paid. */
export function makeEvent(): SignedEvent {
  const unique = crypto.randomUUID();
  const created = Math.floor(Date.now() / 1000);
  const event = { id: `evt_${unique}`, invoice: `in_${unique}` };
  const body = JSON.stringify({
    ...{ id: event.id, object: 'event', api_version: Stripe.API_VERSION, created },
    ...{ livemode: false, type: 'invoice.paid', pending_webhooks: 1 },
    data: { object: invoiceOf(event.invoice, created) },
  });
  return { ...event, body, sign: () => signPayload(body, SECRET, created) };
}

/** Checks the signature as the webhooks function does. */
export async function checkSignature({ body, sign }: SignedEvent): Promise<void> {
  await stripe.webhooks.constructEventAsync(body, sign(), SECRET);
}

function invoiceOf(id: string, created: number) {
  return {
    ...{ id, object: 'invoice', created, livemode: false, status: 'paid', currency: 'usd' },
    ...{ customer: `cus_${id}`, amount_due: 600, amount_paid: 600, total: 600, subtotal: 600 },
    ...{ number: 'BENCH-1', billing_reason: 'subscription_cycle', attempt_count: 1 },
    hosted_invoice_url: `https://invoice.stripe.test/${id}`,
    metadata: { padding: PADDING },
    parent: { type: 'subscription_details', subscription_details: { subscription: `sub_${id}` } },
    status_transitions: { paid_at: created },
    lines: { object: 'list', has_more: false, url: `/v1/invoices/${id}/lines`, data: [] },
  };
}
