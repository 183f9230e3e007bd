// live-moves: who takes part no more hears nothing from then on, with a connection that is open and
// a token that is good; who stays misses nothing.
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { waitUntil } from '../../local/wait-until.ts';
import { createCharacter } from '../support/chat.ts';
import { invite, speak, join as takePart } from '../support/circle.ts';
import { openClient, openDevice } from '../support/device.ts';
import { createPerson, type Person } from '../support/person.ts';
import { sql, sqlOne } from '../support/sql.ts';
import { asService, type Talk, talk } from '../support/talk.ts';
import { end } from '../support/turn.ts';
import { type Heard, hear, join, privateChannel, subscribed } from './room.ts';

let character: { slug: string };
let ada: Person;
let ben: Person;
let eve: Person;
let theirs: Talk;

beforeAll(async () => {
  character = await createCharacter();
});

beforeEach(async () => {
  [ada, ben, eve] = (await Promise.all([1, 2, 3].map(() => createPerson({ credits: 1000 })))) as [
    Person,
    Person,
    Person,
  ];
  theirs = await talk(ada, character.slug, ['Hello', 'Hi']);
  for (const person of [ben, eve]) await takePart(ada, theirs.conversation, person);
});

const KINDS = ['conversation', 'participants'] as const;

/** Joins both topics as they are called at first, and one that is public and tells the end. */
async function overhear(person: Person) {
  const { client } = openClient(person);
  await client.realtime.setAuth();
  const heard: Heard[][] = [];
  for (const kind of KINDS) {
    const channel = privateChannel(client, `${kind}:${theirs.conversation}`);
    heard.push(hear(channel));
    await join(channel);
  }
  const mark = crypto.randomUUID();
  const ends = client.channel(mark);
  const told = hear(ends);
  await join(ends);
  return {
    client,
    /** All that came until now: the end is told after it. */
    async all(): Promise<Heard[]> {
      const event = crypto.randomUUID();
      await sql`select realtime.send('{}', ${event}, ${mark}, false)`;
      await waitUntil('the end', () => told.some((each) => each.event === event));
      return heard.flat();
    },
  };
}

const epoch = async () =>
  (
    await sqlOne<{ topic_epoch: number }>`
      select topic_epoch from public.conversations where id = ${theirs.conversation}`
  ).topic_epoch;

const say = async (person: Person, text: string) =>
  end(asService, await speak(person, theirs.conversation, text), { text: `To ${text}` });

const remove = (owner: Person, person: Person) =>
  owner.client
    .rpc('remove_participant', { p_conversation_id: theirs.conversation, p_user_id: person.id })
    .throwOnError();

const deleteAccount = ({ id }: Person) => sql`delete from auth.users where id = ${id}`;

type Way = [string, () => PromiseLike<unknown>, { gone: () => Person; speaker: () => Person }];
const eveGoes = { gone: () => eve, speaker: () => ben };
const ways: Way[] = [
  ['is removed', () => remove(ada, eve), eveGoes],
  [
    'leaves',
    () => eve.client.rpc('leave_conversation', { p_id: theirs.conversation }).throwOnError(),
    eveGoes,
  ],
  ['deletes the account', () => deleteAccount(eve), eveGoes],
  [
    'owned it and deletes the account',
    () => deleteAccount(ada),
    { gone: () => ada, speaker: () => ben },
  ],
];

describe.each(ways)('who %s', (_, goes, { gone, speaker }) => {
  it('hears no word, name or typing that follows; who stays hears all', async () => {
    const open = await overhear(gone());
    const stays = openDevice(speaker(), theirs.conversation);
    await stays.until('all', ({ people, present }) => people.length === 3 && present.length === 1);
    await goes();
    await say(speaker(), 'Secret');
    const { messages } = await stays.until(
      'all that was said, between those who stay',
      (state) => state.people.length === 2 && state.messages.at(-1)?.content === 'To Secret',
    );
    expect(messages.map(({ content }) => content)).toEqual(['Hello', 'Hi', 'Secret', 'To Secret']);
    await stays.until('itself', ({ present }) => present.length === 1);
    stays.live.type();
    await speaker()
      .client.rpc('mark_read', { p_conversation_id: theirs.conversation })
      .throwOnError();
    const heard = await open.all();
    const moved = heard.findIndex(({ event }) => event === 'moved');
    expect(heard[moved]?.payload).toEqual({ id: expect.any(String) });
    expect(heard.filter(({ event }) => ['message', 'delta', 'typing'].includes(event))).toEqual([]);
  });

  it('joins neither the old names nor the new ones', async () => {
    const { client } = openClient(gone());
    await client.realtime.setAuth();
    await goes();
    const names = [theirs.conversation, `${theirs.conversation}:${await epoch()}`];
    for (const name of names) {
      for (const kind of KINDS) {
        const { error } = await subscribed(privateChannel(client, `${kind}:${name}`));
        expect([name, error]).toEqual([name, expect.stringMatching(/^Unauthorized/)]);
      }
    }
  });
});

