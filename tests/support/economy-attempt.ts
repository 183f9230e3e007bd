// economy-attempt: one random call on a connection of its own, in a transaction that may stay open
// for a while or never be committed; and what it may fail with when others are at work.
import fc from 'fast-check';
import type pg from 'pg';
import { expect } from 'vitest';
import { BOOKS } from './economy-books.ts';
import { type EconomyCall, economyCalls, type Verb } from './economy-calls.ts';
import { CHECKED_METER } from './economy-catalog.ts';
import { PLANS } from './economy-plans.ts';
import { TIME } from './economy-time.ts';
import { WORK } from './economy-work.ts';
import type { EconomyWorld, Handlers } from './economy-world.ts';
import type { OwnDatabase } from './own-database.ts';
import type { LimitState } from './plan-walk.ts';

/** A call; slow ones commit in a round trip of their own, or never. */
export interface Try {
  call: EconomyCall;
  end: 'at once' | 'commit' | 'rollback';
}

/** Tries on few people and keys, so that they meet. */
export function tries(people: number, keys: number): fc.Arbitrary<Try> {
  return fc.record(
    {
      call: economyCalls(people, keys),
      end: fc.constantFrom('at once', 'at once', 'at once', 'commit', 'commit', 'rollback'),
    },
    { noNullPrototype: true },
  );
}

/** What a call may fail with; above all never a deadlock or a bare unique key. */
const REFUSALS: Record<Verb, string[]> = {
  'begin turn': ['PT402', 'PT403', 'PT409', 'PT429'],
  checkpoint: [],
  'settle turn': ['PT404'],
  'begin action': ['PT402', 'PT403', 'PT404', 'PT409', 'PT429'],
  'begin completion': ['PT401', 'PT402', 'PT403', 'PT404', 'PT409', 'PT429'],
  'checkpoint action': ['PT404'],
  'settle action': ['PT404'],
  check: ['PT429'],
  look: [],
  grant: ['PT409'],
  gift: ['PT409'],
  hold: ['PT402', 'PT409'],
  settle: ['PT404', '23514'],
  void: ['PT404'],
  refund: ['PT404', 'PT409'],
  // A second subscription at a time is refused by its exclusion constraint.
  subscribe: ['PT404', 'PT409', '23P01'],
  pass: ['PT409'],
  trial: ['PT404', 'PT409'],
  // What has ended cannot be changed: an illegal move, or an end before its start.
  replace: ['PT404', 'PT409', '23P01', '23514'],
  revoke: [],
  renew: [],
  'holds pass': [],
  'credits pass': [],
  'plans pass': [],
  job: [],
  // Somebody has a plan that the new catalog lacks.
  catalog: ['PT409'],
  lift: [],
  leave: [],
  return: [],
};

/** What it may fail with besides when the account was deleted meanwhile. */
const REFUSALS_OF_NOBODY: Partial<Record<Verb, string[]>> = {
  'begin turn': ['PT401'],
  'begin action': ['PT401'],
  check: ['PT401'],
  look: ['PT401'],
  subscribe: ['23503'],
  pass: ['23503'],
  trial: ['PT401'],
  replace: ['PT404', '23503'],
  revoke: ['PT404'],
};

const HANDLERS: Handlers<Verb> = { ...WORK, ...BOOKS, ...PLANS, ...TIME };

/** Makes a try; the SQLSTATE when it was refused, which it may be by one of its own alone. */
export async function attempt(
  { pool, service }: OwnDatabase,
  world: EconomyWorld,
  { call, end }: Try,
): Promise<string | undefined> {
  const person = 'person' in call ? call.person : undefined;
  if (call.verb === 'leave') world.left.add(call.person);
  const client = await (call.verb in WORK ? service : pool).connect();
  let isOpen = true;
  try {
    if (end !== 'at once') await client.query('begin');
    const user = world.people[person ?? 0] as string;
    const handle = HANDLERS[call.verb] as (acting: object, call: EconomyCall) => Promise<unknown>;
    const { code, why, value } = await outcome(handle({ db: client, world, user }, call));
    if (code) expect(allowed(world, call), `${why}\n${JSON.stringify(call)}`).toContain(code);
    if (end !== 'at once') {
      // Time for the others to come and wait.
      await new Promise(setImmediate);
      await client.query(end);
    }
    isOpen = false;
    if (call.verb === 'check' && !code && end !== 'rollback') {
      const isCounted = (value as LimitState[]).some(
        ({ meter, window }) => meter === CHECKED_METER && window === 'day',
      );
      world.checked[call.person] =
        (world.checked[call.person] ?? 0) + (isCounted ? call.amount : 0);
    }
    return code;
  } finally {
    client.release(isOpen);
  }
}

type Outcome = { value: unknown; code?: undefined; why?: undefined } | Refused;
interface Refused {
  value?: undefined;
  code: string;
  /** What Postgres says of it: who waited for whom, and where. */
  why: string;
}

async function outcome(doing: Promise<unknown>): Promise<Outcome> {
  try {
    return { value: await doing };
  } catch (error) {
    const { code, message, detail, where } = error as pg.DatabaseError;
    if (!code) throw error;
    return { code, why: [message, detail, where].filter(Boolean).join('\n') };
  }
}

function allowed(world: EconomyWorld, call: EconomyCall): string[] {
  const isNobody = 'person' in call && world.left.has(call.person);
  return [...REFUSALS[call.verb], ...((isNobody && REFUSALS_OF_NOBODY[call.verb]) || [])];
}
