// plan-changes: a cheaper plan that begins when the period ends: what it leaves as it is till then,
// and that it is scheduled once, however often it is asked for.
import type Stripe from 'stripe';
import { beforeAll, expect, it } from 'vitest';
import { STRIPE_STAND_IN } from '../../local/upstreams/stand-in-variables.ts';
import { connectStripe } from '../../scripts/billing/connect-stripe.ts';
import { ownStack, type Somebody } from '../support/own-stack.ts';
import { type StripeControl, stripeControl } from '../support/stripe.ts';

const own = ownStack();
let control: StripeControl;
let stripe: Stripe;

beforeAll(async () => {
  control = stripeControl(`${own.stack.stripeUrl}`);
  stripe = connectStripe(STRIPE_STAND_IN.secretKey, `${own.stack.stripeUrl}`);
});

/** Somebody who has business, and the id of the subscription. */
async function subscriber(): Promise<{ ada: Somebody; id: string }> {
  const ada = await own.signUp();
  const wish = { key: 'k', kind: 'subscription', item: 'business' };
  const { body } = await own.call(ada, 'POST', 'billing/checkout', wish);
  await control.pay(body.checkout_url.split('/').at(-1));
  await own.call(ada, 'GET', `billing/checkout/${body.id}`);
  const { subscription } = (await own.call(ada, 'GET', 'billing/subscription')).body;
  return { ada, id: subscription.provider_id };
}

const change = (who: Somebody, plan: string, key: string = crypto.randomUUID()) =>
  own.call(who, 'POST', 'billing/subscription/plan', { key, plan });
const schedulesOf = async (id: string) =>
  (await control.events()).filter(
    ({ type, data }) =>
      type === 'subscription_schedule.created' &&
      (data.object as Stripe.SubscriptionSchedule).subscription === id,
  );

it('within a trial leaves the trial as it is, and nothing is charged before it ends', async () => {
  await own.pool.query(`update public.plans set trial_days = 7 where slug = 'business'`);
  const { ada, id } = await subscriber();
  await own.pool.query(`update public.plans set trial_days = null where slug = 'business'`);
  const { trial_end } = await stripe.subscriptions.retrieve(id);
  const { body } = await change(ada, 'plus');
  expect(body.subscription).toMatchObject({
    state: 'trialing',
    plan: 'business',
    next_plan: 'plus',
  });
  expect(await stripe.subscriptions.retrieve(id)).toMatchObject({ status: 'trialing', trial_end });
  const totals = async () =>
    (await stripe.invoices.list({ subscription: id })).data.map(({ total }) => total);
  expect(await totals()).toEqual([0]);
  await control.pass(8);
  expect(await stripe.subscriptions.retrieve(id)).toMatchObject({ status: 'active' });
  expect(await totals()).toEqual([1900, 0]);
  await control.comeBack();
});

it('leaves a discount as it is, before and after', async () => {
  const { ada, id } = await subscriber();
  await stripe.subscriptions.update(id, { discounts: [{ coupon: 'friend' }] });
  const { discounts } = await stripe.subscriptions.retrieve(id);
  expect(discounts).toHaveLength(1);
  await change(ada, 'plus');
  expect((await stripe.subscriptions.retrieve(id)).discounts).toEqual(discounts);
  await control.pass(32);
  expect((await stripe.subscriptions.retrieve(id)).discounts).toEqual(discounts);
  await control.comeBack();
});

it('asked for five times at once by one key, and again by others, is one schedule', async () => {
  const { ada, id } = await subscriber();
  const answers = await Promise.all(Array.from({ length: 5 }, () => change(ada, 'plus', 'k')));
  expect(answers.map(({ status }) => status)).toEqual(Array(5).fill(200));
  expect((await change(ada, 'plus')).body.subscription.next_plan).toBe('plus');
  expect((await change(ada, 'plus', 'k')).body.subscription.next_plan).toBe('plus');
  expect(await schedulesOf(id)).toHaveLength(1);
  expect((await change(ada, 'business')).body.subscription.next_plan).toBeNull();
  expect((await stripe.subscriptions.retrieve(id)).schedule).toBeNull();
});
