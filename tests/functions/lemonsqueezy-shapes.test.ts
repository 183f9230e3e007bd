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

it('no signed link, name or address is kept, neither in raw events nor with payments', async () => {
  const { ada } = await subscriber();
  const bodies = (await shop.eventsOf(ada)).map(({ body }) => body);
  expect(bodies.every((body) => body.includes('/pages/') && body.includes('@'))).toBe(true);
  expect(await shop.send(await shop.eventsOf(ada))).toEqual(bodies.map(() => 200));
  expect(await shop.send(await shop.eventsOf(ada))).toEqual(bodies.map(() => 200));
  await workedOff(own.pool);
  const { rows } = await own.pool.query(
    `select body, deliveries from private.payment_event where body like '%' || $1 || '%'`,
    [ada.orderId],
  );
  expect(rows.length).toBeGreaterThan(0);
  for (const { body, deliveries } of rows) {
    expect(body).not.toMatch(/\/pages\/|@|Stand In/);
    expect(deliveries).toBe(2);
  }
  const { payments } = (await own.call(ada, 'GET', 'billing/payments')).body;
  expect(payments).toMatchObject([{ state: 'paid', url: null }]);
});

const portal = async (who: Awaited<ReturnType<typeof subscriber>>['ada']) =>
  (await own.call(who, 'POST', 'billing/portal', {})).body;

it('the portal is that of who is paid now', async () => {
  const { ada } = await subscriber();
  await shop.tell(ada);
  await workedOff(own.pool);
  expect((await portal(ada)).url).toContain(`${own.stack.lemonsqueezyUrl}`);
  await shop.change(ada, { cancelled: true });
  await shop.control('POST', 'clock', { days: 32 });
  await shop.tell(ada);
  await workedOff(own.pool);
  await shop.control('DELETE', 'clock');
  expect((await portal(ada)).url).toContain(`${own.stack.lemonsqueezyUrl}`);
  const wish = { key: 'k', provider: 'stripe', kind: 'pack', item: 'credits-250' };
  const { body } = await own.call(ada, 'POST', 'billing/checkout', wish);
  const pay = new URLSearchParams({ do: 'pay' });
  await fetch(body.checkout_url, { method: 'POST', body: pay, redirect: 'manual' });
  await own.call(ada, 'GET', `billing/checkout/${body.id}`);
  expect((await portal(ada)).url).toContain(`${own.stack.stripeUrl}`);
});

it('what LemonSqueezy has no more is not there: a subscription, what was for sale', async () => {
  const { ada } = await subscriber();
  await shop.tell(ada);
  await workedOff(own.pool);
  const wish = { key: 'k', provider: 'lemonsqueezy', kind: 'pack', item: 'credits-250' };
  const draft = { name: 'credits-250', unit_price: 600, interval: null, status: 'draft' };
  await shop.control('PUT', 'variants', [{ ...draft, id: await shop.variantOf('credits-250') }]);
  await shop.control('DELETE', 'subscriptions');
  const { status, body } = await own.call(ada, 'POST', 'billing/checkout', wish);
  expect([status, body.error.code]).toEqual([404, 'not_for_sale']);
  expect((await portal(ada)).error.code).toBe('no_payments');
  const methods = await own.call(ada, 'GET', 'billing/payment-methods');
  expect(methods.body).toEqual({ payment_methods: [] });
});
