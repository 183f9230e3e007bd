// payments-live: where Stripe is live, nobody buys for nothing in LemonSqueezy's test mode.
import { expect, it } from 'vitest';
import { signLemon } from '../../local/upstreams/lemonsqueezy/deliver-events.ts';
import { LEMONSQUEEZY_STAND_IN } from '../../local/upstreams/stand-in-variables.ts';
import { ownStack } from '../support/own-stack.ts';

const own = ownStack({ functionsEnv: { STRIPE_SECRET_KEY: 'sk_live_nobody' } });

it('it is off: offered by nobody, sold to nobody, heard by nobody', async () => {
  const ada = await own.signUp();
  const { body } = await own.call(ada, 'GET', 'billing/configuration');
  expect(body.providers).toMatchObject([
    { provider: 'stripe', is_on: true },
    { provider: 'lemonsqueezy', is_on: false },
  ]);
  expect(body.offers).toEqual([]);
  const order = { key: 'k', provider: 'lemonsqueezy', kind: 'pack', item: 'credits-250' };
  const { status, body: refusal } = await own.call(ada, 'POST', 'billing/checkout', order);
  expect([status, refusal.error.code]).toEqual([503, 'payments_not_configured']);
  const event = JSON.stringify({ meta: { event_name: 'order_created', test_mode: true } });
  const answer = await fetch(`${own.stack.apiUrl}/functions/v1/webhooks/lemonsqueezy`, {
    method: 'POST',
    body: event,
    headers: { 'x-signature': signLemon(event, LEMONSQUEEZY_STAND_IN.webhookSecret) },
  });
  expect(answer.status).toBe(503);
});
