// voice-calls: talks by SQL and their calls at OpenAI: which one is a talk's, what ends it, and
// that each end is asked for until it is sure.
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { offerAction } from '../support/action.ts';
import { ledgerViolations } from '../support/ledger-invariants.ts';
import { ownDatabase } from '../support/own-database.ts';
import { type Act, ORDERS, race } from '../support/race.ts';
import { type Call, overSql, refusalOf } from '../support/turn.ts';
import {
  beginTalk,
  callStates,
  callTalk,
  MINUTE,
  makeSpeaker,
  makeTalker,
  openTalk,
  pass,
  sweepTalks,
  type TalkVerb,
} from '../support/voice.ts';
import { readLeft } from '../support/wallet.ts';

const database = ownDatabase({ connections: 8 });
let call: Call;
let character: string;

beforeAll(async () => {
  call = overSql(database.service);
  character = await makeSpeaker(database.pool);
  await offerAction(database.pool, 'voice', MINUTE);
});
afterEach(async () => {
  expect(await ledgerViolations(database.pool)).toEqual([]);
  expect(database.warnings).toEqual([]);
  await offerAction(database.pool, 'voice', MINUTE);
});

const verb = (user: string, name: TalkVerb, session: string) =>
  callTalk(database.pool, user, name, session);
const leftOf = (user: string) => readLeft(database.pool, user);
/** A talk that runs, whose renewal is due. */
async function talk(user: string): Promise<string> {
  const { session_id } = await beginTalk(call, { user, character });
  await openTalk(call, session_id);
  await pass(database.pool, session_id, 40);
  return session_id;
}
const as =
  (user: string, name: string, session: string): Act['run'] =>
  async (client) => {
    await client.query(`select set_config('request.jwt.claims', $1, true)`, [
      JSON.stringify({ sub: user, role: 'authenticated' }),
    ]);
    return (await client.query(`select public.${name}($1) as receipt`, [session])).rows[0].receipt;
  };
const suspend =
  (user: string): Act['run'] =>
  (client) =>
    client.query(`update public.profiles set status = 'suspended' where id = $1`, [user]);

it('a twin that has its answer keeps the talk open when the other one gets none', async () => {
  const user = await makeTalker(database.pool, 2000);
  const { session_id } = await beginTalk(call, { user, character });
  await openTalk(call, session_id);
  const failed = { p_session_id: session_id, p_error_code: 'provider_unavailable', p_is_up: false };
  expect(await call('fail_voice', failed)).toMatchObject({ state: 'running' });
  expect((await openTalk(call, session_id, { nr: 2 })).receipt).toMatchObject({
    state: 'running',
    held_credits: 150,
  });
});

it('an answer that comes when the talk was given up opens nothing', async () => {
  const user = await makeTalker(database.pool, 2000);
  const { session_id } = await beginTalk(call, { user, character });
  await pass(database.pool, session_id, 100);
  expect(await sweepTalks(database.pool)).toBe(1);
  expect(await openTalk(call, session_id)).toMatchObject({
    refusal: 'voice_ended',
    receipt: { state: 'failed', error_code: 'worker_lost' },
  });
  expect(await callStates(database.pool, session_id)).toEqual(['ending']);
  expect(await leftOf(user)).toEqual({ left: 2000, held: 0 });
});

it('a talk is an hour at most', async () => {
  await offerAction(database.pool, 'voice', { credits: 1, per: 60 });
  const user = await makeTalker(database.pool, 2000);
  const session = await talk(user);
  for (let minute = 2; minute <= 60; minute++) {
    const receipt = await verb(user, 'renew_voice', session);
    expect(receipt.held_seconds).toBe(minute * 60);
    await pass(database.pool, session, 60);
  }
  expect(await refusalOf(verb(user, 'renew_voice', session))).toMatchObject({
    code: 'PT409',
    message: 'voice_too_long',
  });
  await pass(database.pool, session, 20);
  await sweepTalks(database.pool);
  expect(await verb(user, 'end_voice', session)).toMatchObject({
    finish_reason: 'expired',
    charged_credits: 60,
  });
});

