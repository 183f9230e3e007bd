// voice-faults: talks that OpenAI does not connect, and workers that die over it.
import { describe, expect, it } from 'vitest';
import { waitUntil } from '../../local/wait-until.ts';
import { ledgerViolations } from '../support/ledger-invariants.ts';
import { callStates, makeSpeaker, OFFER, pass, sweepTalks } from '../support/voice.ts';
import { SOON, voiceStack } from '../support/voice-stack.ts';

const { own, talker, start, started, creditsOf, askedOfOpenai, goOn } = voiceStack();

describe('without an answer', () => {
  it.each([
    ['is down', '[[status=503]]', 503, 'provider_unavailable'],
    ['does not know our key', '[[status=401]]', 503, 'provider_unavailable'],
    ['refuses the request', '[[status=400]]', 400, 'refused_by_provider'],
    ['closes the connection', '[[drop]]', 503, 'provider_unavailable'],
    ['names no call', '[[garbage]]', 503, 'provider_unavailable'],
  ])(
    'when OpenAI %s, all is given back and the same id may try again',
    async (_, wish, status, code) => {
      const anna = await talker();
      const character = await makeSpeaker(own.pool, { prompt: `You are Testa. ${wish}` });
      const asked = { chat: crypto.randomUUID(), id: 'again', character };
      const answer = await start(anna, asked);
      expect([answer.status, answer.body.error.code]).toEqual([status, code]);
      expect(await creditsOf(anna)).toEqual({ left: 1000, held: 0 });
      const { data } = await anna.client.from('voice_sessions').select().single();
      expect(data).toMatchObject({ state: 'failed', error_code: code, charged_credits: 0 });

      await own.pool.query(
        `update private.character_prompt set system_prompt = 'You are Testa.'
      where character_id = (select id from public.characters where slug = $1)`,
        [character],
      );
      await own.pool.query('delete from private.provider_failure');
      expect((await started(anna, asked)).receipt.state).toBe('running');
      expect(await ledgerViolations(own.pool, [anna.id])).toEqual([]);
    },
  );

  it('because the caller left, nothing is charged', async () => {
    const anna = await talker();
    const gate = crypto.randomUUID();
    const character = await makeSpeaker(own.pool, { prompt: `You are Testa. [[gate=${gate}]]` });
    const abort = new AbortController();
    const asked = fetch(`${own.stack.apiUrl}/functions/v1/chat/${gate}/voice`, {
      method: 'POST',
      headers: { authorization: `Bearer ${anna.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ id: 'one', sdp: OFFER, character }),
      signal: abort.signal,
    });
    await waitUntil('OpenAI to be asked', async () => (await askedOfOpenai(gate)).length > 0);
    abort.abort();
    await expect(asked).rejects.toThrow();
    await waitUntil('the talk to be given up', async () => (await creditsOf(anna)).held === 0);
    const { data } = await anna.client.from('voice_sessions').select().single();
    expect(data).toMatchObject({ state: 'failed', error_code: 'caller_left' });
  });

  it('because the worker was killed when OpenAI had a call, all is given back', async () => {
    const anna = await talker();
    const gate = crypto.randomUUID();
    const character = await makeSpeaker(own.pool, { prompt: `You are Testa. [[gate=${gate}]]` });
    const asked = start(anna, { character, id: 'one' }).catch(() => undefined);
    await waitUntil('OpenAI to be asked', async () => (await askedOfOpenai(gate)).length > 0);
    await own.stack.functions.kill();
    await asked;
    expect(await creditsOf(anna)).toEqual({ left: 1000, held: 150 });
    const { data } = await anna.client.from('voice_sessions').select().single();
    await pass(own.pool, data?.id ?? '', 91);
    await sweepTalks(own.pool);
    expect(await creditsOf(anna)).toEqual({ left: 1000, held: 0 });
    // Its id and its answer were never told to anybody: no device can connect to it.
    expect(await goOn(gate)).toEqual([true]);
    expect(await callStates(own.pool, data?.id ?? 'none')).toEqual([]);
    expect(await ledgerViolations(own.pool)).toEqual([]);
  });
});

it('a repeat that gets no answer leaves the talk to whoever began it', async () => {
  const anna = await talker();
  const gate = crypto.randomUUID();
  const character = await makeSpeaker(own.pool, { prompt: `You are Testa. [[gate=${gate}]]` });
  const asked = { chat: crypto.randomUUID(), id: 'twin', character };
  const first = start(anna, asked);
  await waitUntil('OpenAI to be asked', async () => (await askedOfOpenai(gate)).length > 0);
  await own.pool.query(
    `update private.character_prompt set system_prompt = 'You are Testa. [[status=401]]'
     where character_id = (select id from public.characters where slug = $1)`,
    [character],
  );
  const second = await start(anna, asked);
  expect([second.status, second.body.error.code]).toEqual([503, 'provider_unavailable']);
  expect(await creditsOf(anna)).toEqual({ left: 1000, held: 150 });
  await fetch(new URL(`/__control/gates/${gate}`, own.stack.openaiUrl), { method: 'POST' });
  const { status, body } = await first;
  expect([status, body.receipt.state]).toEqual([200, 'running']);
});

it('an older offer that is answered later is hung up: the newest one connects', async () => {
  const anna = await talker();
  const gate = crypto.randomUUID();
  const character = await makeSpeaker(own.pool, { prompt: `You are Testa. [[gate=${gate}]]` });
  const asked = { chat: crypto.randomUUID(), id: 'twin', character };
  const first = start(anna, asked);
  await waitUntil('OpenAI to be asked', async () => (await askedOfOpenai(gate)).length > 0);
  const word = crypto.randomUUID();
  await own.pool.query(
    `update private.character_prompt set system_prompt = $2
     where character_id = (select id from public.characters where slug = $1)`,
    [character, `You are ${word}.`],
  );
  const { receipt } = await started(anna, asked);
  await fetch(new URL(`/__control/gates/${gate}`, own.stack.openaiUrl), { method: 'POST' });
  const { status, body } = await first;
  expect([status, body.error.code]).toEqual([409, 'voice_replaced']);
  expect(body.error.details.receipt).toMatchObject({ session_id: receipt.session_id });
  await expect.poll(() => goOn(gate), SOON).toEqual([false]);
  expect(await goOn(word)).toEqual([true]);
  expect(await creditsOf(anna)).toEqual({ left: 1000, held: 150 });
});
