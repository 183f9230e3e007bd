// voice: talks over the functions and the Data API, with the stand-in of OpenAI.
import { describe, expect, it } from 'vitest';
import { waitUntil } from '../../local/wait-until.ts';
import { post, readAnswer } from '../support/chat.ts';
import { ledgerViolations } from '../support/ledger-invariants.ts';
import { readUsage } from '../support/usage.ts';
import { callStates, makeSpeaker, OFFER, pass, sweepTalks } from '../support/voice.ts';
import { SOON, voiceStack } from '../support/voice-stack.ts';

interface Given {
  features?: string[];
  credits?: number;
}

const { own, talker, start, started, rpc, creditsOf, askedOfOpenai, goOn } = voiceStack();

describe('a talk', () => {
  it('is opened with an answer, its first minute held, and settled when it stops', async () => {
    const anna = await talker();
    const { receipt, sdp } = await started(anna);
    expect(sdp).toMatch(/^v=0\r\n(.*\r\n)*m=audio /);
    expect(receipt).toMatchObject({
      state: 'running',
      held_seconds: 60,
      held_credits: 150,
      charged_credits: 0,
      available_credits: 850,
      seconds: null,
    });
    expect(await creditsOf(anna)).toEqual({ left: 1000, held: 150 });

    await pass(own.pool, receipt.session_id, 40);
    expect((await rpc(anna, 'renew_voice', receipt.session_id)).receipt).toMatchObject({
      held_seconds: 120,
      held_credits: 300,
    });
    const { receipt: ended } = await rpc(anna, 'end_voice', receipt.session_id);
    expect(ended).toMatchObject({
      state: 'complete',
      finish_reason: 'stopped',
      charged_credits: 150,
      refunded_credits: 150,
    });
    expect(ended.seconds).toBeGreaterThanOrEqual(40);
    expect(await creditsOf(anna)).toEqual({ left: 850, held: 0 });
    const [usage] = (await readUsage(own.pool, anna.id)).slice(-1);
    expect(usage).toMatchObject({
      operation_key: `voice:${receipt.session_id}`,
      units: ended.seconds,
      credits: 150,
      // Ten tokens heard at 32 and twenty spoken at 64 dollars a million.
      cost_micros: (ended.seconds ?? 0) * 1600,
      outcome: 'complete',
    });
    const { data } = await anna.client.from('voice_sessions').select().single();
    expect(data).toMatchObject({ id: receipt.session_id, charged_credits: 150 });
    expect(JSON.stringify(data)).not.toContain('rtc_');
    expect(await ledgerViolations(own.pool, [anna.id])).toEqual([]);
  });

  it('has voice, model and prompt of its character, and what was written last', async () => {
    const word = crypto.randomUUID();
    const character = await makeSpeaker(own.pool, { voice: 'coral', prompt: `You are ${word}.` });
    const ben = await talker();
    const chat = crypto.randomUUID();
    const message = { chat, character, text: 'My dog is Rex' };
    expect((await readAnswer(await post(ben, message, own.stack.apiUrl))).status).toBe(200);
    await started(ben, { chat, character });
    const [request] = await askedOfOpenai(word);
    if (!request) throw new Error('OpenAI was not asked.');
    expect(request.headers['openai-safety-identifier']).toMatch(/^[0-9a-f]{64}$/);
    expect(request.headers['openai-safety-identifier']).not.toContain(ben.id);
    expect(request.sdp).toBe(OFFER);
    const { instructions, ...session } = request.session;
    expect(session).toEqual({
      type: 'realtime',
      model: 'gpt-realtime-2',
      audio: { output: { voice: 'coral' } },
    });
    expect(instructions).toContain('They: My dog is Rex');
  });

  it('asked for five times at once is one talk, one hold and one call that goes on', async () => {
    const anna = await talker();
    const word = crypto.randomUUID();
    const character = await makeSpeaker(own.pool, { prompt: `You are ${word}.` });
    const asked = { chat: crypto.randomUUID(), id: 'once', character };
    const answers = await Promise.all(Array.from({ length: 5 }, () => start(anna, asked)));
    const codes = answers.map(({ status, body }) => body.error?.code ?? status);
    expect(codes).toContain(200);
    expect(codes.filter((code) => code !== 200 && code !== 'voice_replaced')).toEqual([]);
    const receipts = answers.map(({ body }) => body.receipt ?? body.error.details.receipt);
    expect(new Set(receipts.map(({ session_id }) => session_id)).size).toBe(1);
    expect(await creditsOf(anna)).toEqual({ left: 1000, held: 150 });
    const id = receipts[0].session_id;
    await expect.poll(() => callStates(own.pool, id), SOON).toHaveLength(5);
    await expect
      .poll(() => goOn(word))
      .toSatisfy((calls: boolean[]) => {
        return calls.length === 5 && calls.filter((isOpen) => isOpen).length === 1;
      });
    const ends = await Promise.all(Array.from({ length: 5 }, () => rpc(anna, 'end_voice', id)));
    expect(new Set(ends.map(({ receipt }) => JSON.stringify(receipt))).size).toBe(1);
    expect(await creditsOf(anna)).toEqual({ left: 850, held: 0 });
    const again = await start(anna, asked);
    expect([again.status, again.body.error.code]).toEqual([409, 'voice_ended']);
    expect(again.body.error.details.receipt).toMatchObject({ charged_credits: 150 });
  });

  it('that nobody renews ends by itself: all that was held is charged', async () => {
    const anna = await talker();
    const { receipt } = await started(anna);
    await pass(own.pool, receipt.session_id, 200);
    const late = await rpc(anna, 'renew_voice', receipt.session_id);
    expect(late.error).toMatchObject({ code: 'PT409', message: 'voice_ended' });
    await sweepTalks(own.pool);
    const { receipt: ended } = await rpc(anna, 'end_voice', receipt.session_id);
    expect(ended).toMatchObject({
      state: 'complete',
      finish_reason: 'expired',
      seconds: 60,
      charged_credits: 150,
    });
  });

  it('goes on to its held end when there is nothing left for more', async () => {
    const anna = await talker(200);
    const { receipt } = await started(anna);
    await pass(own.pool, receipt.session_id, 35);
    const { error } = await rpc(anna, 'renew_voice', receipt.session_id);
    expect(error).toMatchObject({ code: 'PT402', message: 'insufficient_credits' });
    expect(JSON.parse(error?.details ?? 'null')).toEqual({ available: 50, needed: 150 });
    const { receipt: ended } = await rpc(anna, 'end_voice', receipt.session_id);
    expect(ended).toMatchObject({ charged_credits: 150, available_credits: 50 });
  });

  it('is one at a time, and over time makes room for the next', async () => {
    const anna = await talker();
    const { receipt } = await started(anna);
    const other = await start(anna);
    expect([other.status, other.body.error.code]).toEqual([409, 'voice_running']);
    expect(other.body.error.details).toEqual({ session_id: receipt.session_id });
    await pass(own.pool, receipt.session_id, 61);
    expect((await started(anna)).receipt.session_id).not.toBe(receipt.session_id);
    expect(await creditsOf(anna)).toEqual({ left: 850, held: 150 });
  });

  it('is told to the other devices of the person', async () => {
    const anna = await talker();
    const events: { state: string; charged_credits: number }[] = [];
    const channel = anna.client.channel(`user:${anna.id}`, { config: { private: true } });
    channel.on('broadcast', { event: 'voice' }, ({ payload }) => events.push(payload as never));
    await anna.client.realtime.setAuth(anna.token);
    await new Promise((resolve) =>
      channel.subscribe((status) => status === 'SUBSCRIBED' && resolve(status)),
    );
    const { receipt } = await started(anna);
    await rpc(anna, 'end_voice', receipt.session_id);
    await waitUntil('both events', () => events.length >= 2);
    expect(events).toMatchObject([
      { session_id: receipt.session_id, state: 'running', charged_credits: 0 },
      { session_id: receipt.session_id, state: 'complete', charged_credits: 150 },
    ]);
    await anna.client.removeAllChannels();
    anna.client.realtime.disconnect();
  });
});

