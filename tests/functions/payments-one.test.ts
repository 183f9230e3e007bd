// payments-one: where LemonSqueezy alone is configured, it is the one that nobody needs to name.
import { expect, it } from 'vitest';
import { ownStack } from '../support/own-stack.ts';

const own = ownStack({ functionsEnv: { STRIPE_SECRET_KEY: '' } });

it('sells, and says of who bought nothing what is so and not that Stripe is off', async () => {
  const ada = await own.signUp();
  const ask = (method: 'GET' | 'POST', path: string, body?: object) =>
    own.call(ada, method, `billing/${path}`, body);
  const order = { key: 'k', kind: 'pack', item: 'credits-250' };
  expect((await ask('POST', 'checkout', order)).body.provider).toBe('lemonsqueezy');
  const nothing = { ...order, key: 'l', item: 'nothing' };
  expect((await ask('POST', 'checkout', nothing)).body.error.code).toBe('not_for_sale');
  expect((await ask('GET', 'payment-methods')).body).toEqual({ payment_methods: [] });
  expect((await ask('POST', 'portal', {})).body.error.code).toBe('no_payments');
  expect((await ask('GET', 'subscription')).body).toEqual({ subscription: null });
  expect((await ask('POST', 'subscription/cancel', { key: 'k' })).body.error.code).toBe(
    'no_subscription',
  );
});
