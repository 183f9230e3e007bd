// lemonsqueezy-lives: the same life lived twice at the stand-in of LemonSqueezy: one person's
// events come as they happen, the other's all at the end, shuffled and doubled.
import { describe, expect, it } from 'vitest';
import { moveClock, refundInvoice, refundOrder } from '../../local/upstreams/lemonsqueezy/live.ts';
import { ledgerViolations } from '../support/ledger-invariants.ts';
import { BUSINESS, type Buyer, LEMON_KEY, lemonShop, PLUS, YEAR } from '../support/lemon-shop.ts';
import { LIFE_OUTCOMES, type LifeOutcome, months, monthsFrom, rounded } from '../support/lives.ts';
import { workedOff } from '../support/payment-queue.ts';
import { readOutcome } from '../support/purchase.ts';

const shop = await lemonShop();
const { own } = shop;

type Step = (buyer: Buyer) => Promise<unknown>;
type Scene = Step | { days: number };

const buys =
  (kind: string, item: string): Step =>
  (buyer) =>
    shop.buy(buyer, kind, item);
const card =
  (declines: boolean): Step =>
  async () => {
    shop.standIn.account.isDeclining = declines;
  };
/** As the portal of LemonSqueezy changes it. */
const changes =
  (attributes: object): Step =>
  async (buyer) => {
    const event = shop.eventsOf(buyer).find(({ body }) => body.includes('subscription_created'));
    const { id } = JSON.parse(`${event?.body}`).data;
    await fetch(`${shop.standIn.url}/v1/subscriptions/${id}`, {
      method: 'PATCH',
      headers: { authorization: `Bearer ${LEMON_KEY}` },
      body: JSON.stringify({ data: { attributes } }),
    });
  };
const refunds =
  (amount: number): Step =>
  async (buyer) => {
    const event = shop.eventsOf(buyer).findLast(({ body }) => body.includes('payment_success'));
    const invoice = shop.standIn.account.invoices.get(JSON.parse(`${event?.body}`).data.id);
    if (invoice) refundInvoice(shop.standIn.account, invoice, amount);
  };
/** The order itself is paid back, or taken back by a bank. */
const reverses =
  (amount: number, isFraud = false): Step =>
  async (buyer) => {
    const event = shop.eventsOf(buyer).find(({ body }) => body.includes('order_created'));
    const order = shop.standIn.account.orders.get(JSON.parse(`${event?.body}`).data.id);
    if (order) refundOrder(shop.standIn.account, order, amount, isFraud);
  };
const hasTrials =
  (days: number | null): Step =>
  async () => {
    await own.pool.query(`update public.plans set trial_days = $1 where slug = 'plus'`, [days]);
  };
const passes = (days: number): Scene => ({ days });
const plus = buys('subscription', 'plus');
const business = { variant_id: BUSINESS.id, invoice_immediately: true };
const atRenewal = (variant: { id: number }) =>
  changes({ variant_id: variant.id, disable_prorations: true });

/** A life that ends as it does at every provider. */
function shared(name: keyof typeof LIFE_OUTCOMES, ...scenes: Scene[]) {
  return [[name, scenes, LIFE_OUTCOMES[name]] as [string, Scene[], LifeOutcome]];
}

/** Each life, and what somebody has after it. */
const LIVES: [string, Scene[], LifeOutcome][] = [
  ...shared('new', plus),
  ...shared('renewed', plus, passes(months(1) + 1)),
  ...shared('failing, in grace', plus, card(true), passes(months(1) + 1)),
  ...shared(
    'failed and recovered',
    ...[plus, card(true), passes(months(1) + 1), card(false), passes(3)],
  ),
  ...shared('failed and given up', plus, card(true), passes(75)),
  ...shared('upgraded', plus, passes(3), changes(business)),
  ...shared(
    'downgraded at the end',
    ...[buys('subscription', 'business'), atRenewal(PLUS), passes(months(1) + 1)],
  ),
  ...shared('cancelled at the end', plus, changes({ cancelled: true }), passes(months(1) + 1)),
  ...shared(
    'cancelled and resumed',
    ...[plus, changes({ cancelled: true }), changes({ cancelled: false }), passes(months(1) + 1)],
  ),
  ...shared('refunded', plus, refunds(950)),
  ...shared('half of it refunded, in parts', plus, refunds(400), refunds(75)),
  ...shared('disputed and lost', plus, reverses(950, true)),
  ...shared('a pack, half of it refunded', buys('pack', 'credits-1000'), reverses(1000)),
  ...shared('a pack, disputed and lost', buys('pack', 'credits-1000'), reverses(2000, true)),
  [
    'a trial that is paid',
    [hasTrials(7), plus, hasTrials(null), passes(8)],
    { time: [['plus', 0, 7 + monthsFrom(7, 1)]], balances: { wallet_plan: 1100 } },
  ],
  [
    'upgraded, and down again from the next renewal',
    [plus, passes(3), changes(business), atRenewal(PLUS), passes(months(1))],
    {
      time: [
        ['plus', 0, 3],
        ['business', 3, months(1)],
        ['plus', months(1), months(2)],
      ],
      balances: { wallet_plan: 6100 },
    },
  ],
  [
    'down from the next renewal, which is taken back',
    [buys('subscription', 'business'), atRenewal(PLUS), atRenewal(BUSINESS), passes(months(1) + 1)],
    { time: [['business', 0, months(2)]], balances: { wallet_plan: 5100 } },
  ],
  [
    'from a month to a year',
    [plus, passes(3), changes({ variant_id: YEAR.id, invoice_immediately: true })],
    {
      time: [
        ['plus', 0, 3],
        ['plus-year', 3, 3 + monthsFrom(3, 12)],
      ],
      // Its own periods begin in three days, and give credits then.
      balances: { wallet_plan: 1100 },
    },
  ],
];

describe.each(LIVES)('%s', (_, scenes, expected) => {
  it('ends the same for both', async () => {
    shop.standIn.account.aheadMs = 0;
    shop.standIn.account.isDeclining = false;
    // What is left of other lives goes on in none.
    shop.standIn.account.subscriptions.clear();
    const start = new Date().toISOString();
    const both = await Promise.all([own.signUp(), own.signUp()]);
    const [inOrder, shuffled] = both.map((each) => ({ ...each, orderId: '' })) as [Buyer, Buyer];
    let heard = 0;
    for (const scene of scenes) {
      if (typeof scene === 'function') {
        await scene(inOrder);
        await scene(shuffled);
      } else moveClock(shop.standIn.account, scene.days);
      const all = shop.eventsOf(inOrder);
      const statuses = await shop.standIn.send(shop.endpoint(), all.slice(heard));
      expect(statuses.every((status) => status === 200)).toBe(true);
      heard = all.length;
      await workedOff(own.pool);
    }
    const late = shop.eventsOf(shuffled);
    await shop.standIn.send(
      shop.endpoint(),
      [...late, ...late].sort(() => Math.random() - 0.5),
      8,
    );
    await workedOff(own.pool);
    const dead = `select last_error from private.payment_event where state = 'dead'`;
    expect((await own.pool.query(dead)).rows).toEqual([]);
    const [first, second] = (
      await Promise.all(both.map(({ id }) => readOutcome(own.pool, id, start)))
    ).map(rounded);
    expect(
      await ledgerViolations(
        own.pool,
        both.map(({ id }) => id),
      ),
    ).toEqual([]);
    expect(second).toEqual(first);
    expect(first).toMatchObject(expected);
  }, 60_000);
});
