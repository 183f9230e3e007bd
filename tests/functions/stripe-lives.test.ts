// stripe-lives: the same life lived twice at the stand-in of Stripe: one person's events come as
// they happen, the other's all at the end, shuffled and doubled. Both have the same afterwards.
import type Stripe from 'stripe';
import { beforeAll, describe, expect, it } from 'vitest';
import { STRIPE_STAND_IN } from '../../local/upstreams/stand-in-variables.ts';
import { addMonths } from '../../local/upstreams/stripe/add-periods.ts';
import { connectStripe } from '../../scripts/billing/connect-stripe.ts';
import { ledgerViolations } from '../support/ledger-invariants.ts';
import { ownStack, type Somebody } from '../support/own-stack.ts';
import { workedOff } from '../support/payment-queue.ts';
import { type Outcome, readOutcome } from '../support/purchase.ts';
import { type StripeControl, stripeControl } from '../support/stripe.ts';

const own = ownStack();
let control: StripeControl;
let stripe: Stripe;

beforeAll(async () => {
  const url = `${own.stack.stripeUrl}`;
  control = stripeControl(url);
  stripe = connectStripe(STRIPE_STAND_IN.secretKey, url);
  await control.hold();
  // Nobody in this file has a trial but where it is about one.
  await own.pool.query(`update public.plans set trial_days = null where slug = 'plus'`);
});

type Buyer = Somebody & { customer: string };

/** A step is done to both, at one moment of Stripe's clock. */
type Step = (buyer: Buyer) => Promise<unknown>;

async function order(buyer: Somebody, kind: string, item: string) {
  const key = crypto.randomUUID();
  const { body } = await own.call(buyer, 'POST', 'billing/checkout', { key, kind, item });
  return body;
}

const buys =
  (kind: string, item: string): Step =>
  async (buyer) => {
    const { checkout_url } = await order(buyer, kind, item);
    await fetch(checkout_url, {
      method: 'POST',
      body: new URLSearchParams({ do: 'pay' }),
      redirect: 'manual',
    });
  };
const card =
  (declines: boolean): Step =>
  ({ customer }) =>
    control.card(customer, declines);

const subscriptionOf = async ({ customer }: Buyer) =>
  (await stripe.subscriptions.list({ customer })).data[0] as Stripe.Subscription;
const priceOf = async (plan: string) =>
  (await stripe.prices.list({ lookup_keys: [`parley:subscription:${plan}`] })).data[0]
    ?.id as string;

const upgrades: Step = async (buyer) => {
  const { id, items } = await subscriptionOf(buyer);
  await stripe.subscriptions.update(id, {
    items: [{ id: `${items.data[0]?.id}`, price: await priceOf('business') }],
    proration_behavior: 'always_invoice',
  });
};
const schedulesDowngrade: Step = async (buyer) => {
  const { id } = await subscriptionOf(buyer);
  const schedule = await stripe.subscriptionSchedules.create({ from_subscription: id });
  const [phase] = schedule.phases;
  await stripe.subscriptionSchedules.update(schedule.id, {
    phases: [
      {
        items: [{ price: await priceOf('business'), quantity: 1 }],
        start_date: phase?.start_date as number,
        end_date: phase?.end_date as number,
      },
      { items: [{ price: await priceOf('plus'), quantity: 1 }] },
    ],
  });
};
const setsCancel =
  (cancel_at_period_end: boolean): Step =>
  async (buyer) =>
    stripe.subscriptions.update((await subscriptionOf(buyer)).id, { cancel_at_period_end });
const endsNow: Step = async (buyer) =>
  stripe.subscriptions.cancel((await subscriptionOf(buyer)).id);

/** The payment intent of what was paid last, by invoice or once. */
async function lastIntent({ id, customer }: Buyer): Promise<string> {
  const [invoice] = (await stripe.invoices.list({ customer, limit: 1 })).data;
  if (invoice) {
    const { data } = await stripe.invoicePayments.list({ invoice: invoice.id as string });
    return data[0]?.payment.payment_intent as string;
  }
  const { rows } = await own.pool.query(
    'select checkout_id from public.orders where user_id = $1',
    [id],
  );
  const session = await stripe.checkout.sessions.retrieve(rows[0].checkout_id);
  return session.payment_intent as string;
}

const refunds =
  (amount?: number): Step =>
  async (buyer) =>
    stripe.refunds.create({
      payment_intent: await lastIntent(buyer),
      ...(amount ? { amount } : {}),
    });
const disputes =
  (status: 'won' | 'lost'): Step =>
  async (buyer) => {
    const id = await control.dispute(await lastIntent(buyer));
    await control.closeDispute(id, status);
  };

type Scene = Step | { days: number };
const days = (count: number): Scene => ({ days: count });

/** So many months from now, in days. */
const months = (count: number) => {
  const now = Math.floor(Date.now() / 1000);
  return Math.round((addMonths(now, count) - now) / 86_400);
};

