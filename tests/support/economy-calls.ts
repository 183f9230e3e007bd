// economy-calls: random calls of everything that gives, takes, counts or ends credits, plans and
// limits. People, messages and keys are numbers here.
import fc from 'fast-check';
import { EDITIONS, type Edition } from './economy-catalog.ts';
import { ofVerb } from './ledger-model.ts';

const STATES = ['complete', 'stopped', 'interrupted', 'failed'] as const;
const KINDS = ['text', 'audio', 'media'] as const;
const PLANS = ['plus', 'pro'] as const;
/** What the jobs of every minute run. */
export const JOBS = [
  'sweep_holds',
  'sweep_actions',
  'renew_wallets',
  'sum_usage',
  'prune_limits',
] as const;

interface Keyed {
  person: number;
  key: number;
}

export type EconomyCall =
  | (Keyed & { verb: 'begin turn'; kind: (typeof KINDS)[number]; ip: number; said: number })
  | (Keyed & { verb: 'checkpoint'; isStale: boolean; text: number })
  | (Keyed & {
      verb: 'settle turn';
      isStale: boolean;
      state: (typeof STATES)[number];
      text: number;
      tokens: number | null;
    })
  | (Keyed & { verb: 'begin action'; ip: number; said: number })
  | (Keyed & { verb: 'begin completion'; isByKey: boolean; ip: number; said: number })
  | (Keyed & { verb: 'checkpoint action'; text: number })
  | (Keyed & {
      verb: 'settle action';
      isDone: boolean;
      units: number;
      tokens: number | null;
      /** Of what streams, how long what was delivered is. */
      text: number | null;
    })
  | { verb: 'check'; person: number; amount: number; ip: number }
  | { verb: 'look'; person: number }
  | (Keyed & { verb: 'grant'; amount: number })
  | (Keyed & { verb: 'gift'; amount: number; seconds: number })
  | (Keyed & { verb: 'hold'; amount: number })
  | (Keyed & { verb: 'settle'; amount: number })
  | (Keyed & { verb: 'void' })
  | (Keyed & { verb: 'refund'; nth: number; amount: number })
  | (Keyed & {
      verb: 'subscribe';
      source: 'subscription' | 'admin';
      plan: (typeof PLANS)[number];
      startsIn: number;
      lasts: number | null;
    })
  | (Keyed & { verb: 'pass' })
  | { verb: 'trial'; person: number }
  | (Keyed & {
      verb: 'replace';
      nth: number;
      plan: (typeof PLANS)[number];
      isAtEnd: boolean;
    })
  | { verb: 'revoke'; person: number; nth: number }
  | { verb: 'renew'; person: number }
  | { verb: 'holds pass'; person: number }
  | { verb: 'credits pass'; person: number }
  | { verb: 'plans pass'; person: number }
  | { verb: 'job'; job: (typeof JOBS)[number] }
  | { verb: 'catalog'; edition: Edition }
  | { verb: 'lift'; ip: number }
  | { verb: 'leave'; person: number }
  | { verb: 'return'; person: number };

export type Verb = EconomyCall['verb'];

/** Few of everything, so that calls meet. */
export function economyCalls(people: number, keys: number): fc.Arbitrary<EconomyCall> {
  const person = fc.nat(people - 1);
  const keyed = { person, key: fc.nat(keys - 1) };
  return fc.oneof(...worked(keyed), ...paid(keyed), ...planned(keyed), ...passed(person));
}

type Weighted = { weight: number; arbitrary: fc.Arbitrary<EconomyCall> };
type KeyedArbitrary = { person: fc.Arbitrary<number>; key: fc.Arbitrary<number> };

const ip = fc.nat(2);
const nth = fc.nat(3);

