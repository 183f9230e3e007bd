// lemonsqueezy: which deliveries of LemonSqueezy are taken, and what people do there.
import { describe, expect, it } from 'vitest';
import { signLemon } from '../../local/upstreams/lemonsqueezy/deliver-events.ts';
import { LEMONSQUEEZY_STAND_IN } from '../../local/upstreams/stand-in-variables.ts';
import { lemonShop, type PlacedEvent } from '../support/lemon-shop.ts';
import { LIFE_OUTCOMES, rounded } from '../support/lives.ts';
import { workedOff } from '../support/payment-queue.ts';
import { readOutcome } from '../support/purchase.ts';

const shop = lemonShop();
const SECRET = LEMONSQUEEZY_STAND_IN.webhookSecret;
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
const deliver = (body: string, signature: string | undefined = signLemon(body, SECRET)) =>
  fetch(shop.endpoint(), {
    method: 'POST',
    body,
    headers: signature ? { 'x-signature': signature } : {},
  });
const refused = async () =>
  (
    await own.pool.query(
      `select coalesce(sum(count), 0)::int as count from private.payment_refusal
       where provider = 'lemonsqueezy'`,
    )
  ).rows[0].count;
const stored = async () =>
  (await own.pool.query('select count(*)::int as count from private.payment_event')).rows[0].count;

