// payers: who pays with the same card as the person who invited them. Stripe's fingerprint of the
// card comes through the webhooks, and only its hash is kept.
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ownStack, type Somebody } from '../support/own-stack.ts';
import { workedOff } from '../support/payment-queue.ts';
import { centsOf, countersOf, decisionsOf, referralOf, setRules } from '../support/rewards.ts';
import { type StripeControl, stripeControl } from '../support/stripe.ts';

const own = ownStack();
let control: StripeControl;
let anna: Somebody;

beforeAll(() => {
  control = stripeControl(`${own.stack.stripeUrl}`);
});
beforeEach(async () => {
  await setRules(own.pool, { condition: 'payment' });
  anna = await own.signUp();
});

/** Somebody whom Anna invited. */
async function invited(): Promise<Somebody> {
  const somebody = await own.signUp();
  const { code } = await countersOf(own.pool, anna.id);
  const { data } = await somebody.client.rpc('enter_referral_code', { p_code: code });
  expect(data).toMatchObject({ is_taken: true });
  return somebody;
}

/** An order with its card; returns what pays it. */
async function order(who: Somebody, card: string, kind = 'pack', item = 'credits-250') {
  const key = crypto.randomUUID();
  const { body } = await own.call(who, 'POST', 'billing/checkout', { key, kind, item });
  const { rows } = await own.pool.query(
    `select customer.provider_id as customer, checkout_id
     from public.orders join private.customer using (user_id) where orders.id = $1`,
    [body.id],
  );
  await control.payWith(rows[0].customer, card);
  return () => control.pay(rows[0].checkout_id);
}

async function decided(): Promise<void> {
  await control.settled();
  await workedOff(own.pool);
  await own.pool.query('select private.sync_referrals()');
}

describe('a referral whose condition is a payment', () => {
  it.each([
    ['pack', 'credits-250'],
    ['subscription', 'business'],
  ])('waits for an admin when both pay with one card: %s', async (kind, item) => {
    await own.pool.query('update public.plans set trial_days = null where trial_days is not null');
    const ben = await invited();
    const card = crypto.randomUUID();
    await (await order(anna, card))();
    await (await order(ben, card, kind, item))();
    await decided();
    expect(await decisionsOf(own.pool, ben.id)).toEqual([
      'taken: code_taken',
      'review: same_payer',
    ]);
    expect(await centsOf(own.pool, anna.id)).toEqual({});
  });

  it('is rewarded when each has a card of their own', async () => {
    const ben = await invited();
    await (await order(anna, crypto.randomUUID()))();
    await (await order(ben, crypto.randomUUID()))();
    await decided();
    expect(await referralOf(own.pool, ben.id)).toMatchObject({ state: 'rewarded' });
    expect(await centsOf(own.pool, anna.id)).toEqual({ reward: 200 });
  });
});

describe('a referral that was rewarded already', () => {
  beforeEach(() => setRules(own.pool, { condition: 'email' }));

  it('is flagged when they pay with the card of who invited them', async () => {
    const ben = await invited();
    const card = crypto.randomUUID();
    await (await order(anna, card))();
    await (await order(ben, card))();
    await decided();
    expect(await referralOf(own.pool, ben.id)).toMatchObject({
      state: 'rewarded',
      is_flagged: true,
    });
    expect((await decisionsOf(own.pool, ben.id)).at(-1)).toBe('flagged: same_payer');
  });

  it('is flagged once when five of one card pay at the same moment', async () => {
    const people = [anna, ...(await Promise.all(Array.from({ length: 4 }, invited)))];
    const card = crypto.randomUUID();
    const pay = await Promise.all(people.map((who) => order(who, card)));
    await Promise.all(pay.map((each) => each()));
    await decided();
    for (const { id } of people.slice(1)) {
      const flags = (await decisionsOf(own.pool, id)).filter((each) => each.startsWith('flagged'));
      expect(flags).toEqual(['flagged: same_payer']);
    }
  });

  it('keeps nothing of the card but a hash', async () => {
    const card = crypto.randomUUID();
    await (await order(anna, card))();
    await decided();
    const { rows } = await own.pool.query(
      `select value_hash from private.person_signal where kind = 'payer' and user_id = $1`,
      [anna.id],
    );
    expect(rows).toEqual([{ value_hash: expect.stringMatching(/^[0-9a-f]{64}$/) }]);
  });
});
