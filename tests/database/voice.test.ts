// voice: talks by SQL: what a minute costs, what is counted, and who comes first.
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { offerAction } from '../support/action.ts';
import { ledgerViolations } from '../support/ledger-invariants.ts';
import { setCreditTerms } from '../support/metered.ts';
import { ownDatabase } from '../support/own-database.ts';
import { type Act, ORDERS, race } from '../support/race.ts';
import { type Call, makePerson, overSql, refusalOf, sweep } from '../support/turn.ts';
import { readUsage } from '../support/usage.ts';
import {
  beginTalk,
  callTalk,
  letTalk,
  MINUTE,
  makeSpeaker,
  makeTalker,
  openTalk,
  pass,
  sweepTalks,
  type TalkVerb,
  type VoiceReceipt,
} from '../support/voice.ts';
import { readLeft } from '../support/wallet.ts';

const database = ownDatabase({ connections: 8 });
let call: Call;
let character: string;

beforeAll(async () => {
  call = overSql(database.service);
  character = await makeSpeaker(database.pool);
});
afterEach(async () => {
  expect(await ledgerViolations(database.pool)).toEqual([]);
  expect(database.warnings).toEqual([]);
  await offerAction(database.pool, 'voice', MINUTE);
});
beforeAll(() => offerAction(database.pool, 'voice', MINUTE));

const verb = (user: string, name: TalkVerb, session: string) =>
  callTalk(database.pool, user, name, session);
async function talk(user: string): Promise<string> {
  const { session_id } = await beginTalk(call, { user, character });
  await openTalk(call, session_id);
  return session_id;
}
/** Talks for so many seconds, renewed whenever half a minute is left. */
async function talkFor(user: string, seconds: number): Promise<VoiceReceipt> {
  const session = await talk(user);
  let left = seconds;
  for (;;) {
    const { seconds_left } = await verb(user, 'renew_voice', session);
    const step = Math.min(left, Math.max(1, (seconds_left ?? 0) - 25));
    await pass(database.pool, session, step);
    left -= step;
    if (left === 0) return verb(user, 'end_voice', session);
  }
}
const leftOf = (user: string) => readLeft(database.pool, user);

describe('what a talk costs', () => {
  it.each([
    [{ credits: 150, per: 60 }, 50, 150],
    [{ credits: 150, per: 60 }, 119, 300],
    [{ credits: 7, per: 1 }, 100, 707],
    [{ credits: 10, per: 45 }, 100, 30],
    [{ credits: 90, per: 3600 }, 100, 90],
    [{ credits: 0, per: 60 }, 100, 0],
  ])('is %j for each so many seconds begun: %i s are %i', async (price, seconds, credits) => {
    await offerAction(database.pool, 'voice', price);
    const user = await makeTalker(database.pool, 2000);
    const receipt = await talkFor(user, seconds);
    expect(receipt).toMatchObject({ state: 'complete', charged_credits: credits });
    expect(receipt.seconds).toBe(seconds + 1); // What the test itself takes begins a second.
    expect(await leftOf(user)).toEqual({ left: 2000 - credits, held: 0 });
  });

  it('metered is what its seconds cost, with the markup', async () => {
    await offerAction(database.pool, 'voice', 'metered');
    await setCreditTerms(database.pool, { creditValueMicros: 1000, markupPercent: 50 });
    const user = await makeTalker(database.pool, 2000);
    const { session_id } = await beginTalk(call, { user, character });
    expect((await openTalk(call, session_id)).receipt).toMatchObject({ held_credits: 144 });
    await pass(database.pool, session_id, 9);
    expect(await verb(user, 'end_voice', session_id)).toMatchObject({
      seconds: 10,
      charged_credits: 24,
    });
    const [usage] = (await readUsage(database.pool, user)).slice(-1);
    expect(usage).toMatchObject({ units: 10, credits: 24, cost_micros: 16_000 });
  });

  it('stays what it was when the catalog changes meanwhile', async () => {
    const user = await makeTalker(database.pool, 2000);
    const session = await talk(user);
    await offerAction(database.pool, 'voice', { credits: 999, per: 60 });
    await pass(database.pool, session, 50);
    expect(await verb(user, 'renew_voice', session)).toMatchObject({ held_credits: 300 });
    expect(await verb(user, 'end_voice', session)).toMatchObject({ charged_credits: 150 });
  });
});