describe('a conversation of several people', () => {
  it('has talks of each, who pays for them, until they are no part of it any more', async () => {
    const [anna, ben] = [await talker(), await talker()];
    const { receipt } = await started(anna);
    const chat = receipt.conversation_id ?? '';
    await rpc(anna, 'end_voice', receipt.session_id);
    await own.pool.query(`update public.profiles set display_name = 'Anna' where id = $1`, [
      anna.id,
    ]);
    const invited = await anna.client.rpc('invite', { p_conversation_id: chat }).throwOnError();
    const { code } = invited.data as { code: string };
    await ben.client.rpc('accept_invitation', { p_code: code }).throwOnError();
    const word = crypto.randomUUID();
    await readAnswer(await post(anna, { chat, text: `Remember ${word}` }, own.stack.apiUrl));

    const asked = await own.call(ben, 'POST', `chat/${chat}/voice`, { id: 'mine', sdp: OFFER });
    expect(asked.body.receipt).toMatchObject({ state: 'running', conversation_id: chat });
    const [request] = await askedOfOpenai(word);
    expect(request?.session.instructions).toContain(`Anna: Remember ${word}`);
    expect(await creditsOf(ben)).toEqual({ left: 1000, held: 150 });

    const { session_id } = asked.body.receipt;
    await ben.client.rpc('leave_conversation', { p_id: chat }).throwOnError();
    await pass(own.pool, session_id, 40);
    const { error } = await rpc(ben, 'renew_voice', session_id);
    expect(error).toMatchObject({ code: 'PT404', message: 'conversation_not_found' });
    expect((await rpc(ben, 'end_voice', session_id)).receipt.charged_credits).toBe(150);
  });

  it('has none of who only reads', async () => {
    const [anna, ben] = [await talker(), await talker()];
    const { receipt } = await started(anna);
    await own.pool.query(
      `insert into public.participants (conversation_id, user_id, role) values ($1, $2, 'reader')`,
      [receipt.conversation_id, ben.id],
    );
    const address = `chat/${receipt.conversation_id}/voice`;
    const answer = await own.call(ben, 'POST', address, { id: 'mine', sdp: OFFER });
    expect(answer.status).toBe(403);
    expect(await creditsOf(ben)).toEqual({ left: 1000, held: 0 });
  });
});

