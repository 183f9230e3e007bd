// payments-off: without Stripe's key or the worker's secret those features say so, and nothing else
// is affected.
import { expect, it } from 'vitest';
import { ownStack } from '../support/own-stack.ts';

const own = ownStack({ functionsEnv: { STRIPE_SECRET_KEY: '', LEMONSQUEEZY_API_KEY: '' } });

it.each(['stripe', 'lemonsqueezy'])('webhooks of %s answer 503', async (provider) => {
  const { status, body } = await own.call(undefined, 'POST', `webhooks/${provider}`, {});
  expect([status, body.error.code, body.error.details]).toEqual([
    ...[503, 'payments_not_configured'],
    { provider },
  ]);
});

it('billing offers nothing, says that it is off, and sells nothing', async () => {
  const ada = await own.signUp();
  const { body } = await own.call(ada, 'GET', 'billing/configuration');
  expect(body).toEqual({
    providers: [
      { provider: 'stripe', is_on: false, publishable_key: null },
      { provider: 'lemonsqueezy', is_on: false, publishable_key: null },
    ],
    offers: [],
  });
  const order = { key: 'k', kind: 'pack', item: 'credits-250' };
  const { status, body: refusal } = await own.call(ada, 'POST', 'billing/checkout', order);
  expect([status, refusal.error.code]).toEqual([503, 'payments_not_configured']);
  expect((await own.call(ada, 'GET', 'billing/payments')).status).toBe(200);
});
