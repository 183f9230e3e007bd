// live-people: several people in one conversation see who takes part, who said what, how far it has
// come to each and was read, and what it is in their lists.
import { beforeAll, describe, expect, it } from 'vitest';
import { waitUntil } from '../../local/wait-until.ts';
import { createCharacter } from '../support/chat.ts';
import { join, speak } from '../support/circle.ts';
import { openClient, openDevice } from '../support/device.ts';
import { createPerson, type Person } from '../support/person.ts';
import { sql } from '../support/sql.ts';
import { asService, type Talk, talk } from '../support/talk.ts';
import { end } from '../support/turn.ts';
import { type Heard, hear, join as listen, privateChannel, subscribed } from './room.ts';

let character: { slug: string };
let ada: Person;
let ben: Person;

beforeAll(async () => {
  [character, ada, ben] = await Promise.all([
    createCharacter(),
    createPerson({ credits: 1000 }),
    createPerson({ credits: 1000 }),
  ]);
});

const newTalk = (): Promise<Talk> => talk(ada, character.slug, ['Hello', 'Hi']);

describe('two people', () => {
  it('see who said what, to whom it has come, and who has read it', async () => {
    const { conversation } = await newTalk();
    await join(ada, conversation, ben);
    const [hers, his] = [openDevice(ada, conversation), openDevice(ben, conversation)];
    await Promise.all(
      [hers, his].map((device) => device.until('both', ({ people }) => people.length === 2)),
    );
    await end(asService, await speak(ben, conversation, 'And me?'), { text: 'You too' });
    const { messages } = await hers.until(
      'the end',
      (state) => state.messages.at(-1)?.content === 'You too',
    );
    expect(messages.map(({ author_id }) => author_id)).toEqual([ada.id, null, ben.id, null]);
    const last = messages.at(-1)?.ordinal ?? 0;
    const ofBen = (state: { people: { user_id: string }[] }) =>
      state.people.find(({ user_id }) => user_id === ben.id) as
        | { delivered_ordinal: number; read_ordinal: number }
        | undefined;
    const delivered = await hers.until(
      'delivered to Ben',
      (state) => ofBen(state)?.delivered_ordinal === last,
    );
    expect(ofBen(delivered)?.read_ordinal).toBe(0);
    his.live.markRead();
    await hers.until('read by Ben', (state) => ofBen(state)?.read_ordinal === last);
    const { data } = await ada.client.rpc('list_participants', { p_conversation_id: conversation });
    expect(data).toMatchObject([
      { user_id: ada.id, role: 'owner', read_ordinal: 0, last_seen_at: expect.any(String) },
      { user_id: ben.id, role: 'member', read_ordinal: last, last_seen_at: expect.any(String) },
    ]);
  });

  it('hear of who comes, changes role and goes', async () => {
    const { conversation } = await newTalk();
    const hers = openDevice(ada, conversation);
    await hers.until('alone', ({ people }) => people.length === 1);
    await join(ada, conversation, ben);
    await hers.until('Ben', ({ people }) => people[1]?.role === 'member');
    const of = { p_conversation_id: conversation, p_user_id: ben.id };
    await ada.client.rpc('change_role', { ...of, p_role: 'reader' }).throwOnError();
    await hers.until('a reader', ({ people }) => people[1]?.role === 'reader');
    await ben.client.rpc('leave_conversation', { p_id: conversation }).throwOnError();
    await hers.until('alone again', ({ people }) => people.length === 1);
  });

  it('whoever is alone says nothing of what was delivered', async () => {
    const { conversation } = await newTalk();
    const hers = openDevice(ada, conversation);
    await hers.until('history', ({ messages }) => messages.length === 2);
    hers.live.markRead();
    await expect
      .poll(
        () => sql`select delivered_ordinal, read_ordinal from public.conversation_reads
        where conversation_id = ${conversation} and read_ordinal > 0`,
      )
      .toHaveLength(1);
    expect(hers.states.every(({ people }) => people.length < 2)).toBe(true);
  });
});

describe('user:<id>', () => {
  async function follow(person: Person): Promise<Heard[]> {
    const { client } = openClient(person);
    await client.realtime.setAuth();
    const channel = privateChannel(client, `user:${person.id}`);
    const heard = hear(channel);
    await listen(channel);
    return heard;
  }
  const told = (heard: Heard[], what: Record<string, unknown>) =>
    waitUntil(JSON.stringify(what), () =>
      heard.some(
        ({ event, payload }) =>
          event === 'conversation' &&
          Object.entries(what).every(([key, value]) => (payload as never)[key] === value),
      ),
    );

  it('tells each how it stands in their list, and that it is theirs no more', async () => {
    const { conversation: id } = await newTalk();
    const heard = await follow(ben);
    await join(ada, id, ben);
    await told(heard, { id, role: 'member', title: null });
    await ada.client.from('conversations').update({ title: 'Sea', pinned_at: 'now' }).eq('id', id);
    await told(heard, { id, role: 'member', title: 'Sea', pinned_at: null });
    const of = { p_conversation_id: id, p_user_id: ben.id };
    await ada.client.rpc('remove_participant', of).throwOnError();
    await told(heard, { id, role: null });
    expect(heard.every(({ payload }) => !JSON.stringify(payload).includes(ada.id))).toBe(true);
  });
});

describe('who is invited, or took part once,', () => {
  it('joins no topic of the conversation, and is told of nobody', async () => {
    const { conversation } = await newTalk();
    const eve = await createPerson();
    const { username } = (
      await sql<{ username: string }>`
      select username from public.profiles where id = ${eve.id}`
    )[0] ?? { username: '' };
    await ada.client
      .rpc('invite', { p_conversation_id: conversation, p_username: username })
      .throwOnError();
    await join(ada, conversation, ben);
    await ben.client.rpc('leave_conversation', { p_id: conversation }).throwOnError();
    for (const person of [eve, ben]) {
      const { client } = openClient(person);
      await client.realtime.setAuth();
      for (const kind of ['conversation', 'participants']) {
        const channel = privateChannel(client, `${kind}:${conversation}`);
        expect((await subscribed(channel)).error).toMatch(/^Unauthorized/);
      }
      const people = await person.client.rpc('list_participants', {
        p_conversation_id: conversation,
      });
      expect(people.error?.message).toBe('conversation_not_found');
      const read = await person.client.rpc('mark_read', { p_conversation_id: conversation });
      expect(read.error?.message).toBe('conversation_not_found');
    }
  });
});