it('where no worker is connected that could end it, no talk begins', async () => {
  const user = await makeTalker(database.pool, 2000);
  await database.pool.query('delete from vault.secrets');
  expect(await refusalOf(beginTalk(call, { user, character }))).toMatchObject({
    code: 'PT503',
    message: 'worker_not_configured',
  });
  expect(await leftOf(user)).toEqual({ left: 2000, held: 0 });
  await makeSpeaker(database.pool);
});

describe('of two offers of one talk', () => {
  const asked = async (user: string) => {
    const same = { user, character, chat: 'c', key: 'k' };
    const { session_id } = await beginTalk(call, same);
    expect(await beginTalk(call, same)).toMatchObject({ session_id, is_repeat: true, call_nr: 2 });
    return session_id;
  };

  it('the newer one connects, whichever OpenAI answers first', async () => {
    const session = await asked(await makeTalker(database.pool, 2000));
    expect(await openTalk(call, session, { nr: 2 })).toMatchObject({ refusal: null });
    expect(await openTalk(call, session, { nr: 1 })).toMatchObject({
      refusal: 'voice_replaced',
      receipt: { state: 'running' },
    });
    expect(await callStates(database.pool, session)).toEqual(['ending', 'open']);
  });

  it('the older one goes on until the newer one is answered', async () => {
    const session = await asked(await makeTalker(database.pool, 2000));
    await openTalk(call, session, { nr: 1 });
    expect(await callStates(database.pool, session)).toEqual(['open']);
    await openTalk(call, session, { nr: 2 });
    expect(await callStates(database.pool, session)).toEqual(['ending', 'open']);
  });

  it('each may be told twice', async () => {
    const session = await asked(await makeTalker(database.pool, 2000));
    const [old, young] = [
      { nr: 1, id: 'rtc_old' },
      { nr: 2, id: 'rtc_young' },
    ];
    for (const each of [old, old, young, young]) {
      expect((await openTalk(call, session, each)).refusal).toBeNull();
    }
    expect((await openTalk(call, session, old)).refusal).toBe('voice_replaced');
    expect(await callStates(database.pool, session)).toEqual(['ending', 'open']);
  });
});

describe('at the same moment', () => {
  it.each(ORDERS)('a suspension and an end: one charge, one hang-up: %s', async (_, order) => {
    const user = await makeTalker(database.pool, 2000);
    const session = await talk(user);
    const acts: [Act, Act] = [{ run: suspend(user) }, { run: as(user, 'end_voice', session) }];
    await race(database.pool, acts, order);
    await sweepTalks(database.pool);
    expect(await leftOf(user)).toEqual({ left: 1850, held: 0 });
    expect(await callStates(database.pool, session)).toEqual(['ending']);
  });

  it.each(ORDERS)('a suspension and a renewal: nothing goes on: %s', async (_, order) => {
    const user = await makeTalker(database.pool, 2000);
    const session = await talk(user);
    const acts: [Act, Act] = [{ run: as(user, 'renew_voice', session) }, { run: suspend(user) }];
    await race(database.pool, acts, order);
    await sweepTalks(database.pool);
    expect(await leftOf(user)).toEqual({ left: 1850, held: 0 });
    expect(await callStates(database.pool, session)).toEqual(['ending']);
  });

  it.each(ORDERS)('a suspension and an answer of OpenAI: nothing goes on: %s', async (_, order) => {
    const user = await makeTalker(database.pool, 2000);
    const { session_id } = await beginTalk(call, { user, character });
    const open: Act['run'] = (client) => openTalk(overSql(client), session_id);
    await race(database.pool, [{ run: open }, { run: suspend(user) }], order);
    await sweepTalks(database.pool);
    expect((await leftOf(user)).held).toBe(0);
    expect(await callStates(database.pool, session_id)).toEqual(['ending']);
  });

  it.each(ORDERS)('a removal and a renewal: nothing goes on: %s', async (_, order) => {
    const [anna, ben] = [await makeTalker(database.pool, 0), await makeTalker(database.pool, 2000)];
    const { rows } = await database.pool.query(
      `with made as (
         insert into public.conversations (user_id, character_id, client_id)
         select $1, id, 'shared' from public.characters where slug = $2
         returning id
       )
       insert into public.participants (conversation_id, user_id, role)
       select id, $3, 'member' from made returning conversation_id as id`,
      [anna, character, ben],
    );
    const { session_id } = await beginTalk(call, { user: ben, chat: rows[0].id });
    await openTalk(call, session_id);
    await pass(database.pool, session_id, 40);
    const remove: Act['run'] = async (client) => {
      await client.query(`select set_config('request.jwt.claims', $1, true)`, [
        JSON.stringify({ sub: anna, role: 'authenticated' }),
      ]);
      await client.query('select public.remove_participant($1, $2)', [rows[0].id, ben]);
    };
    await race(
      database.pool,
      [{ run: remove }, { run: as(ben, 'renew_voice', session_id) }],
      order,
    );
    await sweepTalks(database.pool);
    expect(await leftOf(ben)).toEqual({ left: 1850, held: 0 });
    expect(await callStates(database.pool, session_id)).toEqual(['ending']);
  });
});

