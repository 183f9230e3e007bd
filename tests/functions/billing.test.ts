// billing: what a person buys, changes and looks up, through the function, the stand-in of Stripe
// and its webhooks.
import { beforeAll, describe, expect, it } from 'vitest';
import { ownStack, type Somebody } from '../support/own-stack.ts';
import { type StripeControl, stripeControl } from '../support/stripe.ts';

const own = ownStack();
let stripe: StripeControl;

beforeAll(() => {
  stripe = stripeControl(`${own.stack.stripeUrl}`);
});

const order = (who: Somebody, kind: string, item: string, key: string = crypto.randomUUID()) =>
  own.call(who, 'POST', 'billing/checkout', { key, kind, item });

/** What a click on "Pay" does. */
const click = (url: string, wish = 'pay') =>
  fetch(url, { method: 'POST', body: new URLSearchParams({ do: wish }), redirect: 'manual' });

/** Orders, pays on the page, and comes back. */
async function buy(who: Somebody, kind: string, item: string) {
  const { body } = await order(who, kind, item);
  await click(body.checkout_url);
  return (await own.call(who, 'GET', `billing/checkout/${body.id}`)).body;
}

const credits = async (who: Somebody) => {
  const { data } = await who.client.from('my_credits').select().single();
  return data;
};
const plan = async (who: Somebody) => {
  const { data } = await who.client.from('my_entitlements').select('plan').single();
  return data?.plan;
};
const subscription = async (who: Somebody) =>
  (await own.call(who, 'GET', 'billing/subscription')).body.subscription;
const change = (who: Somebody, path: string, body: object = {}) =>
  own.call(who, 'POST', `billing/subscription/${path}`, { key: crypto.randomUUID(), ...body });
const customerOf = async ({ id }: Somebody) =>
  (await own.pool.query('select provider_id from private.customer where user_id = $1', [id]))
    .rows[0].provider_id;

describe('the configuration', () => {
  it('has the publishable key and what is sold, and never the secret one', async () => {
    const { body } = await own.call(await own.signUp(), 'GET', 'billing/configuration');
    expect(body.providers).toEqual([
      { provider: 'stripe', is_on: true, publishable_key: 'pk_test_stand_in' },
      { provider: 'lemonsqueezy', is_on: true, publishable_key: null },
    ]);
    expect(body.offers).toContainEqual(
      expect.objectContaining({ provider: 'lemonsqueezy', kind: 'pack', item: 'credits-250' }),
    );
    expect(body.offers).toContainEqual(
      expect.objectContaining({
        provider: 'stripe',
        kind: 'pack',
        item: 'credits-250',
        amount_cents: 600,
      }),
    );
    expect(body.offers).toContainEqual(
      expect.objectContaining({ kind: 'subscription', item: 'plus', trial_days: 7 }),
    );
    expect(JSON.stringify(body)).not.toContain('sk_test');
  });
});

