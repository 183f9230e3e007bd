// lemonsqueezy-shapes: what LemonSqueezy's objects may look like, and what is kept of them.
import { expect, it } from 'vitest';
import { lemonShop } from '../support/lemon-shop.ts';
import { workedOff } from '../support/payment-queue.ts';

const shop = lemonShop();
const { own } = shop;

async function subscriber() {
  const ada = await shop.newBuyer();
  await shop.buy(ada, 'subscription', 'plus');
  const [created] = (await shop.eventsOf(ada)).filter(({ type }) => type === 'subscriptions');
  return { ada, id: `${created?.id}` };
}
const subscriptionOf = async (ada: Awaited<ReturnType<typeof subscriber>>['ada']) =>
  (await own.call(ada, 'GET', 'billing/subscription')).body.subscription;

it('what recurs is in the currency of our price, what was paid in the buyer’s', async () => {
  await shop.control('PUT', 'currency', { currency: 'EUR' });
  const { ada } = await subscriber();
  await shop.control('PUT', 'currency', { currency: 'USD' });
  await shop.tell(ada);
  await workedOff(own.pool);
  expect(await subscriptionOf(ada)).toMatchObject({ currency: 'USD', amount_cents: 1900 });
  const { payments } = (await own.call(ada, 'GET', 'billing/payments')).body;
  expect(payments).toMatchObject([{ currency: 'EUR', amount_cents: 1900 }]);
});

it('a subscription that has no item yet is read again, until it has', async () => {
  const { ada, id } = await subscriber();
  await shop.control('POST', `subscriptions/${id}/item`, { is_made: false });
  await shop.tell(ada);
  const attempts = async () =>
    (
      await own.pool.query(
        `select state, attempts from private.payment_event
         where object_id = $1 order by attempts desc limit 1`,
        [id],
      )
    ).rows[0];
  await expect
    .poll(async () => (await attempts()).attempts, { timeout: 20_000 })
    .toBeGreaterThan(0);
  expect((await attempts()).state).toBe('received');
  await shop.control('POST', `subscriptions/${id}/item`, { is_made: true });
  await own.pool.query('update pgmq.q_payments set vt = now()');
  await workedOff(own.pool);
  expect(await subscriptionOf(ada)).toMatchObject({ plan: 'plus', state: 'active' });
});

it('no signed link is kept, neither in raw events nor with payments', async () => {
  const { ada } = await subscriber();
  const bodies = (await shop.eventsOf(ada)).map(({ body }) => body);
  expect(bodies.every((body) => body.includes('/pages/'))).toBe(true);
  expect(await shop.send(await shop.eventsOf(ada))).toEqual(bodies.map(() => 200));
  expect(await shop.send(await shop.eventsOf(ada))).toEqual(bodies.map(() => 200));
  await workedOff(own.pool);
  const { rows } = await own.pool.query(
    `select body, deliveries from private.payment_event where body like '%' || $1 || '%'`,
    [ada.orderId],
  );
  expect(rows.length).toBeGreaterThan(0);
  for (const { body, deliveries } of rows) {
    expect(body).not.toContain('/pages/');
    expect(deliveries).toBe(2);
  }
  const { payments } = (await own.call(ada, 'GET', 'billing/payments')).body;
  expect(payments).toMatchObject([{ state: 'paid', url: null }]);
});