describe('deliveries', () => {
  const good = event();
  it.each([
    ['without a signature', 'unsigned', good, ''],
    ['signed with another secret', 'bad_signature', good, signLemon(good, 'other')],
    ['whose body was changed', 'bad_signature', `${good} `, signLemon(good, SECRET)],
    ['whose signature is no hexadecimal', 'bad_signature', good, 'z'.repeat(64)],
    ['of the live mode', 'foreign_mode', event({ test_mode: false }), undefined],
    ['of another store', 'foreign_mode', event({}, { store_id: 2 }), undefined],
    ['that is no JSON', 'malformed', 'not json', undefined],
    ['that is no event', 'malformed', '{}', undefined],
  ])('a delivery %s is refused: %s', async (_, reason, body, signature) => {
    const before = [await stored(), await refused()];
    const answer = await deliver(body, signature);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: { details: { reason } } });
    expect([await stored(), (await refused()) - 1]).toEqual(before);
  });

  it('a delivery of more than a megabyte is refused', async () => {
    const answer = await deliver(event({ custom_data: { text: 'x'.repeat(1024 * 1024) } }));
    expect(answer.status).toBe(413);
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
    const buyers = await Promise.all(orders.map(() => shop.newBuyer()));
    const start = new Date().toISOString();
    for (const buyer of buyers) await shop.buy(buyer, 'subscription', 'plus');
    const told = await Promise.all(buyers.map((buyer) => shop.eventsOf(buyer)));
    for (const step of [0, 1, 2, 3, 0]) {
      const events = told.map((mine, index) => mine[orders[index]?.[step] ?? -1] as PlacedEvent);
      expect(await shop.send(events, 8)).toEqual(Array(24).fill(200));
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

  it('a declined card buys nothing; the same page is paid then, once', async () => {
    const ada = await shop.newBuyer();
    const wish = { key: 'k', provider: 'lemonsqueezy', kind: 'pack', item: 'credits-1000' };
    const order = async () => (await own.call(ada, 'POST', 'billing/checkout', wish)).body;
    const { id, checkout_url } = await order();
    const click = (wanted: string) =>
      fetch(checkout_url, {
        method: 'POST',
        body: new URLSearchParams({ do: wanted }),
        redirect: 'manual',
      });
    expect((await click('decline')).headers.get('location')).toContain('declined');
    expect((await fetch(checkout_url)).status).toBe(200);
    expect((await click('pay')).headers.get('location')).toContain(`order=${id}`);
    expect((await order()).checkout_url).toBe(checkout_url);
    await shop.tell({ ...ada, orderId: id });
    await workedOff(own.pool);
    const { body } = await own.call(ada, 'GET', `billing/checkout/${id}`);
    expect(body.state).toBe('complete');
    const { payments } = (await own.call(ada, 'GET', 'billing/payments')).body;
    expect(payments).toMatchObject([
      { provider: 'lemonsqueezy', item: 'credits-1000', amount_cents: 2000, state: 'paid' },
    ]);
  });

  it('ten orders by one key at once are one order with one page, of one customer', async () => {
    const ada = await shop.newBuyer();
    const wish = { key: 'k', provider: 'lemonsqueezy', kind: 'pack', item: 'credits-1000' };
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => own.call(ada, 'POST', 'billing/checkout', wish)),
    );
    expect(new Set(answers.map(({ body }) => `${body.id} ${body.checkout_url}`)).size).toBe(1);
    const { rows } = await own.pool.query(
      'select count(*) from private.customer where user_id = $1',
      [ada.id],
    );
    expect(rows).toEqual([{ count: 1 }]);
  });

  it('who pays for something else than the order promises gets nothing by it', async () => {
    const ada = await shop.newBuyer();
    const wish = { key: 'k', provider: 'lemonsqueezy', kind: 'pack', item: 'credits-1000' };
    const { body } = await own.call(ada, 'POST', 'billing/checkout', wish);
    const checkout = body.checkout_url.split('/').at(-1);
    const variant_id = await shop.variantOf('credits-250');
    await shop.control('POST', `checkouts/${checkout}`, { variant_id });
    const pay = new URLSearchParams({ do: 'pay' });
    await fetch(body.checkout_url, { method: 'POST', body: pay, redirect: 'manual' });
    await shop.tell({ ...ada, orderId: body.id });
    await workedOff(own.pool);
    const seen = await own.call(ada, 'GET', `billing/checkout/${body.id}`);
    expect(seen.body.state).toBe('open');
    expect((await own.call(ada, 'GET', 'billing/payments')).body.payments).toEqual([]);
  });

  it('a page that nobody paid for a day expires', async () => {
    const ada = await shop.newBuyer();
    const wish = { key: 'k', provider: 'lemonsqueezy', kind: 'pack', item: 'credits-1000' };
    const { body } = await own.call(ada, 'POST', 'billing/checkout', wish);
    const look = async () => (await own.call(ada, 'GET', `billing/checkout/${body.id}`)).body.state;
    expect(await look()).toBe('open');
    await own.pool.query(
      `update public.orders set created_at = now() - interval '25 hours' where id = $1`,
      [body.id],
    );
    expect(await look()).toBe('expired');
  });

  it('who pays by PayPal is shown the page where plans are changed', async () => {
    const ada = await shop.newBuyer();
    await shop.buy(ada, 'subscription', 'plus');
    await shop.tell(ada);
    await workedOff(own.pool);
    const [created] = (await shop.eventsOf(ada)).filter(({ type }) => type === 'subscriptions');
    await shop.control('POST', `subscriptions/${created?.id}/paypal`);
    const wish = { key: 'k', plan: 'business' };
    const { status, body } = await own.call(ada, 'POST', 'billing/subscription/plan', wish);
    expect([status, body.error.code]).toEqual([409, 'changed_at_provider']);
    expect((await fetch(body.error.details.url)).status).toBe(200);
    const methods = await own.call(ada, 'GET', 'billing/payment-methods');
    expect(methods.body.payment_methods).toEqual([]);
  });

  it('somebody cancels, resumes and changes the plan, and finds the portal', async () => {
    const ada = await shop.newBuyer();
    await shop.buy(ada, 'subscription', 'plus');
    await shop.tell(ada);
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
    const charges = (await shop.eventsOf(ada)).filter(({ name }) => /payment_success/.test(name));
    expect(charges).toHaveLength(2);
    const methods = await own.call(ada, 'GET', 'billing/payment-methods');
    expect(methods.body.payment_methods).toMatchObject([{ brand: 'visa', last4: '4242' }]);
    const { body } = await own.call(ada, 'POST', 'billing/portal', {});
    expect(body.url).toContain('/pages/portal/');
    const stranger = await own.signUp();
    const refused = await own.call(stranger, 'POST', 'billing/subscription/cancel', { key: 'x' });
    expect(refused.body.error.code).toBe('no_subscription');
  });

  it('who upgrades with a declined card has the plan as before, until it is paid', async () => {
    const ada = await shop.newBuyer();
    await shop.buy(ada, 'subscription', 'plus');
    await shop.tell(ada);
    await workedOff(own.pool);
    await shop.control('POST', 'cards', { user: ada.id, declines: true });
    const upgrade = (key: string) =>
      own.call(ada, 'POST', 'billing/subscription/plan', { key, plan: 'business' });
    const first = await upgrade('1');
    expect(first.body.subscription).toMatchObject({
      ...{ plan: 'plus', next_plan: 'business', state: 'past_due' },
    });
    expect((await upgrade('2')).body.error.code).toBe('payment_declined');
    await shop.control('POST', 'cards', { user: ada.id, declines: false });
    await shop.control('POST', 'clock', { days: 1 });
    await shop.tell(ada);
    await workedOff(own.pool);
    const { body } = await own.call(ada, 'GET', 'billing/subscription');
    expect(body.subscription).toMatchObject({ plan: 'business', next_plan: null, state: 'active' });
    await shop.control('DELETE', 'clock');
  });

  it('what has ended there before we were told is not resumed', async () => {
    const ada = await shop.newBuyer();
    await shop.buy(ada, 'subscription', 'plus');
    await shop.tell(ada);
    await workedOff(own.pool);
    const ask = (path: string) =>
      own.call(ada, 'POST', `billing/subscription/${path}`, { key: path });
    await ask('cancel');
    await shop.control('POST', 'clock', { days: 32 });
    const { status, body } = await ask('resume');
    expect([status, body.error.code]).toEqual([409, 'illegal_state_move']);
    await shop.control('DELETE', 'clock');
  });

  it('who does not say whom to pay pays who sells it', async () => {
    const ada = await shop.newBuyer();
    const buy = async (key: string, item: string) =>
      (await own.call(ada, 'POST', 'billing/checkout', { key, kind: 'pack', item })).body.provider;
    expect(await buy('1', 'credits-250')).toBe('stripe');
    await own.pool.query(
      `update private.provider_price set state = 'retired'
       where provider = 'stripe' and item = 'credits-250'`,
    );
    expect(await buy('2', 'credits-250')).toBe('lemonsqueezy');
  });

  it('while LemonSqueezy is away: 503 for who waits, and events wait for it', async () => {
    const ada = await shop.newBuyer();
    await shop.buy(ada, 'pack', 'credits-1000');
    const control = `${own.stack.openaiUrl}`.replace('/v1', '/__control/outage');
    const outage = (method: string) =>
      fetch(control, { method, body: JSON.stringify({ status: 503, provider: 'lemonsqueezy' }) });
    await outage('POST');
    await shop.tell(ada);
    const wish = { key: 'k', provider: 'lemonsqueezy', kind: 'pack', item: 'credits-250' };
    const { status, body } = await own.call(ada, 'POST', 'billing/checkout', wish);
    expect([status, body.error.code]).toEqual([503, 'payments_unavailable']);
    await fetch(control, { method: 'DELETE' });
    await workedOff(own.pool);
    const payments = await own.call(ada, 'GET', 'billing/payments');
    expect(payments.body.payments).toHaveLength(1);
  });
});

function permutations<T>(list: T[]): T[][] {
  if (list.length < 2) return [list];
  return list.flatMap((first, index) =>
    permutations(list.toSpliced(index, 1)).map((rest) => [first, ...rest]),
  );
}
