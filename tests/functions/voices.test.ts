// voices: what people say in words, and answers read aloud; each paid for once.
import { beforeAll, describe, expect, it } from 'vitest';
import { spokenWav } from '../../local/upstreams/openai/spoken-wav.ts';
import { offerAction } from '../support/action.ts';
import { createCharacter, send as sendMessage } from '../support/chat.ts';
import { callMedia, keep } from '../support/media.ts';
import { giveMembership, makePlan } from '../support/membership.ts';
import { openGate } from '../support/open-gate.ts';
import { createPerson, creditsOf, type Person, serviceClient } from '../support/person.ts';
import { ogg } from '../support/sound.ts';
import { connect, sql, sqlOne } from '../support/sql.ts';

let person: Person;
let character: { slug: string };

beforeAll(async () => {
  person = await createPerson({ credits: 1000 });
  character = await createCharacter({ price: 0 });
  const db = await connect();
  await offerAction(db, 'transcription', { credits: 3, per: 60 });
  await offerAction(db, 'speech', { credits: 2, per: 100 });
  const plan = await makePlan(db, { features: ['speech'], rank: 999 });
  await giveMembership(db, { user: person.id, plan }).finally(() => db.release());
});

const saying = async (text: string) => (await keep(person, spokenWav(text))).id;
const hear = (who: Person | undefined, asset_id: string) =>
  callMedia(who, '/transcribe', { asset_id }) as Promise<Answer>;
const speak = (who: Person | undefined, message_id: string, voice?: string) =>
  callMedia(who, '/speak', { message_id, ...(voice ? { voice } : {}) }) as Promise<Answer>;
type Answer = Awaited<ReturnType<typeof callMedia>> & { text: string };

async function answerTo(text: string): Promise<string> {
  const { text: said, metadata } = await sendMessage(person, { text, character: character.slug });
  const { id } = await sqlOne<{ id: string }>`
    select assistant_message_id as id from public.turns where id = ${metadata.turn_id}`;
  expect(said).not.toBe('');
  return id;
}

const available = async () => (await creditsOf(person.id)).available;
const actionsOf = (subject: string) => sql<{ state: string; charged_credits: number }>`
  select state, charged_credits from public.actions
  where client_key like ${`%${subject}%`} order by started_at`;

describe('a voice message', () => {
  it('is put in words, paid by the minute begun, once', async () => {
    const id = await saying('Shall we meet at noon?');
    const before = await available();
    expect(await hear(person, id)).toMatchObject({ status: 200, text: 'Shall we meet at noon?' });
    expect(before - (await available())).toBe(3);
    expect((await hear(person, id)).text).toBe('Shall we meet at noon?');
    expect(before - (await available())).toBe(3);
    expect(await actionsOf(id)).toEqual([{ state: 'complete', charged_credits: 3 }]);
    const usage = await sqlOne<{ units: number; cost_micros: number }>`
      select units, cost_micros from private.usage_record
      where user_id = ${person.id} and action = 'transcription'`;
    expect(usage).toEqual({ units: 2, cost_micros: 200 });
  });

  it('costs nothing while the provider fails, and may be asked for again', async () => {
    // Two tries at each who hears.
    const id = await saying('Hello [[fail_times=4 status=500]]');
    const before = await available();
    const failed = await hear(person, id);
    expect([failed.status, failed.error?.code]).toEqual([503, 'provider_unavailable']);
    expect(await available()).toBe(before);
    expect((await hear(person, id)).text).toMatch(/^Hello/);
    expect((await actionsOf(id)).map(({ state }) => state)).toEqual(['failed', 'complete']);
  });

  it('asked for five times at once is paid once', async () => {
    const id = await saying('Wait [[gate=voices]]');
    const before = await available();
    const answers = Promise.all(Array.from({ length: 5 }, () => hear(person, id)));
    await expect.poll(() => actionsOf(id), { timeout: 10_000 }).toHaveLength(1);
    await openGate('voices');
    const statuses = (await answers).map(({ status, error }) => error?.code ?? status);
    // Whoever comes when it is made gets it, too.
    expect(statuses).toContain(200);
    expect(statuses.filter((each) => each !== 200 && each !== 'media_pending')).toEqual([]);
    expect(await actionsOf(id)).toHaveLength(1);
    expect(before - (await available())).toBe(3);
  });

  it('that two have made is paid to the first, and keeps its words', async () => {
    const id = await saying('Once');
    const before = await available();
    const began = async () => {
      const { begun } = await sqlOne<{ begun: { action: { action_id: string } } }>`
        select public.begin_transcription(${person.id}, ${id}, 'whisper-1') as begun`;
      return begun.action.action_id;
    };
    const lost = await began();
    await sql`update private.ledger_hold set expires_at = now() - interval '1 second'
      where id = (select hold_id from public.actions where id = ${lost})`;
    await sql`select private.sweep_actions()`;
    const second = await began();
    expect(second).not.toBe(lost);
    const settle = (action: string, text: string) => sqlOne<{ text: string }>`
      select public.settle_transcription(${action}, ${id}, ${text}, '{}', 2) as text`;
    const [one, other] = await Promise.all([settle(lost, 'One'), settle(second, 'Other')]);
    expect(one.text).toBe(other.text);
    expect((await settle(lost, 'Third')).text).toBe(one.text);
    expect(before - (await available())).toBe(3);
    expect((await actionsOf(id)).map(({ state }) => state).sort()).toEqual(['complete', 'failed']);
  });

  it('that says it is short is held for what it may be, and paid for what was heard', async () => {
    // A page of Ogg holds little: 180 KB of them, which say that they are a second.
    const silence = ogg(1000);
    const [head, last] = [silence.subarray(0, -88), silence.subarray(-88)];
    const { id } = await keep(person, Buffer.concat([head, ...Array(2050).fill(last)]));
    const before = await available();
    expect((await hear(person, id)).status).toBe(200);
    const [receipt] = await sql<{ held_credits: number; units: number }>`
      select held_credits, units from public.actions where client_key like ${`%${id}%`}`;
    // 241 s of 6 kbit/s; the stand-in has heard 12.
    expect(receipt).toEqual({ held_credits: 15, units: 12 });
    expect(before - (await available())).toBe(3);
  });

  it('of somebody else is not there', async () => {
    const id = await saying('Private');
    const stranger = await createPerson();
    expect((await hear(stranger, id)).error?.code).toBe('media_not_found');
    expect((await hear(undefined, id)).status).toBe(401);
  });

  it('needs the credits', async () => {
    const id = await saying('Poor');
    const poor = await createPerson({ credits: 0 });
    await sql`update public.media_assets set owner_id = ${poor.id} where id = ${id}`;
    expect((await hear(poor, id)).error?.code).toBe('insufficient_credits');
  });
});