it('who is still there joins no name that was, is to come, or is written otherwise', async () => {
  const { client } = openClient(ben);
  await client.realtime.setAuth();
  await remove(ada, eve);
  const now = await epoch();
  for (const ending of ['', ':0', `:${now + 1}`, `:0${now}`, `:${now} `, `:${now}:1`]) {
    const channel = privateChannel(client, `conversation:${theirs.conversation}${ending}`);
    expect([ending, (await subscribed(channel)).status]).toEqual([ending, 'CHANNEL_ERROR']);
  }
  await join(privateChannel(client, `conversation:${theirs.conversation}:${now}`));
});

it('two who go at once are gone both, and the third misses nothing', async () => {
  const ears = await Promise.all([ben, eve].map(overhear));
  const hers = openDevice(ada, theirs.conversation);
  await hers.until('all', ({ people }) => people.length === 3);
  await Promise.all([
    remove(ada, ben),
    eve.client.rpc('leave_conversation', { p_id: theirs.conversation }).throwOnError(),
  ]);
  expect(await epoch()).toBe(2);
  await say(ada, 'Alone');
  await hers.until(
    'alone',
    ({ people, messages }) => people.length === 1 && messages.at(-1)?.content === 'To Alone',
  );
  for (const { all } of ears) expect(JSON.stringify(await all())).not.toContain('Alone');
});

it('who stays and is offline meanwhile comes back under the new name', async () => {
  const his = openDevice(ben, theirs.conversation);
  await his.until('all', ({ people }) => people.length === 3);
  his.drop();
  await remove(ada, eve);
  await say(ada, 'Back?');
  await his.until(
    'all that was said',
    ({ people, messages }) => people.length === 2 && messages.at(-1)?.content === 'To Back?',
  );
  await say(ada, 'Again');
  await his.until('what follows', ({ messages }) => messages.at(-1)?.content === 'To Again');
});

it('who was removed is lost, and live again when invited again', async () => {
  const hers = openDevice(eve, theirs.conversation);
  await hers.until('all', ({ people }) => people.length === 3);
  await remove(ada, eve);
  await waitUntil('lost', () => hers.live.state().status === 'lost');
  const p_code = await invite(ada, theirs.conversation);
  await eve.client.rpc('accept_invitation', { p_code }).throwOnError();
  await hers.until('all again', ({ people }) => people.length === 3);
});

it('the end of an answer is told to nobody once the conversation is deleted', async () => {
  const { all } = await overhear(ben);
  const turn = await speak(ada, theirs.conversation, 'A long one');
  await ada.client.rpc('delete_conversation', { p_id: theirs.conversation }).throwOnError();
  await end(asService, turn, { text: 'Secret' });
  const heard = await all();
  expect(JSON.stringify(heard)).not.toContain('Secret');
  expect(heard.at(-1)).toMatchObject({ event: 'moved' });
});

it('a conversation that nobody lost keeps its name', async () => {
  const of = { p_conversation_id: theirs.conversation, p_user_id: ben.id, p_role: 'reader' };
  await ada.client.rpc('change_role', of).throwOnError();
  await ada.client.from('conversations').update({ title: 'Sea' }).eq('id', theirs.conversation);
  expect(await epoch()).toBe(0);
  const alone = await talk(ada, character.slug, ['Hello', 'Hi']);
  await ada.client.rpc('delete_conversation', { p_id: alone.conversation }).throwOnError();
  await ada.client.rpc('restore_conversation', { p_id: alone.conversation }).throwOnError();
  const { client } = openClient(ada);
  await client.realtime.setAuth();
  await join(privateChannel(client, `conversation:${alone.conversation}`));
});
