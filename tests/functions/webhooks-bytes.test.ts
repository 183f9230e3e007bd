// webhooks-bytes: a signature is of the bytes that were sent and of nothing that is made of them;
// how many they are is counted before they are read.
import Stripe from 'stripe';
import { beforeAll, describe, expect, it } from 'vitest';
import { signLemon } from '../../local/upstreams/lemonsqueezy/deliver-events.ts';
import {
  LEMONSQUEEZY_STAND_IN,
  STRIPE_STAND_IN,
} from '../../local/upstreams/stand-in-variables.ts';
import { signPayload } from '../../local/upstreams/stripe/deliver-events.ts';
import { ownStack } from '../support/own-stack.ts';

const own = ownStack();
const now = () => Math.floor(Date.now() / 1000);

beforeAll(async () => {
  await fetch(`${own.stack.stripeUrl}/__control/hold`, { method: 'POST' });
});

const stripeEvent = (note: string) =>
  JSON.stringify({
    ...{ id: `evt_${crypto.randomUUID()}`, object: 'event', api_version: Stripe.API_VERSION },
    ...{ type: 'radar.early_fraud_warning.created', created: now(), livemode: false, note },
    data: { object: { id: 'issfr_1', object: 'radar.early_fraud_warning' } },
  });
const lemonEvent = (note: string) =>
  JSON.stringify({
    meta: { event_name: 'order_created', test_mode: true, note },
    data: {
      ...{ type: 'license-keys', id: crypto.randomUUID() },
      attributes: { store_id: 1, updated_at: '2026-01-01T00:00:00.000000Z' },
    },
  });
const stripeHeaders = (body: string) => ({
  'stripe-signature': signPayload(body, STRIPE_STAND_IN.webhookSecret, now()),
});
const lemonHeaders = (body: string) => ({
  'x-signature': signLemon(body, LEMONSQUEEZY_STAND_IN.webhookSecret),
});

const send = (provider: string, headers: Record<string, string>, body: Uint8Array) =>
  fetch(`${own.stack.apiUrl}/functions/v1/webhooks/${provider}`, {
    method: 'POST',
    headers,
    body: body as BodyInit,
  });
const refused = async (provider: string, reason: string) =>
  (
    await own.pool.query(
      `select coalesce(sum(count), 0)::int as count from private.payment_refusal
       where provider = $1 and reason = $2`,
      [provider, reason],
    )
  ).rows[0].count;
const reasonOf = async (answer: Response) => (await answer.json()).error.details.reason;

describe.each([
  ['stripe', stripeEvent, stripeHeaders],
  ['lemonsqueezy', lemonEvent, lemonHeaders],
] as const)('%s', (provider, event, sign) => {
  it('bytes before those that were signed are not passed over', async () => {
    const body = event('a');
    const bytes = new TextEncoder().encode(`\uFEFF${body}`);
    const answer = await send(provider, sign(body), bytes);
    expect([answer.status, await reasonOf(answer)]).toEqual([400, 'bad_signature']);
    expect((await send(provider, sign(body), bytes.slice(3))).status).toBe(200);
  });

  it('a byte that is no text is not signed by the sign that stands for it', async () => {
    const body = event('\uFFFD');
    const text = Buffer.from(body);
    const at = text.indexOf('\uFFFD');
    const bytes = Buffer.concat([text.subarray(0, at), Buffer.of(255), text.subarray(at + 3)]);
    const answer = await send(provider, sign(body), bytes);
    expect([answer.status, await reasonOf(answer)]).toEqual([400, 'malformed']);
    expect((await send(provider, sign(body), text)).status).toBe(200);
  });

  it.each([2, 9, 40])('%i MB are refused and counted', async (megabytes) => {
    const before = await refused(provider, 'too_large');
    const body = event('x'.repeat(megabytes * 1024 * 1024));
    const answer = await send(provider, sign(body), new TextEncoder().encode(body));
    expect([answer.status, await reasonOf(answer)]).toEqual([413, 'too_large']);
    expect(await refused(provider, 'too_large')).toBe(before + 1);
  });
});
