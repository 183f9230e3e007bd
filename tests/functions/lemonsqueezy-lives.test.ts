// lemonsqueezy-lives: the same life lived twice at the stand-in of LemonSqueezy: one person's
// events come as they happen, the other's all at the end, shuffled and doubled.
import { describe, expect, it } from 'vitest';
import { moveClock, refundInvoice } from '../../local/upstreams/lemonsqueezy/live.ts';
import { ledgerViolations } from '../support/ledger-invariants.ts';
import { type Buyer, LEMON_KEY, lemonShop } from '../support/lemon-shop.ts';
import { workedOff } from '../support/payment-queue.ts';
import { type Outcome, readOutcome } from '../support/purchase.ts';

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
const months = (count: number) => {
  const start = new Date();
  const end = new Date(start);
  end.setUTCMonth(end.getUTCMonth() + count);
  return Math.round((end.getTime() - start.getTime()) / 86_400_000);
};
const plus = buys('subscription', 'plus');

/** Each life, and what somebody has after it. */
const LIVES: [string, Scene[], Pick<Outcome, 'time' | 'balances'>][] = [
  ['new', [plus], { time: [['plus', 0, months(1)]], balances: { wallet_plan: 1100 } }],
  [
    'renewed',
    [plus, { days: months(1) + 1 }],
    { time: [['plus', 0, months(2)]], balances: { wallet_plan: 1100 } },
  ],
  [
    'failing, in grace',
    [plus, card(true), { days: months(1) + 1 }],
    { time: [['plus', 0, months(1) + 7]], balances: { wallet_plan: 1100 } },
  ],
  [
    'failed and recovered',
    [plus, card(true), { days: months(1) + 1 }, card(false), { days: 3 }],
    { time: [['plus', 0, months(2)]], balances: { wallet_plan: 1100 } },
  ],
  [
    'failed and given up',
    [plus, card(true), { days: 60 }],
    { time: [['plus', 0, months(1)]], balances: { wallet_plan: 1100 } },
  ],
  [
    'upgraded',
    [plus, { days: 3 }, changes({ variant_id: 2, invoice_immediately: true })],
    {
      time: [
        ['plus', 0, 3],
        ['business', 3, months(1)],
      ],
      balances: { wallet_plan: 6100 },
    },
  ],
  [
    'downgraded at the end',
    [buys('subscription', 'business'), changes({ variant_id: 1 }), { days: months(1) + 1 }],
    {
      time: [
        ['business', 0, months(1)],
        ['plus', months(1), months(2)],
      ],
      balances: { wallet_plan: 5100 },
    },
  ],
  [
    'cancelled at the end',
    [plus, changes({ cancelled: true }), { days: months(1) + 1 }],
    { time: [['plus', 0, months(1)]], balances: { wallet_plan: 1100 } },
  ],
  [
    'cancelled and resumed',
    [plus, changes({ cancelled: true }), changes({ cancelled: false }), { days: months(1) + 1 }],
    { time: [['plus', 0, months(2)]], balances: { wallet_plan: 1100 } },
  ],
  ['refunded', [plus, refunds(950)], { time: [], balances: { wallet_plan: 100 } }],
  [
    'refunded in parts',
    [plus, refunds(400), refunds(75)],
    { time: [['plus', 0, months(1)]], balances: { wallet_plan: 600 } },
  ],
  [
    'a pack',
    [buys('pack', 'credits-1000')],
    { time: [], balances: { wallet_plan: 100, wallet_bought: 1000 } },
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

/** Whole days: the two lives are a moment apart. */
function rounded(outcome: Outcome): Outcome {
  const whole = ([name, ...moments]: [string, ...number[]]) => [name, ...moments.map(Math.round)];
  return {
    ...outcome,
    time: outcome.time.map(whole) as Outcome['time'],
    expiring: outcome.expiring.map(([amount, at]) => [amount, Math.round(at)]),
    subscriptions: outcome.subscriptions.map(([plan, state, at]) => [
      ...([plan, state] as [string, string]),
      at === null ? null : Math.round(at),
    ]),
  };
}
