// stripe-lives: the same life lived twice at the stand-in of Stripe: one person's events come as
// they happen, the other's all at the end, shuffled and doubled. Both have the same afterwards.
import type Stripe from 'stripe';
import { beforeAll, describe, expect, it } from 'vitest';
import { STRIPE_STAND_IN } from '../../local/upstreams/stand-in-variables.ts';
import { connectStripe } from '../../scripts/billing/connect-stripe.ts';
import { syncStandIn } from '../../scripts/billing/sync-stand-in.ts';
import { ledgerViolations } from '../support/ledger-invariants.ts';
import { LIFE_OUTCOMES, type LifeOutcome, months, monthsFrom, rounded } from '../support/lives.ts';
import { ownStack, type Somebody } from '../support/own-stack.ts';
import { workedOff } from '../support/payment-queue.ts';
import { readOutcome } from '../support/purchase.ts';
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
  await own.pool.query(
    `insert into public.plans
     select year.* from public.plans as plan cross join lateral jsonb_populate_record(plan,
       jsonb_build_object('slug', slug || '-year', 'name', name || ', yearly', 'billing', 'year',
         'amount_cents', amount_cents * 10)) as year
     where plan.slug in ('plus', 'business')`,
  );
  await syncStandIn(own.stack);
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

const upgrades =
  (plan: string): Step =>
  async (buyer) => {
    const { id, items } = await subscriptionOf(buyer);
    await stripe.subscriptions.update(id, {
      items: [{ id: `${items.data[0]?.id}`, price: await priceOf(plan) }],
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
const refundFails =
  (status: 'failed' | 'canceled'): Step =>
  async (buyer) => {
    const refund = await stripe.refunds.create({ payment_intent: await lastIntent(buyer) });
    await control.undoRefund(refund.id, status);
  };
const disputes =
  (status: 'won' | 'lost'): Step =>
  async (buyer) => {
    const id = await control.dispute(await lastIntent(buyer));
    await control.closeDispute(id, status);
  };

type Scene = Step | { days: number };
const days = (count: number): Scene => ({ days: count });

/** Each life, and what somebody has after it. */
const LIVES: [string, Scene[], LifeOutcome][] = [
  ...shared('new', buys('subscription', 'plus')),
  ...shared('renewed', buys('subscription', 'plus'), days(months(1) + 1)),
  ...shared('failing, in grace', buys('subscription', 'plus'), card(true), days(months(1) + 1)),
  ...shared(
    'failed and recovered',
    ...[buys('subscription', 'plus'), card(true), days(months(1) + 1), card(false), days(3)],
  ),
  ...shared('failed and given up', buys('subscription', 'plus'), card(true), days(60)),
  ...shared('upgraded', buys('subscription', 'plus'), days(3), upgrades('business')),
  ...shared(
    'downgraded at the end',
    ...[buys('subscription', 'business'), schedulesDowngrade, days(months(1) + 1)],
  ),
  ...shared(
    'cancelled at the end',
    ...[buys('subscription', 'plus'), setsCancel(true), days(months(1) + 1)],
  ),
  ...shared(
    'cancelled and resumed',
    ...[buys('subscription', 'plus'), setsCancel(true), setsCancel(false), days(months(1) + 1)],
  ),
  ...shared('refunded', buys('subscription', 'plus'), refunds(), endsNow),
  ...shared(
    'half of it refunded, in parts',
    ...[buys('subscription', 'plus'), refunds(400), refunds(550)],
  ),
  ...(['failed', 'canceled'] as const).map((status): (typeof LIVES)[number] => [
    `refunded, which is ${status}`,
    [buys('subscription', 'plus'), refundFails(status)],
    LIFE_OUTCOMES.new,
  ]),
  ...shared('disputed and lost', buys('subscription', 'plus'), disputes('lost')),
  [
    'disputed and won',
    [buys('subscription', 'plus'), disputes('won')],
    { time: [['plus', 0, months(1)]], balances: { wallet_plan: 1100 } },
  ],
  [
    'a year, upgraded in its second month',
    [
      ...[days(-70), buys('subscription', 'plus-year'), days(40), upgrades('business-year')],
      days(30),
    ],
    {
      time: [
        ['plus-year', -70, -30],
        ['business-year', -30, aYearFrom(-70)],
      ],
      balances: { wallet_plan: 5100 },
    },
  ],
  [
    'a year, ended and paid back in its second month',
    [days(-70), buys('subscription', 'plus-year'), days(40), refunds(), endsNow, days(30)],
    { time: [], balances: { wallet_plan: 100 } },
  ],
  [
    'a year, ended at once in its second month',
    [days(-70), buys('subscription', 'plus-year'), days(40), endsNow, days(30)],
    { time: [['plus-year', -70, -30]], balances: { wallet_plan: 100 } },
  ],
  ...shared('a pack, half of it refunded', buys('pack', 'credits-1000'), refunds(1000)),
  ...shared('a pack, disputed and lost', buys('pack', 'credits-1000'), disputes('lost')),
];

function aYearFrom(day: number): number {
  return day + monthsFrom(day, 12);
}

/** A life that ends as it does at every provider. */
function shared(name: keyof typeof LIFE_OUTCOMES, ...scenes: Scene[]) {
  return [[name, scenes, LIFE_OUTCOMES[name]] as [string, Scene[], LifeOutcome]];
}

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