/** Each life, and what somebody has after it: plan, from and to in days, and credits by kind. */
const LIVES: [string, Scene[], Pick<Outcome, 'time'> & { balances: Record<string, number> }][] = [
  [
    'new',
    [buys('subscription', 'plus')],
    { time: [['plus', 0, months(1)]], balances: { wallet_plan: 1100 } },
  ],
  [
    'renewed',
    [buys('subscription', 'plus'), days(months(1) + 1)],
    { time: [['plus', 0, months(2)]], balances: { wallet_plan: 1100 } },
  ],
  [
    'failing, in grace',
    [buys('subscription', 'plus'), card(true), days(months(1) + 1)],
    { time: [['plus', 0, months(1) + 7]], balances: { wallet_plan: 1100 } },
  ],
  [
    'failed and recovered',
    [buys('subscription', 'plus'), card(true), days(months(1) + 1), card(false), days(3)],
    { time: [['plus', 0, months(2)]], balances: { wallet_plan: 1100 } },
  ],
  [
    'failed and given up',
    [buys('subscription', 'plus'), card(true), days(60)],
    { time: [['plus', 0, months(1)]], balances: { wallet_plan: 1100 } },
  ],
  [
    'upgraded',
    [buys('subscription', 'plus'), days(3), upgrades],
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
    [buys('subscription', 'business'), schedulesDowngrade, days(months(1) + 1)],
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
    [buys('subscription', 'plus'), setsCancel(true), days(months(1) + 1)],
    { time: [['plus', 0, months(1)]], balances: { wallet_plan: 1100 } },
  ],
  [
    'cancelled and resumed',
    [buys('subscription', 'plus'), setsCancel(true), setsCancel(false), days(months(1) + 1)],
    { time: [['plus', 0, months(2)]], balances: { wallet_plan: 1100 } },
  ],
  [
    'refunded and ended',
    [buys('subscription', 'plus'), refunds(), endsNow],
    { time: [], balances: { wallet_plan: 100 } },
  ],
  [
    'refunded in parts',
    [buys('subscription', 'plus'), refunds(400), refunds(550)],
    { time: [['plus', 0, months(1)]], balances: { wallet_plan: 600 } },
  ],
  [
    'disputed and lost',
    [buys('subscription', 'plus'), disputes('lost')],
    { time: [], balances: { wallet_plan: 100 } },
  ],
  [
    'disputed and won',
    [buys('subscription', 'plus'), disputes('won')],
    { time: [['plus', 0, months(1)]], balances: { wallet_plan: 1100 } },
  ],
  [
    'a pack, half of it refunded',
    [buys('pack', 'credits-1000'), refunds(1000)],
    { time: [], balances: { wallet_plan: 100, wallet_bought: 500 } },
  ],
  [
    'a pack, disputed and lost',
    [buys('pack', 'credits-1000'), disputes('lost')],
    { time: [], balances: { wallet_plan: 100 } },
  ],
];

describe.each(LIVES)('%s', (_, scenes, expected) => {
  it('ends the same for both', async () => {
    await control.comeBack();
    const start = (await stripe.customers.create()).created;
    const [inOrder, shuffled] = await Promise.all([makeBuyer(), makeBuyer()]);
    const heard = { count: 0 };
    for (const scene of scenes) {
      if (typeof scene === 'function') {
        await scene(inOrder);
        await scene(shuffled);
      } else await control.pass(scene.days);
      await tell(inOrder, heard);
    }
    await tellShuffled(shuffled);
    const at = new Date(start * 1000).toISOString();
    const outcomes = await Promise.all(
      [inOrder, shuffled].map(({ id }) => readOutcome(own.pool, id, at)),
    );
    expect(await ledgerViolations(own.pool, [inOrder.id, shuffled.id])).toEqual([]);
    const [first, second] = outcomes.map(rounded);
    expect(second).toEqual(first);
    expect(first).toMatchObject(expected);
  }, 60_000);
});

async function makeBuyer(): Promise<Buyer> {
  const somebody = await own.signUp();
  await order(somebody, 'pack', 'credits-250');
  const { rows } = await own.pool.query(
    'select provider_id from private.customer where user_id = $1',
    [somebody.id],
  );
  await own.pool.query('delete from public.orders where user_id = $1', [somebody.id]);
  return { ...somebody, customer: rows[0].provider_id };
}

/** Where a buyer's events are among all. */
async function eventsOf({ customer }: Buyer): Promise<number[]> {
  const mine = new Set([customer]);
  return (await control.events()).flatMap(({ data }, index) => {
    const {
      id,
      customer: owner,
      subscription,
      payment_intent,
    } = data.object as unknown as Record<string, string>;
    const isMine = [owner, subscription, payment_intent].some((each) => mine.has(`${each}`));
    if (isMine) mine.add(`${id}`);
    return isMine ? [index] : [];
  });
}

async function tell(buyer: Buyer, heard: { count: number }): Promise<void> {
  const all = await eventsOf(buyer);
  const statuses = await control.send(all.slice(heard.count));
  expect(statuses.every((status) => status === 200)).toBe(true);
  heard.count = all.length;
  await workedOff(own.pool);
}

async function tellShuffled(buyer: Buyer): Promise<void> {
  const all = await eventsOf(buyer);
  const doubled = [...all, ...all].sort(() => Math.random() - 0.5);
  await control.send(doubled, 8);
  await workedOff(own.pool);
}

/** Whole days: the two lives are a moment apart, and days differ by summer time nowhere. */
function rounded(outcome: Outcome): Outcome {
  const whole = ([name, ...moments]: [string, ...number[]]) => [name, ...moments.map(Math.round)];
  return {
    ...outcome,
    time: outcome.time.map(whole) as Outcome['time'],
    expiring: outcome.expiring
      .map(([amount, at]): [number, number] => [amount, Math.round(at)])
      .sort(([one], [other]) => one - other),
    subscriptions: outcome.subscriptions.map(([plan, state, at]) => [
      plan,
      state,
      at === null ? null : Math.round(at),
    ]),
  };
}