describe('who may not talk', () => {
  it('an anonymous caller', async () => {
    const { status, body } = await start(undefined);
    expect([status, body.error.code]).toEqual([401, 'unauthenticated']);
  });

  it('a stranger finds neither the conversation nor the talk', async () => {
    const [anna, eve] = [await talker(), await talker()];
    const { receipt } = await started(anna);
    const asked = { id: 'one', sdp: OFFER };
    const address = `chat/${receipt.conversation_id}/voice`;
    const answer = await own.call(eve, 'POST', address, asked);
    expect([answer.status, answer.body.error.code]).toEqual([404, 'conversation_not_found']);
    for (const name of ['renew_voice', 'end_voice'] as const)
      expect((await rpc(eve, name, receipt.session_id)).error).toMatchObject({
        code: 'PT404',
        message: 'voice_not_found',
      });
    expect((await eve.client.from('voice_sessions').select()).data).toEqual([]);
    expect(await creditsOf(anna)).toEqual({ left: 1000, held: 150 });
  });

  it.each([
    ['a plan without voice', { features: [] }, 403, 'feature_not_in_plan'],
    ['too few credits', { credits: 149 }, 402, 'insufficient_credits'],
  ])('somebody with %s', async (_, { features, credits }: Given, status, code) => {
    const anna = await talker(credits, features);
    const answer = await start(anna);
    expect([answer.status, answer.body.error.code]).toEqual([status, code]);
    expect(await creditsOf(anna)).toMatchObject({ held: 0 });
  });

  it('somebody who chose a character without a voice', async () => {
    const character = await makeSpeaker(own.pool, { voice: null });
    const { status, body } = await start(await talker(), { character });
    expect([status, body.error.code]).toEqual([409, 'character_has_no_voice']);
  });

  it('anybody, where nothing may pass that is not checked', async () => {
    const anna = await talker();
    await own.pool.query(`update private.moderation_rules set on_failure = 'closed' where id`);
    const { status, body } = await start(anna);
    await own.pool.query(`update private.moderation_rules set on_failure = 'open' where id`);
    expect([status, body.error.code]).toEqual([503, 'moderation_unavailable']);
    expect(await creditsOf(anna)).toEqual({ left: 1000, held: 0 });
  });

  it('somebody suspended: no more is held, but the talk can be ended', async () => {
    const anna = await talker();
    const { receipt } = await started(anna);
    await pass(own.pool, receipt.session_id, 40);
    await own.pool.query(`update public.profiles set status = 'suspended' where id = $1`, [
      anna.id,
    ]);
    const { error } = await rpc(anna, 'renew_voice', receipt.session_id);
    expect(error).toMatchObject({ code: 'PT403', message: 'account_suspended' });
    expect((await rpc(anna, 'end_voice', receipt.session_id)).receipt.charged_credits).toBe(150);
  });

  it('somebody whose request is not one', async () => {
    const anna = await talker();
    const sdp = OFFER;
    for (const body of [
      ...[{}, { id: 'x' }, { id: '', sdp }, { id: 'x'.repeat(65), sdp }],
      ...[
        { id: 'x', sdp, more: 1 },
        { id: 'x', sdp: 'hello' },
      ],
      { id: 'x', sdp: `v=0${'x'.repeat(100_000)}` },
    ])
      expect((await own.call(anna, 'POST', 'chat/c/voice', body)).status).toBe(400);
    expect((await own.call(anna, 'GET', 'chat/c/voice')).status).toBe(405);
  });
});
