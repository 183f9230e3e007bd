// lemonsqueezy-lives: the same life lived twice at the stand-in of LemonSqueezy: one person's
// events come as they happen, the other's all at the end, shuffled and doubled.
import { describe, expect, it } from 'vitest';
import { ledgerViolations } from '../support/ledger-invariants.ts';
import { type Buyer, lemonShop } from '../support/lemon-shop.ts';
import {
  LIFE_OUTCOMES,
  type LifeOutcome,
  months,
  monthsFrom,
  rounded,
  upgradedAfter,
} from '../support/lives.ts';
import { workedOff } from '../support/payment-queue.ts';
import { readOutcome } from '../support/purchase.ts';

const shop = lemonShop();
const { own } = shop;

type Step = (buyer: Buyer) => Promise<unknown>;
type Scene = Step | { days: number };

const buys =
  (kind: string, item: string): Step =>
  (buyer) =>
    shop.buy(buyer, kind, item);
const card =
  (declines: boolean): Step =>
  ({ id }) =>
    shop.control('POST', 'cards', { user: id, declines });
/** As the portal of LemonSqueezy changes it. */
const changes =
  (attributes: object): Step =>
  (buyer) =>
    shop.change(buyer, attributes);
const moves =
  (item: string, how: object): Step =>
  async (buyer) =>
    shop.change(buyer, { variant_id: await shop.variantOf(item), ...how });
const now = (item: string) => moves(item, { invoice_immediately: true });
const atRenewal = (item: string) => moves(item, { disable_prorations: true });
const refunds =
  (amount: number): Step =>
  async (buyer) => {
    const paid = (await shop.eventsOf(buyer)).findLast(({ name }) => /payment_success/.test(name));
    await shop.control('POST', `invoices/${paid?.id}/refund`, { amount });
  };
/** The order itself is paid back, or taken back by a bank. */
const reverses =
  (amount: number, is_fraud = false): Step =>
  async (buyer) => {
    const ordered = (await shop.eventsOf(buyer)).find(({ type }) => type === 'orders');
    await shop.control('POST', `orders/${ordered?.id}/refund`, { amount, is_fraud });
  };
const hasTrials =
  (days: number | null): Step =>
  async () => {
    await own.pool.query(`update public.plans set trial_days = $1 where slug = 'plus'`, [days]);
  };
const passes = (days: number): Scene => ({ days });
const plus = buys('subscription', 'plus');

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
  ...shared('upgraded', plus, passes(3), now('business')),
  ...shared(
    'downgraded at the end',
    ...[buys('subscription', 'business'), atRenewal('plus'), passes(months(1) + 1)],
  ),
  ...shared('cancelled at the end', plus, changes({ cancelled: true }), passes(months(1) + 1)),
  ...shared(
    'cancelled and resumed',
    ...[plus, changes({ cancelled: true }), changes({ cancelled: false }), passes(months(1) + 1)],
  ),
  ...shared('refunded', plus, refunds(1900)),
  ...shared('half of it refunded, in parts', plus, refunds(400), refunds(550)),
  ...shared('disputed and lost', plus, reverses(1900, true)),
  ...shared('a pack, half of it refunded', buys('pack', 'credits-1000'), reverses(1000)),
  ...shared('a pack, disputed and lost', buys('pack', 'credits-1000'), reverses(2000, true)),
  [
    'a trial that is paid',
    [hasTrials(7), plus, hasTrials(null), passes(8)],
    { time: [['plus', 0, 7 + monthsFrom(7, 1)]], balances: { wallet_plan: 1100 } },
  ],
  [
    'a trial, changed within it to a dearer plan, gives that when it is paid',
    [hasTrials(7), plus, hasTrials(null), passes(1), now('business')],
    { time: [['plus', 0, 7]], balances: { wallet_plan: 1100 } },
  ],
  [
    'upgraded, and down again from the next renewal',
    [plus, passes(3), now('business'), atRenewal('plus'), passes(months(1))],
    {
      time: [
        ['plus', 0, 3],
        ['business', 3, months(1)],
        ['plus', months(1), months(2)],
      ],
      balances: { wallet_plan: 1100 + upgradedAfter(3) },
    },
  ],
  [
    'down from the next renewal, which is taken back',
    [
      buys('subscription', 'business'),
      atRenewal('plus'),
      atRenewal('business'),
      passes(months(1) + 1),
    ],
    { time: [['business', 0, months(2)]], balances: { wallet_plan: 5100 } },
  ],
  [
    'from a month to a year',
    [plus, passes(3), now('plus-year')],
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
    await shop.control('DELETE', 'clock');
    // What is left of other lives goes on in none.
    await shop.control('DELETE', 'subscriptions');
    const start = new Date().toISOString();
    const [inOrder, shuffled] = await Promise.all([shop.newBuyer(), shop.newBuyer()]);
    let heard = 0;
    for (const scene of scenes) {
      if (typeof scene === 'function') {
        await scene(inOrder);
        await scene(shuffled);
      } else await shop.control('POST', 'clock', { days: scene.days });
      const all = await shop.eventsOf(inOrder);
      const statuses = await shop.send(all.slice(heard));
      expect(statuses.every((status) => status === 200)).toBe(true);
      heard = all.length;
      await workedOff(own.pool);
    }
    const late = await shop.eventsOf(shuffled);
    const doubled = [...late, ...late].sort(() => Math.random() - 0.5);
    await shop.send(doubled, 8);
    await workedOff(own.pool);
    const dead = `select last_error from private.payment_event where state = 'dead'`;
    expect((await own.pool.query(dead)).rows).toEqual([]);
    const ids = [inOrder.id, shuffled.id];
    const outcomes = await Promise.all(ids.map((id) => readOutcome(own.pool, id, start)));
    expect(await ledgerViolations(own.pool, ids)).toEqual([]);
    const [first, second] = outcomes.map(rounded);
    expect(second).toEqual(first);
    expect(first).toMatchObject(expected);
  }, 60_000);
});
