// billing-refusals: who is not served, what is not for sale, and what happens while Stripe is away.
import { describe, expect, it } from 'vitest';
import { STRIPE_STAND_IN } from '../../local/upstreams/stand-in-variables.ts';
import { connectStripe } from '../../scripts/billing/connect-stripe.ts';
import { ownStack, type Somebody } from '../support/own-stack.ts';

const own = ownStack();

const order = (who: Somebody, kind: string, item: string, key: string = crypto.randomUUID()) =>
  own.call(who, 'POST', 'billing/checkout', { key, kind, item });
const change = (who: Somebody, path: string, body: object = {}) =>
  own.call(who, 'POST', `billing/subscription/${path}`, { key: crypto.randomUUID(), ...body });

describe('refusals', () => {
  it.each([
    ['GET', 'billing/configuration'],
    ['POST', 'billing/checkout'],
    ['GET', `billing/checkout/${crypto.randomUUID()}`],
    ['GET', 'billing/subscription'],
    ['GET', 'billing/subscription/change?plan=plus'],
    ['POST', 'billing/subscription/plan'],
    ['POST', 'billing/subscription/cancel'],
    ['POST', 'billing/subscription/resume'],
    ['POST', 'billing/portal'],
    ['GET', 'billing/payments'],
    ['GET', 'billing/payment-methods'],
  ] as const)('%s %s is for signed-in people', async (method, path) => {
    const { status, body } = await own.call(
      undefined,
      method,
      path,
      method === 'POST' ? {} : undefined,
    );
    expect([status, body.error.code]).toEqual([401, 'unauthenticated']);
  });

  it('a stranger does not see the order of somebody else', async () => {
    const { body } = await order(await own.signUp(), 'pack', 'credits-250');
    const seen = await own.call(await own.signUp(), 'GET', `billing/checkout/${body.id}`);
    expect(seen.body.error.code).toBe('order_not_found');
    expect((await own.call(await own.signUp(), 'GET', 'billing/checkout/x')).status).toBe(404);
  });

  it.each([
    { kind: 'pack', item: 'nothing' },
    { kind: 'pass', item: 'plus' },
    { kind: 'subscription', item: 'free' },
  ])('$kind $item is not for sale', async ({ kind, item }) => {
    const { status, body } = await order(await own.signUp(), kind, item);
    expect([status, body.error.code]).toEqual([404, 'not_for_sale']);
  });

  it.each(['https://evil.test', '//evil.test', '/\\evil.test'])(
    'nobody is led back to %s',
    async (success_path) => {
      const body = { key: 'k', kind: 'pack', item: 'credits-250', success_path };
      const answer = await own.call(await own.signUp(), 'POST', 'billing/checkout', body);
      expect(answer.body.error.code).toBe('invalid_request');
    },
  );

  it('a suspended person buys nothing', async () => {
    const ada = await own.signUp();
    await own.pool.query(`update public.profiles set status = 'suspended' where id = $1`, [ada.id]);
    expect((await order(ada, 'pack', 'credits-250')).body.error.code).toBe('account_suspended');
  });

  it('without a subscription there is nothing to change', async () => {
    const ada = await own.signUp();
    for (const path of ['plan', 'cancel', 'resume']) {
      const { body } = await change(ada, path, path === 'plan' ? { plan: 'plus' } : {});
      expect([path, body.error.code]).toEqual([path, 'no_subscription']);
    }
  });

  it('while Stripe is down it says so, and the same order can be made afterwards', async () => {
    const ada = await own.signUp();
    const key = crypto.randomUUID();
    const outage = (method: string) => fetch(`${own.stack.stripeUrl}/__control/outage`, { method });
    await outage('POST');
    try {
      const { status, body } = await order(ada, 'pack', 'credits-250', key);
      expect([status, body.error.code]).toEqual([503, 'payments_unavailable']);
    } finally {
      await outage('DELETE');
    }
    expect((await order(ada, 'pack', 'credits-250', key)).status).toBe(200);
  });

  it('whom Stripe has deleted as a customer has no cards there, and no portal', async () => {
    const ada = await own.signUp();
    await order(ada, 'pack', 'credits-250');
    const stripe = connectStripe(STRIPE_STAND_IN.secretKey, `${own.stack.stripeUrl}`);
    const { rows } = await own.pool.query(
      'select provider_id from private.customer where user_id = $1',
      [ada.id],
    );
    expect((await own.call(ada, 'POST', 'billing/portal', {})).status).toBe(200);
    await stripe.customers.del(rows[0].provider_id);
    const { status, body } = await own.call(ada, 'POST', 'billing/portal', {});
    expect([status, body.error?.code]).toEqual([404, 'no_payments']);
    const methods = await own.call(ada, 'GET', 'billing/payment-methods');
    expect(methods.body.payment_methods).toEqual([]);
  });

  it.each(['billing/none', 'billing'])('%s: there is nothing', async (path) => {
    expect((await own.call(await own.signUp(), 'GET', path)).status).toBe(404);
  });
});
