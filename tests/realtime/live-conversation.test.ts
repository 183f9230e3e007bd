// live-conversation: one conversation on several devices is one state, whatever the network does.
import { beforeAll, describe, expect, it } from 'vitest';
import { createCharacter, post, readAnswer, send } from '../support/chat.ts';
import { openDevice } from '../support/device.ts';
import { openGate } from '../support/open-gate.ts';
import { createPerson, type Person } from '../support/person.ts';
import { sqlOne } from '../support/sql.ts';
import { anew, talk } from '../support/talk.ts';
import { turnThatStreams } from '../support/turn-that-streams.ts';

let character: { slug: string };
let ada: Person;

beforeAll(async () => {
  [character, ada] = await Promise.all([createCharacter(), createPerson({ credits: 1000 })]);
});

const texts = (messages: { content: string }[]) => messages.map(({ content }) => content);

/** An answer that waits at a gate with a part of it stored. */
async function startAnswer(person: Person) {
  const gate = crypto.randomUUID();
  const text = `Tell me 🐋 [[tokens=60]] [[gate=${gate} after=30]]`;
  const answer = post(person, { text, character: character.slug });
  const turn = await turnThatStreams(person, { hasText: true });
  return { turn, answer: answer.then(readAnswer), finish: () => openGate(gate) };
}

async function stored(conversation: string): Promise<string> {
  const { content } = await sqlOne<{ content: string }>`
    select content from public.messages
    where conversation_id = ${conversation} and role = 'assistant' and is_current`;
  return content;
}

describe('an answer while it is written', () => {
  it('is on a device that joined in the middle as it is stored, and grew there', async () => {
    const person = await createPerson();
    const { turn, answer, finish } = await startAnswer(person);
    const device = openDevice(person, turn.conversation_id);
    await device.until('a part', ({ messages }) => messages.at(-1)?.state === 'streaming');
    await finish();
    const { text } = await answer;
    const { messages } = await device.until(
      'the whole',
      (state) => state.messages.at(-1)?.state === 'complete',
    );
    expect(messages.at(-1)?.content).toBe(text);
    expect(text).toBe(await stored(turn.conversation_id));
    const seen = device.states.flatMap((state) => state.messages.at(-1)?.content ?? []);
    for (const each of seen) expect(text.startsWith(each)).toBe(true);
    expect(seen.map(({ length }) => length)).toEqual(
      seen.map(({ length }) => length).toSorted((one, other) => one - other),
    );
  });

  it('is whole on a device that lost its connection meanwhile', async () => {
    const person = await createPerson();
    const { turn, answer, finish } = await startAnswer(person);
    const device = openDevice(person, turn.conversation_id);
    await device.until('a part', ({ messages }) => messages.at(-1)?.state === 'streaming');
    device.drop();
    await finish();
    const { text } = await answer;
    const { messages } = await device.until(
      'the whole',
      (state) => state.messages.at(-1)?.state === 'complete',
    );
    expect(messages.at(-1)?.content).toBe(text);
    expect(device.states.some(({ status }) => status === 'lost')).toBe(true);
  });
});

describe('two devices', () => {
  it('see the same messages: sent, edited, deleted and answered anew', async () => {
    const first = await talk(ada, character.slug, ['Hello', 'Hi there'], ['And you?', 'Fine']);
    const devices = ['phone', 'laptop'].map((name) => openDevice(ada, first.conversation, name));
    const both = (what: string, expected: string[]) =>
      Promise.all(
        devices.map((device) =>
          device.until(what, ({ messages }) => `${texts(messages)}` === `${expected}`),
        ),
      );
    await both('history', ['Hello', 'Hi there', 'And you?', 'Fine']);

    const answer = await send(ada, { chat: first.chat, text: 'Third' });
    await both('a turn', ['Hello', 'Hi there', 'And you?', 'Fine', 'Third', answer.text]);

    const edited = await anew('begin_edit', first, first.ids['And you?'], 'And they?');
    await both('a branch', ['Hello', 'Hi there', 'And they?', '']);
    await ada.client.rpc('stop_turn', { p_turn_id: edited.turn_id }).throwOnError();

    const answers = { p_message_id: first.ids['And you?'] ?? '' };
    await ada.client.rpc('select_branch', answers).throwOnError();
    await both('the first branch', ['Hello', 'Hi there', 'And you?', 'Fine', 'Third', answer.text]);
    await ada.client.rpc('delete_message', { p_id: first.ids['Hi there'] ?? '' }).throwOnError();
    await both('without it', ['Hello', 'And you?', 'Fine', 'Third', answer.text]);
  });

  it('see each other, and that the other types, until it pauses', async () => {
    const { conversation } = await talk(ada, character.slug, ['Hello', 'Hi']);
    const [phone, laptop] = [
      openDevice(ada, conversation, 'phone'),
      openDevice(ada, conversation, 'laptop'),
    ];
    for (const device of [phone, laptop]) {
      const { present } = await device.until('both', (state) => state.present.length === 2);
      expect(present.map((each) => each.device).toSorted()).toEqual(['laptop', 'phone']);
    }
    for (let key = 0; key < 50; key++) phone.live.type();
    const { typing } = await laptop.until('typing', (state) => state.typing.length > 0);
    expect(typing).toEqual([ada.id]);
    phone.live.pause();
    await laptop.until('a pause', (state) => state.typing.length === 0);
    expect(phone.states.every((state) => state.typing.length === 0)).toBe(true);
    await phone.live.leave();
    await laptop.until('one', ({ present }) => present.length === 1);
  });
});

it('a long message is read where an event has no room for it', async () => {
  const { conversation, ids } = await talk(ada, character.slug, ['Hello', 'Hi']);
  const device = openDevice(ada, conversation);
  await device.until('history', ({ messages }) => messages.length === 2);
  const long = '🐋 und lang. '.repeat(10_000);
  await sqlOne`update public.messages set content = ${long} where id = ${ids.Hi} returning id`;
  await device.until('the whole', ({ messages }) => messages.at(-1)?.content === long);
});

it('a stranger has no state but lost', async () => {
  const { conversation } = await talk(ada, character.slug, ['Hello', 'Hi']);
  const stranger = openDevice(await createPerson(), conversation);
  await expect.poll(() => stranger.live.state().status, { timeout: 15_000 }).toBe('lost');
  expect(stranger.live.state()).toEqual({
    status: 'lost',
    messages: [],
    people: [],
    typing: [],
    present: [],
  });
});
