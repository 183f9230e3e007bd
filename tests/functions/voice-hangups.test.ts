// voice-hangups: whatever ends a talk, its call at OpenAI is hung up, and that is asked for until
// OpenAI has said that it is over.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { STAND_IN_KEY } from '../../local/upstreams/stand-in-variables.ts';
import { ledgerViolations } from '../support/ledger-invariants.ts';
import type { Somebody } from '../support/own-stack.ts';
import { callStates, makeSpeaker, pass, sweepTalks } from '../support/voice.ts';
import { SOON, voiceStack } from '../support/voice-stack.ts';

const { own, talker, started, rpc, creditsOf, goOn, hurry } = voiceStack();

/** Somebody who talks, by a call that is known by its word; its faults are those of the prompt. */
async function talking({ credits = 1000, fault = '' } = {}) {
  const anna = await talker(credits);
  const word = crypto.randomUUID();
  const character = await makeSpeaker(own.pool, { prompt: `You are ${word}. ${fault}` });
  const asked = { chat: crypto.randomUUID(), id: 'one', character };
  const { receipt } = await started(anna, asked);
  expect(await goOn(word)).toEqual([true]);
  return { anna, word, asked, session: receipt.session_id, chat: receipt.conversation_id ?? '' };
}
const receiptOf = async (who: Somebody) =>
  (await who.client.from('voice_sessions').select().single().throwOnError()).data;
async function expectCut(who: Somebody, word: string, error_code: string) {
  await expect.poll(() => goOn(word), SOON).toEqual([false]);
  await sweepTalks(own.pool);
  expect(await receiptOf(who)).toMatchObject({
    ...{ state: 'complete', finish_reason: 'cut', error_code },
    ...{ seconds: 41, charged_credits: 150 },
  });
  expect(await creditsOf(who)).toEqual({ left: 850, held: 0 });
  expect(await ledgerViolations(own.pool, [who.id])).toEqual([]);
}

/** Somebody who has nothing to do with it, and an hour left. */
let witness: Awaited<ReturnType<typeof talking>>;
beforeAll(async () => {
  witness = await talking();
  await pass(own.pool, witness.session, -3600);
});
afterAll(async () => {
  expect(await goOn(witness.word)).toEqual([true]);
  expect(await creditsOf(witness.anna)).toEqual({ left: 1000, held: 150 });
});

describe('a call is hung up', () => {
  it('when the person stops, also twice at once', async () => {
    const { anna, word, session } = await talking();
    await Promise.all([rpc(anna, 'end_voice', session), rpc(anna, 'end_voice', session)]);
    await expect.poll(() => goOn(word), SOON).toEqual([false]);
    await expect.poll(() => callStates(own.pool, session), SOON).toEqual(['over']);
    expect(await creditsOf(anna)).toEqual({ left: 850, held: 0 });
  });

  it('when credits hold no further minute, as the last one ends', async () => {
    const { anna, word, session } = await talking({ credits: 200 });
    await pass(own.pool, session, 35);
    const { error } = await rpc(anna, 'renew_voice', session);
    expect(error).toMatchObject({ code: 'PT402' });
    expect(await goOn(word)).toEqual([true]);
    await pass(own.pool, session, 25);
    // By the job of every ten seconds.
    await expect.poll(() => goOn(word), SOON).toEqual([false]);
    expect(await receiptOf(anna)).toMatchObject({ finish_reason: 'expired', seconds: 60 });
    expect(await creditsOf(anna)).toEqual({ left: 50, held: 0 });
  });

  it('when the person is suspended, at once, and what was talked is charged', async () => {
    const { anna, word, session } = await talking();
    await pass(own.pool, session, 40);
    await own.pool.query(`update public.profiles set status = 'suspended' where id = $1`, [
      anna.id,
    ]);
    await expectCut(anna, word, 'account_suspended');
  });

  it('when the conversation is deleted, and nobody renews or connects it again', async () => {
    const { anna, word, session, chat } = await talking();
    await pass(own.pool, session, 40);
    await anna.client.rpc('delete_conversation', { p_id: chat }).throwOnError();
    expect((await rpc(anna, 'renew_voice', session)).error).toMatchObject({ code: 'PT404' });
    await expectCut(anna, word, 'conversation_not_found');
  });

  it('when the account is deleted, though the talk goes with it', async () => {
    const { anna, word } = await talking();
    await own.pool.query('delete from auth.users where id = $1', [anna.id]);
    await expect.poll(() => goOn(word), SOON).toEqual([false]);
  });

  it('when the person connects anew: one call goes on, for one minute held', async () => {
    const { anna, word, asked, session } = await talking();
    expect((await started(anna, asked)).receipt.session_id).toBe(session);
    await expect.poll(() => goOn(word), SOON).toEqual([false, true]);
    expect(await creditsOf(anna)).toEqual({ left: 1000, held: 150 });
    await rpc(anna, 'end_voice', session);
    await expect.poll(() => goOn(word), SOON).toEqual([false, false]);
    await expect.poll(() => callStates(own.pool, session), SOON).toEqual(['over', 'over']);
  });
});

