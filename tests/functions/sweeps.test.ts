// sweeps: what happened while nobody took Stripe's deliveries, for longer than Stripe tries: the
// sweep brings all of it, once.
import type Stripe from 'stripe';
import { beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../local/ports.ts';
import { STRIPE_STAND_IN } from '../../local/upstreams/stand-in-variables.ts';
import { waitUntil } from '../../local/wait-until.ts';
import { connectStripe } from '../../scripts/billing/connect-stripe.ts';
import { ledgerViolations } from '../support/ledger-invariants.ts';
import { ownStack, type Somebody } from '../support/own-stack.ts';
import { workedOff } from '../support/payment-queue.ts';
import { type StripeControl, stripeControl } from '../support/stripe.ts';

const own = ownStack();
let control: StripeControl;
let stripe: Stripe;

beforeAll(async () => {
  const url = `${own.stack.stripeUrl}`;
  control = stripeControl(url);
  stripe = connectStripe(STRIPE_STAND_IN.secretKey, url);
  await control.deliverTo(`http://127.0.0.1:${await freePort()}/nobody`);
});

/** Pays a pack of 250 credits at Stripe; returns the payment intent. */
async function payPack(who: Somebody): Promise<string> {
  const { body } = await own.call(who, 'POST', 'billing/checkout', {
    ...{ key: crypto.randomUUID(), kind: 'pack', item: 'credits-250' },
  });
  const { rows } = await own.pool.query('select checkout_id from public.orders where id = $1', [
    body.id,
  ]);
  await control.pay(rows[0].checkout_id);
  return (await stripe.checkout.sessions.retrieve(rows[0].checkout_id)).payment_intent as string;
}

const bought = async ({ id }: Somebody) =>
  (
    await own.pool.query(
      `select coalesce(sum(balance), 0)::bigint as credits from private.ledger_account
       where owner_id = $1 and kind = 'wallet_bought'`,
      [id],
    )
  ).rows[0].credits;
const inbox = async () =>
  (
    await own.pool.query(
      `select count(*) as events, coalesce(sum(deliveries), 0)::bigint as deliveries,
         count(*) filter (where state = 'dead') as dead
       from private.payment_event`,
    )
  ).rows[0];
const state = async () =>
  (
    await own.pool.query(
      `select swept_to, brought, (select queue_length from pgmq.metrics('sweeps')) as waiting
       from private.provider_sweep where provider = 'stripe'`,
    )
  ).rows[0];
const queue = () => own.pool.query('select private.queue_provider_sweeps()');

async function swept(): Promise<void> {
  await waitUntil('the sweep to reach the present', async () => {
    await own.pool.query('select private.wake_worker()');
    return (await state()).waiting === 0;
  });
  await workedOff(own.pool);
}

describe('while the endpoint is down', () => {
  it('somebody pays and is refunded: the sweep brings all, and again nothing', async () => {
    const ada = await own.signUp();
    const intent = await payPack(ada);
    // More than one page of a list.
    for (let nr = 0; nr < 120; nr += 1)
      await stripe.refunds.create({ payment_intent: intent, amount: 1 });
    expect([await bought(ada), (await inbox()).events]).toEqual([0, 0]);

    await queue();
    await swept();
    expect(await bought(ada)).toBe(250 - 50);
    const first = await inbox();
    expect(first).toMatchObject({ dead: 0, deliveries: first.events });
    expect(first.events).toBeGreaterThan(120);
    expect((await state()).brought).toBe(first.events);

    await queue();
    await swept();
    expect(await inbox()).toEqual(first);
    expect(await bought(ada)).toBe(250 - 50);
    expect(await ledgerViolations(own.pool, [ada.id])).toEqual([]);
  }, 60_000);

  it('and Stripe too: nothing is skipped, and the next try has it', async () => {
    const ben = await own.signUp();
    await payPack(ben);
    const before = await state();
    await control.outage(true);
    await queue();
    await waitUntil('the worker to have tried', async () => {
      await own.pool.query('select private.wake_worker()');
      const { rows } = await own.pool.query('select read_ct from pgmq.q_sweeps');
      return rows[0].read_ct > 0;
    });
    await control.outage(false);
    expect(await state()).toEqual({ ...before, waiting: 1 });
    await own.pool.query('update pgmq.q_sweeps set vt = now()');
    await swept();
    expect(await bought(ben)).toBe(250);
  }, 60_000);

  it('for days: they are swept in pieces, from where it was sure', async () => {
    await own.pool.query(`update private.provider_sweep set swept_to = now() - interval '3 days'`);
    const carl = await own.signUp();
    await payPack(carl);
    await queue();
    await swept();
    expect(Date.now() - Number((await state()).swept_to)).toBeLessThan(60_000);
    expect(await bought(carl)).toBe(250);
  }, 60_000);
});