describe('an answer', () => {
  it('is read aloud, paid by its letters, once, and played from a signed address', async () => {
    const message = await answerTo('Say something [[say=I am glad that you are here.]]');
    const before = await available();
    const { status, asset } = await speak(person, message, 'nova');
    expect(status).toBe(200);
    expect(asset).toMatchObject({ kind: 'audio', mime_type: 'audio/wav', state: 'ready' });
    expect(asset.peaks?.length).toBeGreaterThan(10);
    expect(before - (await available())).toBe(2);
    expect((await speak(person, message)).asset.id).toBe(asset.id);
    expect(before - (await available())).toBe(2);
    const { urls } = await callMedia(person, '/sign', { ids: [asset.id] });
    const sound = await fetch(urls[asset.id] as string);
    expect(sound.headers.get('content-type')).toBe('audio/wav');
    expect((await hear(person, asset.id)).text).toBe('I am glad that you are here.');
    const own = await person.client.from('message_speeches').select('asset_id');
    expect(own.data).toEqual([{ asset_id: asset.id }]);
    const stranger = await createPerson();
    const foreign = await stranger.client.from('message_speeches').select('asset_id');
    expect(foreign.data).toEqual([]);
    expect((await callMedia(stranger, '/sign', { ids: [asset.id] })).urls).toEqual({});
  });

  it('asked for five times at once is read once', async () => {
    const message = await answerTo('Hi');
    await sql`update public.messages set content = 'Wait. [[gate=reading]]' where id = ${message}`;
    const before = await available();
    const answers = Promise.all(Array.from({ length: 5 }, () => speak(person, message)));
    await expect.poll(() => actionsOf(message), { timeout: 10_000 }).toHaveLength(1);
    await openGate('reading');
    const statuses = (await answers).map(({ status, error }) => error?.code ?? status);
    expect(statuses).toContain(200);
    expect(statuses.filter((each) => each !== 200 && each !== 'media_pending')).toEqual([]);
    expect(before - (await available())).toBe(2);
    expect(
      await sql`select from public.message_speeches where message_id = ${message}`,
    ).toHaveLength(1);
  });

  it('that was deleted while it was read is not paid, and its sound not kept', async () => {
    const message = await answerTo('Hi');
    await sql`update public.messages set content = 'Gone. [[gate=gone]]' where id = ${message}`;
    const before = await available();
    const answer = speak(person, message);
    await expect.poll(() => actionsOf(message), { timeout: 10_000 }).toHaveLength(1);
    await sql`delete from public.messages where id = ${message}`;
    await openGate('gone');
    expect((await answer).error?.code).toBe('media_not_made');
    expect(await available()).toBe(before);
    expect(await actionsOf(message)).toEqual([{ state: 'failed', charged_credits: 0 }]);
  });

  it('whose words were purged while it was read is not paid, and its sound not kept', async () => {
    const message = await answerTo('Hi');
    await sql`update public.messages set content = 'Gone. [[gate=purged]]' where id = ${message}`;
    const before = await available();
    const answer = speak(person, message);
    await expect.poll(() => actionsOf(message)).toHaveLength(1);
    await sql`update public.messages set is_current = false,
      deleted_at = now() - interval '31 days' where id = ${message}`;
    await sql`select private.purge_messages()`;
    await openGate('purged');
    expect((await answer).error?.code).toBe('media_not_made');
    expect(await available()).toBe(before);
    expect(await sql`select from public.message_speeches where message_id = ${message}`).toEqual(
      [],
    );
  });

  it('that grew since somebody began to read it is read anew, not refused', async () => {
    const message = await answerTo('Hello');
    const begin = () => sqlOne<{ begun: { action: { is_repeat: boolean } } }>`
      select public.begin_speech(${person.id}, ${message}, 'tts-1') as begun`;
    expect((await begin()).begun.action.is_repeat).toBe(false);
    expect((await begin()).begun.action.is_repeat).toBe(true);
    await sql`update public.messages set content = content || ' And more.' where id = ${message}`;
    expect((await begin()).begun.action.is_repeat).toBe(false);
  });

  it('that says what its person has sent before takes only its own sound along', async () => {
    const message = await answerTo('Say [[say=The very same words.]]');
    const { asset } = await speak(person, message);
    const { data } = await serviceClient()
      .storage.from('media')
      .download(`${asset.folder}/${asset.original}`);
    const sent = await keep(person, new Uint8Array(await (data as Blob).arrayBuffer()));
    expect(sent.id).not.toBe(asset.id);
    await sql`delete from public.messages where id = ${message}`;
    const left =
      await sql`select id from public.media_assets where id in (${sent.id}, ${asset.id})`;
    expect(left).toEqual([{ id: sent.id }]);
  });

  it('whose reader comes back when its file is gone is not paid', async () => {
    const message = await answerTo('Hello [[say=Hello again.]]');
    const before = await available();
    const { begun } = await sqlOne<{
      begun: { action: { action_id: string }; asset_id: string; folder: string };
    }>`select public.begin_speech(${person.id}, ${message}, 'tts-1') as begun`;
    const { action, asset_id, folder } = begun;
    expect(before - (await available())).toBe(2);
    // As when it was handed out for removal.
    await sql`update private.leftover set taken_at = now() where folder = ${folder}`;
    const file = {
      mime_type: 'audio/wav',
      size_bytes: 9,
      duration_ms: 9,
      original: 'original.wav',
    };
    const { asset } = await sqlOne<{ asset: unknown }>`
      select public.settle_speech(${action.action_id}, ${message}, ${asset_id},
        ${JSON.stringify({ ...file, content_hash: 'a'.repeat(64) })}, '{}') as asset`;
    expect(asset).toBeNull();
    expect(await available()).toBe(before);
    expect(await sql`select from public.media_assets where id = ${asset_id}`).toEqual([]);
    expect((await speak(person, message)).status).toBe(200);
    expect((await actionsOf(message)).map(({ state }) => state)).toEqual(['failed', 'complete']);
  });

  it('that the provider cannot say costs nothing', async () => {
    const message = await answerTo('Hi');
    const before = await available();
    for (const fault of ['[[status=400]]', '[[drop]]', '[[garbage]]']) {
      await sql`update public.messages set content = ${fault} where id = ${message}`;
      const { error } = await speak(person, message);
      expect(['refused_by_provider', 'provider_unavailable', 'file_type_not_taken']).toContain(
        error?.code,
      );
      expect(await available()).toBe(before);
    }
    expect((await actionsOf(message)).map(({ state }) => state)).toEqual(Array(3).fill('failed'));
  });

  it('is not read to plans without speech, nor to strangers', async () => {
    const message = await answerTo('Hello');
    expect((await speak(undefined, message)).status).toBe(401);
    expect((await speak(await createPerson(), message)).error?.code).toBe('message_not_found');
    await sql`update public.plans set features = '{}' where slug = (
      select plan from public.memberships where user_id = ${person.id} and source <> 'admin')`;
    expect((await speak(person, message)).error?.code).toBe('feature_not_in_plan');
  });

  it('takes its sound along when it goes', async () => {
    const speeches = await sql<{ message_id: string; asset_id: string }>`
      select message_id, asset_id from public.message_speeches
      join public.media_assets on media_assets.id = asset_id where owner_id = ${person.id}`;
    expect(speeches.length).toBeGreaterThan(1);
    const ids = speeches.map(({ asset_id }) => asset_id);
    const [purged] = speeches;
    await sql`update public.messages set is_current = false,
      deleted_at = now() - interval '31 days'
      where id = ${purged?.message_id}`;
    await sql`select private.purge_messages()`;
    expect(await sql`select from public.media_assets where id = ${purged?.asset_id}`).toEqual([]);
    await sql`delete from public.conversations where user_id = ${person.id}`;
    expect(await sql`select from public.media_assets where id = any (${ids})`).toEqual([]);
  });
});
