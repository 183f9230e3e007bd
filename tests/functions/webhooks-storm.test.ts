// webhooks-storm: a thousand deliveries at 32 in parallel, a third of them twice, and the functions
// killed in the middle: every effect is there exactly once.
import { beforeAll, expect, it } from 'vitest';
import { STRIPE_STAND_IN } from '../../local/upstreams/stand-in-variables.ts';
import { connectStripe } from '../../scripts/billing/connect-stripe.ts';
import { ledgerViolations } from '../support/ledger-invariants.ts';
import { ownStack } from '../support/own-stack.ts';
import { workedOff } from '../support/payment-queue.ts';
import { type StripeControl, stripeControl } from '../support/stripe.ts';

const DELIVERIES = 1000;
const PARALLEL = 32;
const own = ownStack();
let control: StripeControl;

beforeAll(async () => {
  control = stripeControl(`${own.stack.stripeUrl}`);
  await control.hold();
});

/** So many people, each of whom pays a pack of 250 credits, and a few get half of it back. */
async function buyPacks(count: number): Promise<{ people: string[]; halves: Set<string> }> {
  const stripe = connectStripe(STRIPE_STAND_IN.secretKey, `${own.stack.stripeUrl}`);
  const { rows: prices } = await own.pool.query(
    `select provider_id from private.provider_price where item = 'credits-250'`,
  );
  const halves = new Set<string>();
  const people = Array.from({ length: count }, (): string => crypto.randomUUID());
  for (const [index, id] of people.entries()) {
    await own.pool.query('insert into auth.users (id, email) values ($1, $2)', [
      id,
      `${id}@parley.test`,
    ]);
    const customer = await stripe.customers.create();
    await own.pool.query(`select public.link_customer($1, 'stripe', false, $2)`, [id, customer.id]);
    const { rows: orders } = await own.pool.query(
      `select public.begin_order($1, 'storm', 'stripe', false, 'pack', 'credits-250') ->> 'id'
         as id`,
      [id],
    );
    const session = await stripe.checkout.sessions.create({
      mode: 'payment',
      customer: customer.id,
      client_reference_id: orders[0].id,
      line_items: [{ price: prices[0].provider_id, quantity: 1 }],
      success_url: 'http://127.0.0.1:3000',
    });
    await control.pay(session.id);
    if (index % 5 === 0) {
      const { payment_intent } = await stripe.checkout.sessions.retrieve(session.id);
      await stripe.refunds.create({ payment_intent: payment_intent as string, amount: 300 });
      halves.add(id);
    }
  }
  return { people, halves };
}

it('leaves every effect exactly once', async () => {
  const { people, halves } = await buyPacks(160);
  const events = await control.events();
  // Each once, then some of them again until it is a thousand; shuffled.
  const once = [...events.keys()].slice(-Math.ceil((DELIVERIES * 2) / 3));
  const again = Array.from(
    { length: DELIVERIES - once.length },
    (_, index) => once[index % once.length],
  );
  const order = [...once, ...again].sort(() => Math.random() - 0.5) as number[];
  expect(order).toHaveLength(DELIVERIES);
  expect(new Set(order).size).toBe(once.length);

  const delivered = control.send(order, PARALLEL);
  await expect
    .poll(
      async () =>
        (
          await own.pool.query(`select count(*)::int as done from private.payment_event
          where state <> 'received'`)
        ).rows[0].done,
      { timeout: 60_000 },
    )
    .toBeGreaterThan(50);
  const { rows: open } = await own.pool.query(
    `select count(*)::int as count from private.payment_event where state = 'received'`,
  );
  expect(open[0].count).toBeGreaterThan(0);
  await own.stack.functions.kill();
  await delivered;
  // What met no living function is delivered again, as Stripe does; and all else with it.
  expect(new Set(await control.send(once, PARALLEL))).toEqual(new Set([200]));
  // What the killed worker had is due again after a minute: that is now.
  await own.pool.query(`update pgmq.q_payments set vt = now()`);
  await own.pool.query('update private.payment_lease set expires_at = now()');
  await workedOff(own.pool, 60_000);

  const { rows } = await own.pool.query(
    `select owner_id, balance from private.ledger_account
     where kind = 'wallet_bought' and owner_id = any ($1)`,
    [people],
  );
  const heard = await own.pool.query(
    `select user_id from public.payments where user_id = any ($1)`,
    [people],
  );
  const bought = new Set(heard.rows.map(({ user_id }) => user_id));
  expect(bought.size).toBeGreaterThan(100);
  for (const { owner_id, balance } of rows) {
    const expected = bought.has(owner_id) ? (halves.has(owner_id) ? 125 : 250) : 0;
    expect([owner_id, balance]).toEqual([owner_id, expected]);
  }
  const { rows: stored } = await own.pool.query(
    `select count(*)::int as events, count(distinct provider_id)::int as ids
     from private.payment_event`,
  );
  expect(stored).toEqual([{ events: once.length, ids: once.length }]);
  const { rows: dead } = await own.pool.query(
    `select type, last_error from private.payment_event where state = 'dead'`,
  );
  expect(dead).toEqual([]);
  expect(await ledgerViolations(own.pool, people)).toEqual([]);
}, 180_000);