describe('a hang-up in the queue', () => {
  interface Claimed {
    message_id: number;
    call_id: string;
  }
  const claim = async () =>
    (await database.service.query('select * from public.claim_hangups(20)')).rows as Claimed[];
  const queued = async (id: string) =>
    (
      await database.pool.query(
        `select round(extract(epoch from vt - now()))::int as seconds from pgmq.q_hangups
         where message ->> 'call_id' = $1`,
        [id],
      )
    ).rows.map(({ seconds }) => seconds);

  async function endedTalk(id: string): Promise<Claimed> {
    await database.pool.query(`select pgmq.purge_queue('hangups')`);
    await database.pool.query('delete from private.voice_call');
    const user = await makeTalker(database.pool, 2000);
    const { session_id } = await beginTalk(call, { user, character });
    await openTalk(call, session_id, { id });
    await verb(user, 'end_voice', session_id);
    const claims = (await Promise.all([claim(), claim(), claim()])).flat();
    expect(claims).toEqual([{ message_id: expect.any(Number), call_id: id }]);
    return claims[0] as Claimed;
  }
  const finish = ({ message_id, call_id }: Claimed, isKnown: boolean) =>
    call('finish_hangup', {
      ...{ p_message_id: message_id, p_call_id: call_id },
      p_is_known: isKnown,
    });

  it('is one worker\u2019s at a time, and gone when OpenAI has hung up', async () => {
    const claimed = await endedTalk('rtc_heard');
    expect(await queued('rtc_heard')).toEqual([20]);
    await finish(claimed, true);
    await finish(claimed, true);
    expect(await queued('rtc_heard')).toEqual([]);
  });

  it('of a call that OpenAI does not know stays until the call is a minute old', async () => {
    const claimed = await endedTalk('rtc_early');
    await finish(claimed, false);
    expect(await queued('rtc_early')).toEqual([5]);
    await database.pool.query(
      `update private.voice_call set opened_at = opened_at - interval '1 minute'`,
    );
    await finish(claimed, false);
    expect(await queued('rtc_early')).toEqual([]);
  });

  it('that failed comes back later and later, at most in a minute', async () => {
    const { message_id } = await endedTalk('rtc_refused');
    for (const [read_ct, seconds] of [
      [1, 2],
      [2, 4],
      [9, 60],
    ]) {
      await database.pool.query('update pgmq.q_hangups set read_ct = $1', [read_ct]);
      await call('postpone_hangup', { p_message_id: message_id });
      expect(await queued('rtc_refused')).toEqual([seconds]);
    }
  });
});
