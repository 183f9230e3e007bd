// live-topics: what the database tells on the private topics of people, conversations, characters.
import { beforeAll, describe, expect, it } from 'vitest';
import { waitUntil } from '../../local/wait-until.ts';
import type { DeltaEvent, MessageEvent } from '../../shared/live-messages.ts';
import { createCharacter } from '../support/chat.ts';
import { openClient } from '../support/device.ts';
import { createPerson, type Person } from '../support/person.ts';
import { sql } from '../support/sql.ts';
import { asService, talk } from '../support/talk.ts';
import { begin, end } from '../support/turn.ts';
import { type Heard, hear, join, privateChannel, subscribed } from './room.ts';

let ada: Person;
let character: { id: string; slug: string };

beforeAll(async () => {
  [ada, character] = await Promise.all([createPerson({ credits: 1000 }), createCharacter()]);
});

/** What comes to a topic from now on. */
async function listen(person: Person, topic: string): Promise<Heard[]> {
  const { client } = openClient(person);
  await client.realtime.setAuth();
  const channel = privateChannel(client, topic);
  const heard = hear(channel);
  await join(channel);
  return heard;
}

const next = (heard: Heard[], event: string, is: (payload: never) => boolean = () => true) =>
  waitUntil(
    event,
    () => heard.find((each) => each.event === event && is(each.payload as never))?.payload,
  );

describe('conversation:<id>', () => {
  it('tells both messages of a turn, each piece of the answer once, and its end', async () => {
    const { conversation, chat } = await talk(ada, character.slug, ['Hello', 'Hi']);
    const heard = await listen(ada, `conversation:${conversation}`);
    const turn = await begin(asService, { user: ada.id, chat, text: 'Whales?' });
    const parts = ['🐋', '🐋 are', '🐋 are 🐳🐳 big', '🐋 are 🐳🐳 bigger'];
    for (const text of parts) {
      const { turn_id: p_turn_id, attempt: p_attempt } = turn;
      await asService('checkpoint_turn', { p_turn_id, p_attempt, p_text: text });
    }
    await end(asService, turn, { text: '🐋 are 🐳🐳 bigger.' });
    const whole = await next(heard, 'message', ({ state, content }: MessageEvent) =>
      [state, content].includes('🐋 are 🐳🐳 bigger.'),
    );
    expect(whole).toMatchObject({ state: 'complete', role: 'assistant', is_current: true });
    const told = heard.filter(({ event }) => event === 'message').map(({ payload }) => payload);
    // What was committed just before the join may still come.
    const first = told.findIndex((payload) => (payload as MessageEvent).content === 'Whales?');
    expect(told.slice(first, first + 2)).toMatchObject([
      { role: 'user', content: 'Whales?' },
      { role: 'assistant', content: '', state: 'streaming' },
    ]);
    let text = '';
    for (const { event, payload } of heard) {
      if (event !== 'delta') continue;
      const { offset, text: piece } = payload as DeltaEvent;
      expect(offset).toBe(text.length);
      text += piece;
    }
    expect(text).toBe(parts.at(-1));
  });

  it('is not a place where its owner can speak as the database', async () => {
    const { conversation } = await talk(ada, character.slug, ['Hello', 'Hi']);
    const { client } = openClient(ada);
    await client.realtime.setAuth();
    const channel = await join(privateChannel(client, `conversation:${conversation}`));
    const forged = { type: 'broadcast', event: 'message', payload: {} } as const;
    expect(await channel.send(forged, { timeout: 500 })).toBe('timed out');
  });

  it('is closed when the conversation is deleted, and open when it is restored', async () => {
    const { conversation } = await talk(ada, character.slug, ['Hello', 'Hi']);
    await ada.client.rpc('delete_conversation', { p_id: conversation }).throwOnError();
    const { client } = openClient(ada);
    await client.realtime.setAuth();
    const topic = `conversation:${conversation}`;
    expect((await subscribed(privateChannel(client, topic))).error).toMatch(/^Unauthorized/);
    await ada.client.rpc('restore_conversation', { p_id: conversation }).throwOnError();
    await listen(ada, topic);
  });
});

describe('user:<id>', () => {
  it('tells a conversation, its title, its deletion, and what another device read', async () => {
    const person = await createPerson();
    const heard = await listen(person, `user:${person.id}`);
    const { conversation } = await talk(person, character.slug, ['Hello', 'Hi']);
    expect(await next(heard, 'conversation')).toMatchObject({ id: conversation, title: null });
    const { client } = person;
    await client.from('conversations').update({ title: 'Sea' }).eq('id', conversation);
    await next(heard, 'conversation', ({ title }: { title: string }) => title === 'Sea');
    const spoken = await listen(person, `conversation:${conversation}`);
    const { data } = await client.rpc('mark_read', { p_conversation_id: conversation });
    await client.rpc('mark_read', { p_conversation_id: conversation }).throwOnError();
    const read = { conversation_id: conversation, user_id: person.id, read_ordinal: data };
    expect(await next(heard, 'read')).toMatchObject(read);
    expect(await next(spoken, 'read')).toMatchObject({ user_id: person.id, read_ordinal: data });
    await client.rpc('delete_conversation', { p_id: conversation }).throwOnError();
    await next(heard, 'conversation', (told: { deleted_at?: string }) => Boolean(told.deleted_at));
    expect(heard.filter(({ event }) => event === 'read')).toHaveLength(1);
  });
});

describe('character:<id>', () => {
  it('tells a changed card, and nothing of it but the status once it is a draft', async () => {
    const own = await createCharacter();
    const heard = await listen(ada, `character:${own.id}`);
    await sql`update public.characters set name = 'Nova' where id = ${own.id}`;
    expect(await next(heard, 'character')).toMatchObject({ id: own.id, name: 'Nova' });
    await sql`update public.characters set status = 'archived' where id = ${own.id}`;
    await sql`update public.characters set status = 'draft', name = 'Secret' where id = ${own.id}`;
    const draft = await next(heard, 'character', (told: { status: string }) =>
      ['draft'].includes(told.status),
    );
    expect(draft).toEqual({ id: own.id, status: 'draft' });
  });

  it('is closed to who may not see the card, unless they talk to it', async () => {
    const own = await createCharacter();
    await talk(ada, own.slug, ['Hello', 'Hi']);
    await sql`update public.characters set status = 'archived' where id = ${own.id}`;
    await listen(ada, `character:${own.id}`);
    const { client } = openClient(await createPerson());
    await client.realtime.setAuth();
    const channel = privateChannel(client, `character:${own.id}`);
    expect((await subscribed(channel)).error).toMatch(/^Unauthorized/);
  });
});
