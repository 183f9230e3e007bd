// live-strangers: nobody gets a row, a delta, a typing event or a presence of a conversation that
// is not theirs, and nobody is heard there, in any way that the protocol offers.
import { beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { waitUntil } from '../../local/wait-until.ts';
import { createCharacter } from '../support/chat.ts';
import { openDevice } from '../support/device.ts';
import { createPerson, type Person } from '../support/person.ts';
import { sql } from '../support/sql.ts';
import { asService, type Talk, talk } from '../support/talk.ts';
import { begin, end } from '../support/turn.ts';
import { joinFrame, openRaw, pushFrame, type RawSocket } from './raw-socket.ts';

const SECRET = 'the launch is on Friday';

let ann: Person;
let ben: Person;
let theirs: Talk;
let topics: string[];
let raw: RawSocket;

beforeAll(async () => {
  const character = await createCharacter();
  [ann, ben] = await Promise.all([createPerson({ credits: 1000 }), createPerson()]);
  theirs = await talk(ann, character.slug, ['Hello', 'Hi']);
  const { conversation } = theirs;
  topics = [`conversation:${conversation}`, `participants:${conversation}`, `user:${ann.id}`];
});

beforeEach(async () => {
  const { apiUrl, publishableKey } = inject('stack');
  raw = await openRaw(apiUrl, publishableKey);
});

/** Everything that is told of a conversation: words, a delta, typing, presence, reads, the list. */
async function annIsAtWork(): Promise<ReturnType<typeof openDevice>> {
  const [phone, laptop] = ['phone', 'laptop'].map((name) =>
    openDevice(ann, theirs.conversation, `${name}, ${SECRET}`),
  ) as [ReturnType<typeof openDevice>, ReturnType<typeof openDevice>];
  await phone.until('both', ({ present }) => present.length === 2);
  await laptop.until('both', ({ present }) => present.length === 2);
  laptop.live.type();
  await phone.until('typing', ({ typing }) => typing.length === 1);
  const turn = await begin(asService, { user: ann.id, chat: theirs.chat, text: SECRET });
  const { turn_id: p_turn_id, attempt: p_attempt } = turn;
  await asService('checkpoint_turn', { p_turn_id, p_attempt, p_text: SECRET });
  await end(asService, turn, { text: `${SECRET}.` });
  await ann.client.rpc('mark_read', { p_conversation_id: theirs.conversation }).throwOnError();
  await ann.client.from('conversations').update({ title: SECRET }).eq('id', theirs.conversation);
  await phone.until('the end', ({ messages }) => messages.at(-1)?.content === `${SECRET}.`);
  return phone;
}

/** Nothing of Ann's is among all that the stranger was sent, after all that was on its way. */
async function expectNothing(): Promise<void> {
  const end = crypto.randomUUID();
  await raw.ask(joinFrame(end, end));
  await sql`select realtime.send('{}', 'end', ${end}, false)`;
  const text = () =>
    raw.frames
      .map((frame) => (Buffer.isBuffer(frame) ? frame.toString() : JSON.stringify(frame)))
      .join('\n');
  await waitUntil('the end', () =>
    raw.frames.some((frame) => Buffer.isBuffer(frame) && frame.includes(end)),
  );
  for (const each of [SECRET, 'is_typing', 'read_ordinal', ann.id])
    expect(withoutNames(text())).not.toContain(each);
}

/** What was said, without the topics, which the stranger asked for by name. */
function withoutNames(text: string): string {
  return topics.reduce((rest, topic) => rest.replaceAll(topic, 'a topic'), text);
}

const everything = {
  private: true,
  broadcast: { self: true, ack: true, replay: { since: 0 } },
  presence: { enabled: true, key: 'x' },
};

describe.each([
  ['a stranger', () => ben.token],
  ['an anonymous caller', () => undefined],
  ['who sends the public key as a token', () => inject('stack').anonKey],
])('%s', (_, token) => {
  it('is refused by every join, also of names that look alike', async () => {
    const names = topics.flatMap((topic) => [
      topic,
      topic.toUpperCase(),
      `${topic}\n`,
      `${topic} `,
    ]);
    for (const [index, name] of names.entries()) {
      const config = index % 2 ? { private: true } : everything;
      const answer = await raw.ask(joinFrame(`${index}`, name, config, token()));
      expect([name, answer.status]).toEqual([name, 'error']);
    }
  });

  it('learns nothing by public topics, replay, or tables', async () => {
    for (const [index, topic] of topics.entries()) {
      const config = { broadcast: { self: true }, presence: { enabled: true } };
      const answer = await raw.ask(joinFrame(`${index}`, topic, config, token()));
      expect(answer.status).toBe('ok');
    }
    const tables = ['messages', 'conversations', 'conversation_reads', 'turns'];
    const postgres_changes = [
      ...tables.map((table) => ({ event: '*', schema: 'public', table })),
      { event: '*', schema: 'realtime', table: 'messages' },
      { event: '*', schema: '*' },
    ];
    await raw.ask(joinFrame('tables', 'tables', { postgres_changes }, token()));
    await annIsAtWork();
    await expectNothing();
  });

  it('is not heard: not by frames without a join, a public join, or HTTP', async () => {
    const phone = await annIsAtWork();
    const before = phone.live.state();
    const forged = { user_id: ben.id, device_id: 'forged', is_typing: true };
    const { apiUrl, publishableKey, anonKey } = inject('stack');
    for (const [index, topic] of topics.entries()) {
      await raw.ask(joinFrame(`${index}`, topic, { presence: { enabled: true } }, token()));
      const typing = { type: 'broadcast', event: 'typing', payload: forged };
      raw.send([`${index}`, null, `realtime:${topic}`, 'broadcast', typing]);
      const texts = { joinRef: `${index}`, topic, event: 'typing' };
      raw.send(pushFrame(texts, Buffer.from(JSON.stringify(forged))));
      const track = { event: 'track', payload: { user_id: ben.id, device: 'x', device_id: 'x' } };
      raw.send([`${index}`, null, `realtime:${topic}`, 'presence', track]);
      const headers = {
        apikey: publishableKey,
        authorization: `Bearer ${token() ?? anonKey}`,
        'content-type': 'application/json',
      };
      for (const isPrivate of [true, false]) {
        const messages = [{ topic, event: 'typing', payload: forged, private: isPrivate }];
        const body = JSON.stringify({ messages });
        const url = `${apiUrl}/realtime/v1/api/broadcast`;
        expect((await fetch(url, { method: 'POST', headers, body })).status).toBe(202);
      }
    }
    // What Ann is told last comes after whatever the stranger said.
    const turn = await begin(asService, { user: ann.id, chat: theirs.chat, text: 'Anyone?' });
    await end(asService, turn, { text: 'No.' });
    const after = await phone.until('No', ({ messages }) => messages.at(-1)?.content === 'No.');
    expect(after.present).toEqual(before.present);
    expect(JSON.stringify(phone.states)).not.toContain(ben.id);
  });
});

it('a stranger who takes over a connection of the owner is put out', async () => {
  const [topic] = topics;
  await raw.ask(joinFrame('1', `${topic}`, everything, ann.token));
  raw.send(['1', null, `realtime:${topic}`, 'access_token', { access_token: ben.token }]);
  await waitUntil('the end', () => raw.frames.some((frame) => frame[3] === 'phx_close'));
  raw.frames.length = 0;
  await annIsAtWork();
  await expectNothing();
});
