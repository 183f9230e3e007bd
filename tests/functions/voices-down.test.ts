// voices-down: who hears and who speaks fails too often, and is left alone. On a stack of its own,
// with the breakers as they are shipped.
import { beforeAll, describe, expect, it } from 'vitest';
import { spokenWav } from '../../local/upstreams/openai/spoken-wav.ts';
import { providersAnswer } from '../../shared/contracts/providers.ts';
import { offerAction } from '../support/action.ts';
import { post, readAnswer } from '../support/chat.ts';
import { giveMembership, makePlan } from '../support/membership.ts';
import { ownStack, type Somebody } from '../support/own-stack.ts';
import { grant, readCredits } from '../support/wallet.ts';

const own = ownStack({ standIns: ['openai', 'groq'] });
const DOWN = { status: 503, code: 'provider_unavailable' };
let person: Somebody;
/** An answer that can be read aloud. */
let answer: string;

beforeAll(async () => {
  await offerAction(own.pool, 'transcription', { credits: 3, per: 60 });
  await offerAction(own.pool, 'speech', { credits: 2, per: 100 });
  person = await own.signUp();
  const plan = await makePlan(own.pool, { features: ['speech'], rank: 999 });
  await giveMembership(own.pool, { user: person.id, plan });
  await grant(own.pool, person.id, 'wallet_bought', 1000);
  const message = { text: 'Hi', character: 'sleep-coach', id: 'one', chat: 'one' };
  const said = await readAnswer(await post(person, message, own.stack.apiUrl));
  const { rows } = await own.pool.query(
    'select assistant_message_id as id from public.turns where id = $1',
    [said.metadata.turn_id],
  );
  answer = rows[0].id;
});

/** A voice message; returns the id of its asset. */
async function saying(text: string): Promise<string> {
  const { body } = await own.call(person, 'POST', 'media/uploads', {});
  const [{ upload_id, bucket, path, token }] = body.uploads;
  const file = new Blob([new Uint8Array(spokenWav(text))], { type: 'audio/wav' });
  const sent = await person.client.storage.from(bucket).uploadToSignedUrl(path, token, file);
  if (sent.error) throw sent.error;
  const kept = await own.call(person, 'POST', 'media', { upload_id });
  expect(kept.status).toBe(202);
  const state = () =>
    own.pool.query(`select from public.media_assets where id = $1 and state = 'ready'`, [
      upload_id,
    ]);
  await expect.poll(async () => (await state()).rowCount, { timeout: 10_000 }).toBe(1);
  return upload_id;
}

async function hear(asset_id: string) {
  const { status, body } = await own.call(person, 'POST', 'media/transcribe', { asset_id });
  return { status, text: body.text, code: body.error?.code, details: body.error?.details };
}

async function speak(message_id: string) {
  const { status, body } = await own.call(person, 'POST', 'media/speak', { message_id });
  return { status, asset: body.asset, code: body.error?.code };
}

async function stateOf(name: 'openai' | 'groq') {
  const { body } = await own.call(person, 'GET', 'chat/providers');
  return providersAnswer.parse(body).providers.find(({ provider }) => provider === name);
}
const openai = () => stateOf('openai');

/** Who was asked about sound so far, in order. */
async function asked(): Promise<string[]> {
  const answer = await fetch(new URL('/__control/requests', own.stack.openaiUrl));
  const { requests } = (await answer.json()) as { requests: { provider: string; path: string }[] };
  return requests.filter(({ path }) => path.includes('/audio/')).map(({ provider }) => provider);
}

const credits = () => readCredits(own.pool, person.id);
const actions = async () =>
  (await own.pool.query('select id from public.actions where user_id = $1', [person.id])).rowCount;
const timeIsOver = () =>
  own.pool.query(`update private.provider_breaker set retry_at = now(),
    moved_at = moved_at - interval '1 second' where true`);

async function failFiveTimes(): Promise<void> {
  const id = await saying(`${crypto.randomUUID()} [[status=401]]`);
  for (let nr = 0; nr < 5; nr += 1) expect(await hear(id)).toMatchObject(DOWN);
}

