// chat-resume: an answer read from any offset, on any device, while it streams and afterwards.
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { createCharacter, post, readAnswer, send } from '../support/chat.ts';
import { join } from '../support/circle.ts';
import { openGate } from '../support/open-gate.ts';
import { createPerson, type Person } from '../support/person.ts';
import { sqlOne } from '../support/sql.ts';
import { turnThatStreams } from '../support/turn-that-streams.ts';

let ada: Person;
let character: { slug: string };

beforeAll(async () => {
  [ada, character] = await Promise.all([createPerson({ credits: 1000 }), createCharacter()]);
});

function resume(
  person: Pick<Person, 'token'> | undefined,
  chat: string,
  query: Record<string, string> = {},
): Promise<Response> {
  const url = new URL(`${inject('stack').apiUrl}/functions/v1/chat/${chat}/stream`);
  url.search = new URLSearchParams(query).toString();
  return fetch(url, person ? { headers: { authorization: `Bearer ${person.token}` } } : {});
}

describe('an answer that streams', () => {
  it('is read by a second device from where it is, and both have the whole', async () => {
    const person = await createPerson();
    const [gate, chat] = [crypto.randomUUID(), crypto.randomUUID()];
    const text = `Tell me 🐋 [[tokens=60]] [[gate=${gate} after=30]]`;
    const first = await post(person, { chat, text, character: character.slug });
    const stored = await turnThatStreams(person, { hasText: true });
    const second = await resume(person, chat);
    const third = await resume(person, stored.conversation_id, { offset: '5' });
    await openGate(gate);
    const [whole, again, rest] = await Promise.all([first, second, third].map(readAnswer));
    expect(whole?.metadata.receipt?.state).toBe('complete');
    expect(again?.text).toBe(whole?.text);
    expect(rest?.text).toBe(whole?.text.slice(5));
    expect(again?.metadata.receipt).toEqual(whole?.metadata.receipt);
  });

  it('that nobody streams is 204, as useChat expects', async () => {
    const { metadata } = await send(ada, { text: 'Hello', character: character.slug });
    expect((await resume(ada, metadata.conversation_id)).status).toBe(204);
    expect((await resume(ada, crypto.randomUUID())).status).toBe(204);
  });
});

describe('an answer that has ended', () => {
  it('is read from each offset: no gap, no repeat', async () => {
    const answer = await send(ada, { text: 'Tell 🐋 [[tokens=12]]', character: character.slug });
    const { conversation_id, turn_id } = answer.metadata;
    for (let offset = 0; offset <= answer.text.length; offset++) {
      const query = { turn: turn_id, offset: `${offset}` };
      const rest = await readAnswer(await resume(ada, conversation_id, query));
      expect(rest.text).toBe(answer.text.slice(offset));
      expect(rest.chunks.at(-1)?.type).toBe('finish');
    }
  });

  it('beyond its end is refused with its length', async () => {
    const answer = await send(ada, { text: 'Hello', character: character.slug });
    const { conversation_id: chat, turn_id: turn } = answer.metadata;
    const { length } = answer.text;
    const beyond = await readAnswer(await resume(ada, chat, { turn, offset: `${length + 1}` }));
    expect([beyond.status, beyond.error?.code]).toEqual([416, 'offset_out_of_range']);
    expect(beyond.error?.details).toEqual({ length });
  });

  it('that was interrupted ends with its error again', async () => {
    const text = 'Tell [[tokens=60]] [[cut_after=30]]';
    const answer = await send(ada, { text, character: character.slug });
    const { conversation_id: chat, turn_id: turn } = answer.metadata;
    const again = await readAnswer(await resume(ada, chat, { turn, offset: '3' }));
    expect([again.text, again.error?.code]).toEqual([answer.text.slice(3), answer.error?.code]);
  });
});

describe('an answer that may not be read any more', () => {
  it('was deleted: it is not resumed, and its message sent again has no words', async () => {
    const asked = { id: crypto.randomUUID(), chat: crypto.randomUUID(), text: 'Tell' };
    const said = await send(ada, { ...asked, character: character.slug });
    const { conversation_id, turn_id } = said.metadata;
    const { assistant_message_id: p_id } = await sqlOne<{ assistant_message_id: string }>`
      select assistant_message_id from public.turns where id = ${turn_id}`;
    await ada.client.rpc('delete_message', { p_id }).throwOnError();
    const gone = await readAnswer(await resume(ada, conversation_id, { turn: turn_id }));
    expect([gone.status, gone.error?.code]).toEqual([404, 'turn_not_found']);
    const again = await send(ada, asked);
    expect([again.text, again.metadata.receipt?.turn_id]).toEqual(['', turn_id]);
  });

  it('is of a conversation that one had to leave', async () => {
    const member = await createPerson({ credits: 100 });
    const { metadata } = await send(ada, { text: 'Hello', character: character.slug });
    const chat = metadata.conversation_id;
    await join(ada, chat, member);
    const said = await send(member, { chat, text: 'And me?' });
    const query = { turn: said.metadata.turn_id };
    expect((await readAnswer(await resume(member, chat, query))).text).toBe(said.text);
    const removal = { p_conversation_id: chat, p_user_id: member.id };
    await ada.client.rpc('remove_participant', removal).throwOnError();
    expect((await readAnswer(await resume(member, chat, query))).status).toBe(404);
  });
});

it("a client's name for a chat is that of its own, whatever others call theirs", async () => {
  const member = await createPerson({ credits: 100 });
  const chat = crypto.randomUUID();
  const theirs = await send(ada, { chat, text: 'Hello', character: character.slug });
  await join(ada, theirs.metadata.conversation_id, member);
  await send(member, { chat, text: 'My own', character: character.slug });
  const gate = crypto.randomUUID();
  const text = `Tell [[gate=${gate} after=2]]`;
  const streaming = await post(member, { chat: theirs.metadata.conversation_id, text });
  await turnThatStreams(member);
  expect((await resume(member, chat)).status).toBe(204);
  await openGate(gate);
  await streaming.text();
});

describe('others', () => {
  it.each([
    ['a turn of a stranger', 404, 'turn_not_found', true],
    ['without a token', 401, 'unauthenticated', false],
  ])('%s: %i', async (_, status, code, isSignedIn) => {
    const { metadata } = await send(ada, { text: 'Hello', character: character.slug });
    const stranger = isSignedIn ? await createPerson() : undefined;
    const query = { turn: metadata.turn_id };
    const answer = await readAnswer(await resume(stranger, metadata.conversation_id, query));
    expect([answer.status, answer.error?.code]).toEqual([status, code]);
  });

  it.each([['offset=-1'], ['offset=x'], ['turn=x']])('%s is refused', async (query) => {
    const wrong = Object.fromEntries(new URLSearchParams(query));
    const answer = await readAnswer(await resume(ada, 'chat', wrong));
    expect([answer.status, answer.error?.code]).toEqual([400, 'invalid_request']);
  });
});
