// departures: people who delete their account: nothing is charged any more, also when the provider
// was down at that moment, and nothing personal stays.
import { createClient } from '@supabase/supabase-js';
import type Stripe from 'stripe';
import { beforeAll, describe, expect, it } from 'vitest';
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
  await own.pool.query('update public.plans set trial_days = null where true');
});

interface Subscriber extends Somebody {
  customer: string;
  subscription: string;
}

async function checkout(who: Somebody, kind: string, item: string): Promise<string> {
  const { body } = await own.call(who, 'POST', 'billing/checkout', {
    ...{ key: crypto.randomUUID(), kind, item },
  });
  const { rows } = await own.pool.query('select checkout_id from public.orders where id = $1', [
    body.id,
  ]);
  return rows[0].checkout_id;
}

async function subscribe(): Promise<Subscriber> {
  const somebody = await own.signUp();
  await control.pay(await checkout(somebody, 'subscription', 'plus'));
  const rows = await waitUntil('the subscription', async () => {
    const found = await own.pool.query(
      `select customer.provider_id as customer, subscriptions.provider_id as subscription
       from public.subscriptions join private.customer on customer.id = customer_id
       where subscriptions.user_id = $1`,
      [somebody.id],
    );
    return found.rows.length > 0 && found.rows;
  });
  await control.settled();
  await workedOff(own.pool);
  return { ...somebody, ...rows[0] };
}

async function deleteAccount({ id }: Somebody): Promise<void> {
  const { apiUrl, secretKey } = own.stack;
  const service = createClient(apiUrl, secretKey, { auth: { persistSession: false } });
  const { error } = await service.auth.admin.deleteUser(id);
  if (error) throw error;
}

const waiting = async () =>
  (await own.pool.query(`select msg_id, read_ct from pgmq.q_departures`)).rows;
const gone = () =>
  waitUntil('the departure', async () => {
    await own.pool.query('select private.wake_worker()');
    return (await waiting()).length === 0;
  });
const statusOf = async ({ subscription }: Subscriber) =>
  (await stripe.subscriptions.retrieve(subscription)).status;
const stateOf = async ({ subscription }: Subscriber) =>
  (
    await own.pool.query('select user_id, state from public.subscriptions where provider_id = $1', [
      subscription,
    ])
  ).rows[0];
/** How often Stripe did something to the customer or the subscription. */
const times = async (type: string, id: string) =>
  (await control.events()).filter(
    (event) => event.type === type && (event.data.object as { id: string }).id === id,
  ).length;

describe('who deletes the account', () => {
  it('pays no more: it ends at Stripe and here, and others are left alone', async () => {
    const [ada, ben] = [await subscribe(), await subscribe()];
    await deleteAccount(ada);
    await gone();
    expect(await statusOf(ada)).toBe('canceled');
    expect(await stateOf(ada)).toEqual({ user_id: null, state: 'canceled' });
    expect([await statusOf(ben), (await stateOf(ben)).state]).toEqual(['active', 'active']);
    expect(await stripe.customers.retrieve(ada.customer)).toMatchObject({ deleted: true });
  });

  it('leaves what accounting needs, and nothing personal', async () => {
    const carl = await subscribe();
    await deleteAccount(carl);
    await gone();
    await workedOff(own.pool);
    const { rows } = await own.pool.query(
      `select payments.user_id, amount_cents, payments.state, url,
         number is not null as is_numbered,
         (select count(*) from private.payment_event as event
          where event.object_id in (payments.provider_id, subscription_provider_id)
            and event.body <> '{}' and event.type <> 'customer.subscription.deleted') as raw
       from public.payments join private.customer on customer.id = customer_id
       where customer.provider_id = $1`,
      [carl.customer],
    );
    expect(rows).toEqual([
      { user_id: null, amount_cents: 1900, state: 'paid', is_numbered: true, url: null, raw: 0 },
    ]);
    expect(await ledgerViolations(own.pool)).toEqual([]);
  });

  it('while Stripe is down: it is told again until it knows, and once', async () => {
    const dora = await subscribe();
    await control.outage(true);
    await deleteAccount(dora);
    await waitUntil('a second try', async () => {
      await own.pool.query('update pgmq.q_departures set vt = now()');
      await own.pool.query('select private.wake_worker()');
      return ((await waiting())[0]?.read_ct ?? 0) >= 2;
    });
    expect(await waiting()).toMatchObject([{}]);
    await control.outage(false);
    await own.pool.query('update pgmq.q_departures set vt = now()');
    await gone();
    expect(await statusOf(dora)).toBe('canceled');
    // A worker that died before it could say so: all of it again.
    await own.pool.query(
      `select pgmq.send('departures', jsonb_build_object('customer_id', id))
       from private.customer where provider_id = $1`,
      [dora.customer],
    );
    await gone();
    expect(await times('customer.deleted', dora.customer)).toBe(1);
    expect(await times('customer.subscription.deleted', dora.subscription)).toBe(1);
  }, 60_000);

  it('cannot be charged by a checkout that was left open', async () => {
    const emil = await own.signUp();
    const session = await checkout(emil, 'subscription', 'plus');
    await deleteAccount(emil);
    await gone();
    await expect(control.pay(session)).rejects.toThrow('No such customer');
  });

  it('and never bought anything, is told to nobody', async () => {
    const fay = await own.signUp();
    await deleteAccount(fay);
    expect(await waiting()).toEqual([]);
  });
});
