// lemonsqueezy: which deliveries of LemonSqueezy are taken, and what people do there.
import { describe, expect, it } from 'vitest';
import { signLemon } from '../../local/upstreams/lemonsqueezy/start-lemonsqueezy.ts';
import { type Buyer, LEMON_SECRET, lemonShop, PLUS } from '../support/lemon-shop.ts';
import { LIFE_OUTCOMES, rounded } from '../support/lives.ts';
import { workedOff } from '../support/payment-queue.ts';
import { readOutcome } from '../support/purchase.ts';

const shop = await lemonShop();
const { own } = shop;

function event(change: object = {}, attributes: object = {}): string {
  return JSON.stringify({
    meta: { event_name: 'order_created', test_mode: true, ...change },
    data: {
      type: 'license-keys',
      id: crypto.randomUUID(),
      attributes: { store_id: 1, updated_at: '2026-01-01T00:00:00.000000Z', ...attributes },
    },
  });
}
const deliver = (body: string, signature: string | undefined = signLemon(body, LEMON_SECRET)) =>
  fetch(shop.endpoint(), {
    method: 'POST',
    body,
    headers: signature ? { 'x-signature': signature } : {},
  });
const stored = async () =>
  (await own.pool.query('select count(*)::int as count from private.payment_event')).rows[0].count;

describe('deliveries', () => {
  const good = event();
  it.each([
    ['without a signature', 'unsigned', good, ''],
    ['signed with another secret', 'bad_signature', good, signLemon(good, 'other')],
    ['whose body was changed', 'bad_signature', `${good} `, signLemon(good, LEMON_SECRET)],
    ['whose signature is no hexadecimal', 'bad_signature', good, 'z'.repeat(64)],
    ['of the live mode', 'foreign_mode', event({ test_mode: false }), undefined],
    ['of another store', 'foreign_mode', event({}, { store_id: 2 }), undefined],
    ['that is no JSON', 'malformed', 'not json', undefined],
    ['that is no event', 'malformed', '{}', undefined],
  ])('a delivery %s is refused: %s', async (_, reason, body, signature) => {
    const before = await stored();
    const answer = await deliver(body, signature);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: { details: { reason } } });
    expect(await stored()).toBe(before);
  });

  it('twenty of one event at once are one event', async () => {
    const [body, before] = [event(), await stored()];
    const answers = await Promise.all(Array.from({ length: 20 }, () => deliver(body)));
    const news = await Promise.all(answers.map((answer) => answer.json()));
    expect(news.filter(({ is_new }) => is_new)).toHaveLength(1);
    expect(await stored()).toBe(before + 1);
  });
});

describe('people', () => {
  it('who subscribe have the same by the four events of it in each order, doubled', async () => {
    const orders = permutations([0, 1, 2, 3]);
    const buyers: Buyer[] = await Promise.all(
      orders.map(async () => ({ ...(await own.signUp()), orderId: '' })),
    );
    const start = new Date().toISOString();
    for (const buyer of buyers) await shop.buy(buyer, 'subscription', 'plus');
    for (const step of [0, 1, 2, 3, 0]) {
      const events = buyers.flatMap(
        (buyer, index) => shop.eventsOf(buyer)[orders[index]?.[step] ?? -1] ?? [],
      );
      expect(events).toHaveLength(24);
      await shop.standIn.send(shop.endpoint(), events, 8);
      await workedOff(own.pool);
    }
    for (const { id } of buyers) {
      const { time, balances } = rounded(await readOutcome(own.pool, id, start));
      expect({ time, balances }).toEqual(LIFE_OUTCOMES.new);
    }
    const states = 'select distinct state from public.orders where user_id = any ($1)';
    const { rows } = await own.pool.query(states, [buyers.map(({ id }) => id)]);
    expect(rows).toEqual([{ state: 'complete' }]);
  }, 60_000);

  it('who pays for something else than the order promises gets nothing by it', async () => {
    const ada = await own.signUp();
    const order = { key: 'k', provider: 'lemonsqueezy', kind: 'pack', item: 'credits-1000' };
    const { body } = await own.call(ada, 'POST', 'billing/checkout', order);
    const [checkout] = [...shop.standIn.account.checkouts.values()].slice(-1);
    if (checkout) checkout.variant_id = PLUS.id;
    const variant = shop.standIn.account.variants.findIndex(({ id }) => id === PLUS.id);
    shop.standIn.account.variants[variant] = { ...PLUS, interval: null as never };
    await fetch(body.checkout_url, { method: 'POST', body: 'do=pay', redirect: 'manual' });
    shop.standIn.account.variants[variant] = PLUS;
    await shop.standIn.send(shop.endpoint(), shop.eventsOf({ ...ada, orderId: body.id }));
    await workedOff(own.pool);
    const seen = await own.call(ada, 'GET', `billing/checkout/${body.id}`);
    expect(seen.body.state).toBe('open');
    expect((await own.call(ada, 'GET', 'billing/payments')).body.payments).toEqual([]);
  });

  it('who pays by PayPal is shown the page where plans are changed', async () => {
    const ada: Buyer = { ...(await own.signUp()), orderId: '' };
    await shop.buy(ada, 'subscription', 'plus');
    await shop.standIn.send(shop.endpoint(), shop.eventsOf(ada));
    await workedOff(own.pool);
    const [subscription] = [...shop.standIn.account.subscriptions.values()].slice(-1);
    const url = `${shop.standIn.url}/pages/portal/update`;
    if (subscription) subscription.attributes.urls.customer_portal_update_subscription = url;
    const wish = { key: 'k', plan: 'business' };
    const { status, body } = await own.call(ada, 'POST', 'billing/subscription/plan', wish);
    expect([status, body.error.code, body.error.details]).toEqual([
      ...[409, 'changed_at_provider'],
      { url },
    ]);
  });

  it('somebody cancels, resumes and changes the plan, and finds the portal', async () => {
    const ada: Buyer = { ...(await own.signUp()), orderId: '' };
    await shop.buy(ada, 'subscription', 'plus');
    await shop.standIn.send(shop.endpoint(), shop.eventsOf(ada));
    await workedOff(own.pool);
    const change = async (path: string, more: object = {}) =>
      (await own.call(ada, 'POST', `billing/subscription/${path}`, { key: path, ...more })).body
        .subscription;
    expect((await change('cancel')).cancel_at).not.toBeNull();
    expect((await change('resume')).cancel_at).toBeNull();
    expect((await change('plan', { plan: 'business' })).plan).toBe('business');
    expect(await change('plan', { plan: 'plus' })).toMatchObject({
      plan: 'business',
      next_plan: 'plus',
    });
    expect((await change('plan', { plan: 'business' })).next_plan).toBeNull();
    const invoices = () => shop.eventsOf(ada).filter(({ body }) => /payment_success/.test(body));
    expect(invoices()).toHaveLength(2);
    const methods = await own.call(ada, 'GET', 'billing/payment-methods');
    expect(methods.body.payment_methods).toMatchObject([{ brand: 'visa', last4: '4242' }]);
    const { body } = await own.call(ada, 'POST', 'billing/portal', {});
    expect(body.url).toContain('/pages/portal/');
    const stranger = await own.signUp();
    const refused = await own.call(stranger, 'POST', 'billing/subscription/cancel', { key: 'x' });
    expect(refused.body.error.code).toBe('no_subscription');
  });
});

function permutations<T>(list: T[]): T[][] {
  if (list.length < 2) return [list];
  return list.flatMap((first, index) =>
    permutations(list.toSpliced(index, 1)).map((rest) => [first, ...rest]),
  );
}