describe('a pack of credits', () => {
  it('paid on the page is there when the person comes back', async () => {
    const ada = await own.signUp();
    const { body } = await order(ada, 'pack', 'credits-250');
    expect(body).toMatchObject({ state: 'open', amount_cents: 600, currency: 'USD' });
    const paid = await click(body.checkout_url);
    expect(paid.headers.get('location')).toBe(
      `http://127.0.0.1:3000/billing/done?order=${body.id}`,
    );
    const verified = await own.call(ada, 'GET', `billing/checkout/${body.id}`);
    expect(verified.body.state).toBe('complete');
    expect(await credits(ada)).toMatchObject({ bought_credits: 250 });
  });

  it('verified ten times at once, beside the webhook: it is there once', async () => {
    const ada = await own.signUp();
    const { body } = await order(ada, 'pack', 'credits-250');
    await click(body.checkout_url);
    const verify = () => own.call(ada, 'GET', `billing/checkout/${body.id}`);
    const answers = await Promise.all(Array.from({ length: 10 }, verify));
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
    await expect.poll(async () => (await verify()).body.state).toBe('complete');
    expect(await credits(ada)).toMatchObject({ bought_credits: 250 });
  });

  it('is given by the webhook alone, when nobody comes back', async () => {
    const ada = await own.signUp();
    const { body } = await order(ada, 'pack', 'credits-1000');
    await click(body.checkout_url);
    await expect
      .poll(async () => (await credits(ada))?.bought_credits, { timeout: 20_000 })
      .toBe(1000);
  });

  it('whose card is declined is not given, and can be paid with another card', async () => {
    const ada = await own.signUp();
    const { body } = await order(ada, 'pack', 'credits-250');
    await click(body.checkout_url, 'decline');
    const verify = () => own.call(ada, 'GET', `billing/checkout/${body.id}`);
    expect((await verify()).body.state).toBe('open');
    await click(body.checkout_url);
    expect((await verify()).body.state).toBe('complete');
    expect(await credits(ada)).toMatchObject({ bought_credits: 250 });
  });

  it('paid by debit is given when the bank says so; its order ends when that refuses', async () => {
    const [ada, eve] = [await own.signUp(), await own.signUp()];
    const debit = async (who: Somebody) => {
      const { id, checkout_url } = (await order(who, 'pack', 'credits-250')).body;
      await click(checkout_url, 'debit');
      expect((await own.call(who, 'GET', `billing/checkout/${id}`)).body.state).toBe('open');
      const state = async () =>
        (await who.client.from('orders').select().eq('id', id).single()).data?.state;
      return { state, session: checkout_url.split('/').at(-1) };
    };
    const [paid, refused] = [await debit(ada), await debit(eve)];
    await stripe.endDebit(paid.session, 'succeeded');
    await stripe.endDebit(refused.session, 'failed');
    await expect.poll(paid.state, { timeout: 20_000 }).toBe('complete');
    await expect.poll(refused.state, { timeout: 20_000 }).toBe('expired');
    expect(await credits(ada)).toMatchObject({ bought_credits: 250 });
    expect(await credits(eve)).toMatchObject({ bought_credits: 0 });
  });

  it('ordered twice by one key, also at the same time, is one order with one page', async () => {
    const ada = await own.signUp();
    const key = crypto.randomUUID();
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => order(ada, 'pack', 'credits-250', key)),
    );
    const orders = answers.map(({ body }) => [body.id, body.checkout_url]);
    expect(new Set(orders.map(String)).size).toBe(1);
    expect((await order(ada, 'pack', 'credits-1000', key)).body.error.code).toBe(
      'idempotency_conflict',
    );
  });

  it('five ordered at once by different keys: there is one customer', async () => {
    const ada = await own.signUp();
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => order(ada, 'pack', 'credits-250')),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    const { rows } = await own.pool.query(
      'select count(*)::int as count from private.customer where user_id = $1',
      [ada.id],
    );
    expect(rows).toEqual([{ count: 1 }]);
  });
});

describe('somebody whom Stripe has deleted as a customer', () => {
  it('buys as before, as one new customer', async () => {
    const ada = await own.signUp();
    await buy(ada, 'pack', 'credits-250');
    await own.pool.query(
      `update private.customer set provider_id = 'cus_gone' where user_id = $1`,
      [ada.id],
    );
    const orders = await Promise.all([1, 2].map(() => order(ada, 'pack', 'credits-250')));
    expect(orders.map(({ status }) => status)).toEqual([200, 200]);
    expect(await buy(ada, 'pack', 'credits-250')).toMatchObject({ state: 'complete' });
    expect(await customerOf(ada)).not.toBe('cus_gone');
    expect(await credits(ada)).toMatchObject({ bought_credits: 500 });
  });
});