describe('minutes of a plan', () => {
  it('are counted as they are held, and given back as far as they were not begun', async () => {
    const user = await makePerson(database.pool, 2000);
    const plan = await letTalk(database.pool, user);
    await database.pool.query(
      `insert into public.plan_limits (plan, meter, scope, window_kind, allowance)
       values ($1, 'voice_minutes', 'user', 'month', 2)`,
      [plan],
    );
    const used = async () =>
      (
        await database.pool.query(
          `select used from private.allowance_count where user_id = $1 and meter = 'voice_minutes'`,
          [user],
        )
      ).rows[0].used;
    const session = await talk(user);
    expect(await used()).toBe(1);
    await pass(database.pool, session, 31);
    await verb(user, 'renew_voice', session);
    expect(await used()).toBe(2);
    await pass(database.pool, session, 60);
    expect(await refusalOf(verb(user, 'renew_voice', session))).toMatchObject({
      code: 'PT429',
      message: 'quota_exceeded',
    });
    await verb(user, 'end_voice', session);
    expect(await used()).toBe(2);

    await database.pool.query(
      `update public.plan_limits set allowance = 4 where plan = $1 and meter = 'voice_minutes'`,
      [plan],
    );
    const next = await talk(user);
    await pass(database.pool, next, 35);
    await verb(user, 'renew_voice', next);
    expect(await used()).toBe(4);
    await verb(user, 'end_voice', next);
    expect(await used()).toBe(3);
    const { session_id } = await beginTalk(call, { user, character });
    expect(await used()).toBe(4);
    await call('fail_voice', { p_session_id: session_id, p_error_code: 'provider_unavailable' });
    expect(await used()).toBe(3);
  });

  it('end with the plan: a renewal is refused', async () => {
    const user = await makeTalker(database.pool, 2000);
    const session = await talk(user);
    await database.pool.query(
      `select private.revoke_membership(id) from public.memberships where user_id = $1`,
      [user],
    );
    await pass(database.pool, session, 40);
    expect(await refusalOf(verb(user, 'renew_voice', session))).toMatchObject({
      code: 'PT403',
      message: 'feature_not_in_plan',
    });
  });
});

describe('at the same moment', () => {
  const openSession = async (user: string) => {
    const session = await talk(user);
    await pass(database.pool, session, 40);
    return session;
  };
  const as =
    (user: string, name: string, session: string): Act['run'] =>
    async (client) => {
      await client.query(`select set_config('request.jwt.claims', $1, true)`, [
        JSON.stringify({ sub: user, role: 'authenticated' }),
      ]);
      return (await client.query(`select public.${name}($1) as receipt`, [session])).rows[0]
        .receipt;
    };

  it.each(ORDERS)('two starts with two ids are one talk: %s', async (_, order) => {
    const user = await makeTalker(database.pool, 2000);
    const start: Act['run'] = (client) => beginTalk(overSql(client), { user, character });
    const outcomes = await race(database.pool, [{ run: start }, { run: start }], order);
    expect(outcomes.map(({ code }) => code).sort()).toEqual(['PT409', undefined]);
    expect(await leftOf(user)).toEqual({ left: 2000, held: 150 });
  });

  it.each(ORDERS)('two starts with one id are one talk: %s', async (_, order) => {
    const user = await makeTalker(database.pool, 2000);
    const asked = { user, character, chat: 'c', key: 'k' };
    const start: Act['run'] = (client) => beginTalk(overSql(client), asked);
    const outcomes = await race(database.pool, [{ run: start }, { run: start }], order);
    const talks = outcomes.map(({ value }) => value as { session_id: string; is_repeat: boolean });
    expect(new Set(talks.map(({ session_id }) => session_id)).size).toBe(1);
    expect(talks.map(({ is_repeat }) => is_repeat).sort()).toEqual([false, true]);
    expect(await leftOf(user)).toEqual({ left: 2000, held: 150 });
  });

  it.each(ORDERS)('two renewals hold one minute: %s', async (_, order) => {
    const user = await makeTalker(database.pool, 2000);
    const session = await openSession(user);
    const renew = { run: as(user, 'renew_voice', session) };
    await race(database.pool, [renew, renew], order);
    expect(await leftOf(user)).toEqual({ left: 2000, held: 300 });
  });

  it.each(ORDERS)('an end and a renewal: nothing stays held: %s', async (_, order) => {
    const user = await makeTalker(database.pool, 2000);
    const session = await openSession(user);
    const acts: [Act, Act] = [
      { run: as(user, 'end_voice', session) },
      { run: as(user, 'renew_voice', session) },
    ];
    await race(database.pool, acts, order);
    expect(await leftOf(user)).toEqual({ left: 1850, held: 0 });
  });

  it.each(ORDERS)('an end and the sweep end it once: %s', async (_, order) => {
    const user = await makeTalker(database.pool, 2000);
    const session = await openSession(user);
    await pass(database.pool, session, 40);
    await race(
      database.pool,
      [{ run: as(user, 'end_voice', session) }, { run: sweepTalks }],
      order,
    );
    expect(await leftOf(user)).toEqual({ left: 1850, held: 0 });
    const usage = await readUsage(database.pool, user);
    expect(usage.filter(({ units }) => units === 60)).toHaveLength(1);
  });

  it.each(ORDERS)('an account is deleted, and nothing stays held: %s', async (_, order) => {
    const user = await makeTalker(database.pool, 2000);
    const session = await openSession(user);
    await race(
      database.pool,
      [
        { run: as(user, 'renew_voice', session) },
        { run: (client) => client.query('delete from auth.users where id = $1', [user]) },
      ],
      order,
    );
    await database.pool.query(
      `update private.ledger_hold set expires_at = now() where owner_id = $1 and state = 'held'`,
      [user],
    );
    await sweep(database.pool);
    expect((await leftOf(user)).held).toBe(0);
  });
});

it('the sweep of holds leaves those of talks alone', async () => {
  const user = await makeTalker(database.pool, 2000);
  await talk(user);
  await database.pool.query(
    `update private.ledger_hold set expires_at = now() - interval '1 second' where owner_id = $1`,
    [user],
  );
  expect(await sweep(database.pool)).toBe(0);
  expect(await leftOf(user)).toEqual({ left: 2000, held: 150 });
});
