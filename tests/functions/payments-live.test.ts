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

it('an order of test mode is as it was left, and nobody is asked of it', async () => {
  const ada = await own.signUp();
  const { rows } = await own.pool.query(
    `with price as (
       insert into private.provider_price (provider, is_live, provider_id, provider_product_id,
         kind, item, amount_cents, currency, billing)
       values ('stripe', false, 'price_test', 'prod_test', 'pack', 'credits-250', 600, 'USD',
         'once')
     )
     insert into public.orders (user_id, client_key, provider, is_live, kind, item, price_id,
       credits, amount_cents, currency, checkout_id, checkout_url)
     values ($1, 'k', 'stripe', false, 'pack', 'credits-250', 'price_test', 250, 600, 'USD',
       'cs_test', 'https://pay.example')
     returning id`,
    [ada.id],
  );
  const { status, body } = await own.call(ada, 'GET', `billing/checkout/${rows[0].id}`);
  expect([status, body.state]).toEqual([200, 'open']);
});