describe('a subscription', () => {
  it('begins with the trial, and is the plan in force when the person comes back', async () => {
    const ada = await own.signUp();
    expect(await buy(ada, 'subscription', 'plus')).toMatchObject({ state: 'complete' });
    expect(await plan(ada)).toBe('plus');
    expect(await subscription(ada)).toMatchObject({ plan: 'plus', state: 'trialing' });
    expect(await credits(ada)).toMatchObject({ plan_credits: 1100 });
    expect((await order(ada, 'subscription', 'business')).body.error.code).toBe(
      'subscription_exists',
    );
  });

  it('upgraded costs what the preview says, at once, and gives the plan at once', async () => {
    const ada = await own.signUp();
    await buy(ada, 'subscription', 'business');
    await change(ada, 'plan', { plan: 'plus' });
    expect(await subscription(ada)).toMatchObject({ plan: 'business', next_plan: 'plus' });
  });

  it('upgraded within its trial ends the trial, and is paid whole', async () => {
    const eve = await own.signUp();
    await buy(eve, 'subscription', 'plus');
    await stripe.card(await customerOf(eve), true);
    const wish = { plan: 'business' };
    expect((await change(eve, 'plan', wish)).body.error.code).toBe('payment_declined');
    expect(await subscription(eve)).toMatchObject({ plan: 'plus', state: 'trialing' });
    expect(await credits(eve)).toMatchObject({ plan_credits: 1100 });
    await stripe.card(await customerOf(eve), false);
    const { body } = await own.call(eve, 'GET', 'billing/subscription/change?plan=business');
    expect(body).toMatchObject({ move: 'now', amount_cents: 4900 });
    const { body: changed } = await change(eve, 'plan', wish);
    expect(changed.subscription).toMatchObject({ plan: 'business', state: 'active' });
    expect(await plan(eve)).toBe('business');
    expect(await credits(eve)).toMatchObject({ plan_credits: 6100 });
    const { body: listed } = await own.call(eve, 'GET', 'billing/payments');
    expect(listed.payments[0]).toMatchObject({ reason: 'change', amount_cents: 4900 });
  });

  it('is not upgraded with a declined card, and stays as it was', async () => {
    const ada = await own.signUp();
    await own.pool.query(
      `select private.grant_membership($1, 'plus', 'admin', $2, now() - interval '9 days',
         now() - interval '1 day')`,
      [ada.id, crypto.randomUUID()],
    );
    await buy(ada, 'subscription', 'plus');
    expect(await subscription(ada)).toMatchObject({ state: 'active', trial_ends_at: null });
    await stripe.card(await customerOf(ada), true);
    const { status, body } = await change(ada, 'plan', { plan: 'business' });
    expect([status, body.error.code]).toEqual([402, 'payment_declined']);
    expect(await plan(ada)).toBe('plus');
    await stripe.card(await customerOf(ada), false);
    const preview = await own.call(ada, 'GET', 'billing/subscription/change?plan=business');
    expect(preview.body.amount_cents).toBe(3000);
    await change(ada, 'plan', { plan: 'business' });
    expect(await plan(ada)).toBe('business');
    const { body: listed } = await own.call(ada, 'GET', 'billing/payments');
    expect(listed.payments.map((each: { reason: string }) => each.reason)).toEqual([
      'change',
      'first',
    ]);
  });

  it('is cancelled and resumed, from here and from the portal', async () => {
    const ada = await own.signUp();
    await buy(ada, 'subscription', 'plus');
    expect((await change(ada, 'cancel')).body.subscription.cancel_at).not.toBeNull();
    expect(await plan(ada)).toBe('plus');
    expect((await change(ada, 'resume')).body.subscription.cancel_at).toBeNull();
    const { body } = await own.call(ada, 'POST', 'billing/portal', {});
    const { provider_id } = await subscription(ada);
    await fetch(body.url, {
      method: 'POST',
      body: new URLSearchParams({ do: 'cancel', subscription: provider_id }),
    });
    await expect
      .poll(async () => (await subscription(ada)).cancel_at, { timeout: 20_000 })
      .not.toBeNull();
    expect((await change(ada, 'resume')).body.subscription.cancel_at).toBeNull();
  });

  it('cancelled twice by one key is cancelled once', async () => {
    const ada = await own.signUp();
    await buy(ada, 'subscription', 'plus');
    const key = crypto.randomUUID();
    const answers = await Promise.all([
      change(ada, 'cancel', { key }),
      change(ada, 'cancel', { key }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect((await subscription(ada)).cancel_at).not.toBeNull();
  });
});

describe('payment methods and invoices', () => {
  it('are the person’s own', async () => {
    const [ada, eve] = [await own.signUp(), await own.signUp()];
    await buy(ada, 'subscription', 'business');
    const { body: methods } = await own.call(ada, 'GET', 'billing/payment-methods');
    expect(methods.payment_methods).toMatchObject([
      { brand: 'visa', last4: '4242', expires: '2034-12', is_default: true },
    ]);
    const { body: payments } = await own.call(ada, 'GET', 'billing/payments');
    expect(payments.payments).toMatchObject([
      { kind: 'subscription', item: 'business', state: 'paid', amount_cents: 4900 },
    ]);
    expect(payments.payments[0].url).toMatch(/^http/);
    expect((await own.call(eve, 'GET', 'billing/payment-methods')).body.payment_methods).toEqual(
      [],
    );
    expect((await own.call(eve, 'GET', 'billing/payments')).body.payments).toEqual([]);
    expect((await own.call(eve, 'POST', 'billing/portal', {})).body.error.code).toBe('no_payments');
  });
});