describe('what says nothing against the provider', () => {
  it('is a sound that it refuses, and one that we cannot read', async () => {
    const refused = await saying('No [[status=400]]');
    for (let nr = 0; nr < 6; nr += 1)
      expect(await hear(refused)).toMatchObject({ status: 400, code: 'refused_by_provider' });
    // Others would refuse it, too.
    expect(new Set(await asked())).toEqual(new Set(['openai']));
    const lost = await saying('Lost');
    await own.pool.query(`update public.media_assets set original = 'original.mp3' where id = $1`, [
      lost,
    ]);
    for (let nr = 0; nr < 6; nr += 1)
      expect(await hear(lost)).toMatchObject({ status: 503, code: 'storage_unavailable' });
    expect(await openai()).toMatchObject({ state: 'closed' });
    expect((await credits()).held).toBe(0);
  });
});

describe('when only one of those who hear fails', () => {
  it('the other is paid by us, and the person pays the same, once', async () => {
    const before = await credits();
    const id = await saying('Can you hear me? [[status=503 only=openai]]');
    expect((await hear(id)).text).toMatch(/^Can you hear me\?/);
    const after = await credits();
    expect(before.plan + before.bought - after.plan - after.bought).toBe(3);
    const { rows: usages } = await own.pool.query(
      `select provider, model, units, cost_micros, outcome from private.usage_record
       where user_id = $1 and action = 'transcription' order by created_at desc limit 1`,
      [person.id],
    );
    expect(usages).toMatchObject([
      { provider: 'groq', model: 'whisper-large-v3-turbo', outcome: 'complete' },
    ]);
    // $0.04 an hour.
    expect(usages[0].cost_micros).toBe(Math.ceil(usages[0].units * (40_000 / 3600)));
    const { rows: failures } = await own.pool.query(
      'select provider, model, reason from private.provider_failure',
    );
    expect(failures).toEqual([
      { provider: 'openai', model: 'whisper-1', reason: 'provider_unavailable' },
    ]);
  });

  it('the other is asked at once, until somebody has tried the first again', async () => {
    const id = () => saying(`${crypto.randomUUID()} [[status=401 only=openai]]`);
    for (let nr = 0; nr < 5; nr += 1) expect((await hear(await id())).status).toBe(200);
    expect([await openai(), await stateOf('groq')]).toMatchObject([
      { state: 'open' },
      { state: 'closed' },
    ]);
    const before = await asked();
    expect((await hear(await saying('Now?'))).text).toBe('Now?');
    expect((await asked()).slice(before.length)).toEqual(['groq']);
    expect(await speak(answer)).toMatchObject(DOWN);

    await timeIsOver();
    expect((await hear(await saying('And now?'))).text).toBe('And now?');
    expect((await asked()).slice(before.length)).toEqual(['groq', 'openai']);
    expect(await openai()).toMatchObject({ state: 'closed' });
  });
});

describe('all that hear, when they fail five times', () => {
  it('are left alone: 503 at once for hearing and speaking, not asked, nothing held', async () => {
    const heard = await saying('Heard before');
    expect((await hear(heard)).text).toBe('Heard before');
    const unheard = await saying('Not heard yet');
    await failFiveTimes();
    expect(await openai()).toMatchObject({ is_on: true, state: 'open' });

    const before = { credits: await credits(), asked: await asked(), actions: await actions() };
    const refusal = await hear(unheard);
    expect(refusal).toMatchObject({ ...DOWN, details: { provider: 'openai' } });
    expect(Date.parse(refusal.details.retry_at)).toBeGreaterThan(Date.now());
    expect(await speak(answer)).toMatchObject(DOWN);
    expect({ credits: await credits(), asked: await asked(), actions: await actions() }).toEqual(
      before,
    );
    // What was made is there whoever is down.
    expect((await hear(heard)).text).toBe('Heard before');

    await timeIsOver();
    expect((await hear(unheard)).text).toBe('Not heard yet');
    expect(await openai()).toMatchObject({ state: 'closed', retry_at: null });
  });

  it('are asked by all again: OpenAI once it has read an answer aloud', async () => {
    await failFiveTimes();
    expect(await openai()).toMatchObject({ state: 'open' });
    await timeIsOver();
    expect((await speak(answer)).asset).toMatchObject({ state: 'ready' });
    expect(await openai()).toMatchObject({ state: 'closed' });
  });

  it('are left alone for longer when they fail the one who tries', async () => {
    await failFiveTimes();
    await timeIsOver();
    expect(await hear(await saying('Again [[drop]]'))).toMatchObject(DOWN);
    const { rows } = await own.pool.query(
      `select state, openings from private.provider_breaker where provider = 'openai'`,
    );
    expect(rows).toEqual([{ state: 'open', openings: 2 }]);
    expect((await credits()).held).toBe(0);
  });
});