describe('in a conversation of several people', () => {
  /** Ben talks in Anna's conversation. */
  async function benTalks() {
    const { anna, session, chat, asked } = await talking();
    await rpc(anna, 'end_voice', session);
    const ben = await talker();
    await own.pool.query(
      `insert into public.participants (conversation_id, user_id, role) values ($1, $2, 'member')`,
      [chat, ben.id],
    );
    const word = crypto.randomUUID();
    await own.pool.query(
      `update private.character_prompt set system_prompt = $2
       where character_id = (select id from public.characters where slug = $1)`,
      [asked.character, `You are ${word}.`],
    );
    const { receipt } = await started(ben, { chat, id: 'ben', character: asked.character });
    await pass(own.pool, receipt.session_id, 40);
    const who = { p_conversation_id: chat, p_user_id: ben.id };
    return { anna, ben, word, chat, who, session: receipt.session_id };
  }

  it('who is removed is cut off', async () => {
    const { anna, ben, word, who } = await benTalks();
    await anna.client.rpc('remove_participant', who).throwOnError();
    await expectCut(ben, word, 'conversation_not_found');
  });

  it('who leaves is cut off', async () => {
    const { ben, word, chat } = await benTalks();
    await ben.client.rpc('leave_conversation', { p_id: chat }).throwOnError();
    await expectCut(ben, word, 'conversation_not_found');
  });

  it('who may only read from now on is cut off', async () => {
    const { anna, ben, word, who } = await benTalks();
    await anna.client.rpc('change_role', { ...who, p_role: 'reader' }).throwOnError();
    await expectCut(ben, word, 'role_required');
  });

  it('who becomes its owner talks on', async () => {
    const { anna, ben, word, chat, session } = await benTalks();
    const asked = { p_id: chat, p_user_id: ben.id };
    await anna.client.rpc('hand_over_conversation', asked).throwOnError();
    expect((await rpc(ben, 'renew_voice', session)).receipt).toMatchObject({ held_seconds: 120 });
    expect(await goOn(word)).toEqual([true]);
  });
});

describe('OpenAI', () => {
  it('that refuses to hang up is asked again, until the call is over', async () => {
    const fault = '[[hangup_status=503 hangup_times=2]]';
    const { anna, word, session } = await talking({ fault });
    await rpc(anna, 'end_voice', session);
    await expect
      .poll(async () => {
        await hurry();
        return callStates(own.pool, session);
      }, SOON)
      .toEqual(['over']);
    expect(await goOn(word)).toEqual([false]);
  });

  it('that knows no such call yet is asked again until a minute has passed', async () => {
    const { anna, session } = await talking();
    const { rows } = await own.pool.query(
      'select call_id from private.voice_call where session_id = $1',
      [session],
    );
    const hangup = `/v1/realtime/calls/${rows[0].call_id}/hangup`;
    const headers = { authorization: `Bearer ${STAND_IN_KEY}` };
    await fetch(new URL(hangup, own.stack.openaiUrl), { method: 'POST', headers });
    await rpc(anna, 'end_voice', session);
    const timesAsked = async () => {
      const { rows: asked } = await own.pool.query(
        `select read_ct from pgmq.q_hangups where message ->> 'call_id' = $1`,
        [rows[0].call_id],
      );
      return asked[0]?.read_ct;
    };
    await expect
      .poll(async () => {
        await hurry();
        return timesAsked();
      }, SOON)
      .toBeGreaterThan(2);
    expect(await callStates(own.pool, session)).toEqual(['ending']);
    await own.pool.query(
      `update private.voice_call set opened_at = opened_at - interval '1 minute'
       where session_id = $1`,
      [session],
    );
    await hurry();
    await expect.poll(() => callStates(own.pool, session), SOON).toEqual(['over']);
    expect(await timesAsked()).toBeUndefined();
  });

  it('that says nothing for two hours leaves the end unknown', async () => {
    const { anna, session } = await talking({ fault: '[[hangup_status=500]]' });
    await rpc(anna, 'end_voice', session);
    await own.pool.query(
      `update private.voice_call set ending_at = ending_at - interval '2 hours'
       where session_id = $1`,
      [session],
    );
    await hurry();
    await expect.poll(() => callStates(own.pool, session), SOON).toEqual(['unknown']);
  });

  it('that is asked by a worker that is killed meanwhile is asked by the next one', async () => {
    const gate = crypto.randomUUID();
    const { anna, word, session } = await talking({ fault: `[[hangup_gate=${gate}]]` });
    await rpc(anna, 'end_voice', session);
    const asked = async () =>
      (await (await fetch(new URL(`/__control/gates/${gate}`, own.stack.openaiUrl))).json())
        .arrived;
    await expect.poll(asked, SOON).toBe(1);
    await own.stack.functions.kill();
    await fetch(new URL(`/__control/gates/${gate}`, own.stack.openaiUrl), { method: 'POST' });
    expect(await callStates(own.pool, session)).toEqual(['ending']);
    await expect
      .poll(async () => {
        await hurry();
        return goOn(word);
      }, SOON)
      .toEqual([false]);
    await expect.poll(() => callStates(own.pool, session), SOON).toEqual(['over']);
  });
});