/** Turns, actions and what is only counted. */
function worked(keyed: KeyedArbitrary): Weighted[] {
  const { person } = keyed;
  const isStale = fc.constantFrom(false, false, false, true);
  const text = fc.constantFrom(0, 1, 40, 400);
  const tokens = fc.option(fc.nat(900), { nil: null });
  // A key keeps what was said by it but for a few: those are conflicts.
  const said = fc.constantFrom(0, 0, 0, 0, 0, 0, 0, 1);
  const turn = { ...keyed, kind: fc.constantFrom(...KINDS), ip, said };
  const answer = { ...keyed, isStale, state: fc.constantFrom(...STATES), text, tokens };
  const amount = fc.integer({ min: 1, max: 3 });
  const completion = { ...keyed, isByKey: fc.boolean(), ip, said };
  const delivered = fc.option(text, { nil: null });
  const done = { ...keyed, isDone: fc.boolean(), units: fc.nat(4), tokens, text: delivered };
  return [
    { weight: 160, arbitrary: ofVerb('begin turn', turn) },
    { weight: 30, arbitrary: ofVerb('checkpoint', { ...keyed, isStale, text }) },
    { weight: 120, arbitrary: ofVerb('settle turn', answer) },
    { weight: 80, arbitrary: ofVerb('begin action', { ...keyed, ip, said }) },
    { weight: 50, arbitrary: ofVerb('begin completion', completion) },
    { weight: 20, arbitrary: ofVerb('checkpoint action', { ...keyed, text }) },
    { weight: 90, arbitrary: ofVerb('settle action', done) },
    { weight: 20, arbitrary: ofVerb('check', { person, ip, amount }) },
    { weight: 10, arbitrary: ofVerb('look', { person }) },
  ];
}

/** Credits by themselves. */
function paid(keyed: KeyedArbitrary): Weighted[] {
  const amount = fc.integer({ min: 1, max: 12 });
  const seconds = fc.constantFrom(-1, 1, 3600);
  return [
    { weight: 30, arbitrary: ofVerb('grant', { ...keyed, amount }) },
    { weight: 20, arbitrary: ofVerb('gift', { ...keyed, amount, seconds }) },
    { weight: 30, arbitrary: ofVerb('hold', { ...keyed, amount }) },
    { weight: 20, arbitrary: ofVerb('settle', { ...keyed, amount }) },
    { weight: 10, arbitrary: ofVerb('void', keyed) },
    { weight: 30, arbitrary: ofVerb('refund', { ...keyed, nth, amount }) },
  ];
}

/** Plans that are given, changed and taken. */
function planned(keyed: KeyedArbitrary): Weighted[] {
  const { person } = keyed;
  const plan = fc.constantFrom(...PLANS);
  const subscription = {
    ...keyed,
    plan,
    source: fc.constantFrom('subscription' as const, 'admin' as const),
    startsIn: fc.constantFrom(-40, 0, 0, 0, 2),
    lasts: fc.constantFrom(null, 31, 60),
  };
  return [
    { weight: 30, arbitrary: ofVerb('subscribe', subscription) },
    { weight: 10, arbitrary: ofVerb('pass', keyed) },
    { weight: 10, arbitrary: ofVerb('trial', { person }) },
    { weight: 25, arbitrary: ofVerb('replace', { ...keyed, nth, plan, isAtEnd: fc.boolean() }) },
    { weight: 15, arbitrary: ofVerb('revoke', { person, nth }) },
    { weight: 10, arbitrary: ofVerb('renew', { person }) },
  ];
}

/** Time, jobs, operators, and accounts that end. */
function passed(person: fc.Arbitrary<number>): Weighted[] {
  return [
    { weight: 25, arbitrary: ofVerb('holds pass', { person }) },
    { weight: 15, arbitrary: ofVerb('credits pass', { person }) },
    { weight: 15, arbitrary: ofVerb('plans pass', { person }) },
    { weight: 60, arbitrary: ofVerb('job', { job: fc.constantFrom(...JOBS) }) },
    { weight: 5, arbitrary: ofVerb('catalog', { edition: fc.constantFrom(...EDITIONS) }) },
    { weight: 4, arbitrary: ofVerb('lift', { ip }) },
    { weight: 5, arbitrary: ofVerb('leave', { person }) },
    { weight: 10, arbitrary: ofVerb('return', { person }) },
  ];
}
