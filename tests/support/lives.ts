// lives: what somebody has after a life of payments, whoever the provider was: plan, from and to in
// days, and credits by kind, of which 100 are of the default plan.
import type { Outcome } from './purchase.ts';

export type LifeOutcome = Pick<Outcome, 'time'> & { balances: Record<string, number> };

const DAY_MS = 86_400_000;

/** So many months, in days, from a moment so many days from now. */
export function monthsFrom(days: number, count: number): number {
  const start = new Date(Date.now() + days * DAY_MS);
  const then = new Date(start);
  then.setUTCDate(1);
  then.setUTCMonth(then.getUTCMonth() + count);
  const last = new Date(Date.UTC(then.getUTCFullYear(), then.getUTCMonth() + 1, 0)).getUTCDate();
  then.setUTCDate(Math.min(start.getUTCDate(), last));
  return Math.round((then.getTime() - start.getTime()) / DAY_MS);
}

/** So many months from now, in days. */
export const months = (count: number): number => monthsFrom(0, count);

/** What is granted of a month of business when that many days of it are over. */
export const upgradedAfter = (days: number): number =>
  Math.ceil((5000 * (months(1) - days)) / months(1));

const plus = (until: number): LifeOutcome['time'] => [['plus', 0, until]];
const first = { wallet_plan: 1100 };
const nothing: LifeOutcome = { time: [], balances: { wallet_plan: 100 } };

/** By the name of the life. A month of plus is 1000 credits, of business 5000. */
export const LIFE_OUTCOMES = {
  new: { time: plus(months(1)), balances: first },
  renewed: { time: plus(months(2)), balances: first },
  'failing, in grace': { time: plus(months(1) + 7), balances: first },
  'failed and recovered': { time: plus(months(2)), balances: first },
  'failed and given up': { time: plus(months(1)), balances: first },
  upgraded: {
    time: [
      ['plus', 0, 3],
      ['business', 3, months(1)],
    ],
    balances: { wallet_plan: 1100 + upgradedAfter(3) },
  },
  'downgraded at the end': {
    time: [
      ['business', 0, months(1)],
      ['plus', months(1), months(2)],
    ],
    balances: { wallet_plan: 5100 },
  },
  'cancelled at the end': { time: plus(months(1)), balances: first },
  'cancelled and resumed': { time: plus(months(2)), balances: first },
  refunded: nothing,
  'half of it refunded, in parts': { time: plus(months(1)), balances: { wallet_plan: 600 } },
  'disputed and lost': nothing,
  'a pack, half of it refunded': {
    time: [],
    balances: { wallet_plan: 100, wallet_bought: 500 },
  },
  'a pack, disputed and lost': nothing,
} satisfies Record<string, LifeOutcome>;

/** Whole days: two lives are a moment apart, and days differ by summer time nowhere. */
export function rounded(outcome: Outcome): Outcome {
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
