// conversations-search: people find what was said to them, by words, and nobody else's words.
import { beforeAll, describe, expect, it } from 'vitest';
import { createCharacter } from '../support/chat.ts';
import { type Conversation, converse, say } from '../support/conversation.ts';
import { anonymousClient, createPerson, type Person, serviceClient } from '../support/person.ts';
import { sql, sqlOne } from '../support/sql.ts';
import { begin, checkpoint, end, overDataApi } from '../support/turn.ts';

let owner: Person;
let stranger: Person;
let slug: string;
let talk: Conversation;

beforeAll(async () => {
  ({ slug } = await createCharacter());
  [owner, stranger] = await Promise.all([createPerson(), createPerson()]);
  talk = await converse(
    owner,
    slug,
    [
      'I saw a red fox by the river.',
      'A fox! How lovely. Was the river high?',
      'ÉCOLE and Straße, she said. <b>Bold</b> & plain',
      '我昨天在上海看见一只狐狸。',
    ],
    'Foxes',
  );
  await converse(stranger, slug, ['The fox of somebody else']);
});

async function search(person: Person, p_query: string, p_limit?: number, p_before?: number) {
  const { data, error } = await person.client.rpc('search_messages', {
    p_query,
    ...(p_limit === undefined ? {} : { p_limit }),
    ...(p_before === undefined ? {} : { p_before }),
  });
  if (error) throw error;
  return data;
}

describe('a search', () => {
  it('finds own messages, newest first, with what was found marked', async () => {
    expect(await search(owner, 'fox')).toMatchObject([
      { ordinal: talk.ordinals[1], role: 'assistant', excerpt: expect.stringMatching(/^A «fox»!/) },
      {
        ordinal: talk.ordinals[0],
        role: 'user',
        conversation_id: talk.id,
        conversation_title: 'Foxes',
        excerpt: expect.stringMatching(/^I saw a red «fox» by the river/),
      },
    ]);
  });

  it.each([
    ['red river', 1],
    ['"the river"', 2],
    ['"river the"', 0],
    ['fox -lovely', 1],
    ['red or lovely', 2],
    ['école', 1],
    ['STRASSE', 0],
    ['straße', 1],
    ['上海', 1],
    ['狐狸', 1],
    ['somebody', 0],
    ['', 0],
    ['   ', 0],
    ["'); drop table messages; --", 0],
    ['& | ! <-> :*', 0],
  ])('for %s finds %i', async (query, count) => {
    expect(await search(owner, query)).toHaveLength(count);
  });

  it('marks signs of scripts without spaces together', async () => {
    expect(await search(owner, '上海')).toMatchObject([
      { excerpt: expect.stringContaining('我昨天在«上海»看见') },
    ]);
  });

  it('does not find what is in a deleted conversation, until it is restored', async () => {
    const { id } = await converse(owner, slug, ['A walrus']);
    await owner.client.rpc('delete_conversation', { p_id: id });
    expect(await search(owner, 'walrus')).toEqual([]);
    await owner.client.rpc('restore_conversation', { p_id: id });
    expect(await search(owner, 'walrus')).toHaveLength(1);
  });

  it('is paged by ordinal without gap or repeat while more is said', async () => {
    const { id, ordinals } = await converse(
      owner,
      slug,
      Array.from({ length: 45 }, (_, index) => `Heron ${index}`),
    );
    const seen: number[] = [];
    let page = await search(owner, 'heron', 20);
    while (page.length > 0) {
      seen.push(...page.map(({ ordinal }) => ordinal));
      await say(id, ['Another heron']);
      page = await search(owner, 'heron', 20, seen.at(-1));
    }
    expect(seen).toEqual(ordinals.toReversed());
  });

  it.each([
    [0, 1],
    [-3, 1],
    [1000, 100],
  ])('for %i results gives %i', async (limit, count) => {
    const person = await createPerson();
    await converse(person, slug, Array<string>(120).fill('Otter'));
    expect(await search(person, 'otter', limit)).toHaveLength(count);
  });

  it('for more than 200 characters is refused', async () => {
    const { error } = await owner.client.rpc('search_messages', { p_query: 'x'.repeat(201) });
    expect(error).toMatchObject({ code: 'PT400', message: 'invalid_request' });
  });

  it('is not for visitors or the service', async () => {
    for (const client of [anonymousClient(), serviceClient()]) {
      const { error } = await client.rpc('search_messages', { p_query: 'fox' });
      expect(error?.code).toBe('42501');
    }
  });
});

describe('an answer', () => {
  const wordsOf = (id: string) =>
    sql`select words from private.message_search where message_id = ${id}`;

  it('is found when it is final, and no checkpoint of it makes words', async () => {
    const person = await createPerson();
    const call = overDataApi(serviceClient());
    const turn = await begin(call, { user: person.id, character: slug, text: 'A question' });
    await checkpoint(call, turn, 'A badger');
    await checkpoint(call, turn, 'A badger and');
    expect(await wordsOf(turn.assistant_message_id)).toEqual([]);
    expect(await search(person, 'badger')).toEqual([]);
    expect(await search(person, 'question')).toHaveLength(1);
    await end(call, turn, { text: 'A badger and a mole.' });
    expect(await search(person, 'mole')).toMatchObject([{ message_id: turn.assistant_message_id }]);
  });

  it('is found by its new words when a late settlement changes it', async () => {
    const person = await createPerson();
    const { id } = await sqlOne<{ id: string }>`
      insert into public.messages (conversation_id, role, content, state)
      values (${(await converse(person, slug)).id}, 'assistant', 'A stoat', 'interrupted')
      returning id`;
    await sql`update public.messages set state = 'complete', content = 'A weasel' where id = ${id}`;
    expect(await search(person, 'stoat')).toEqual([]);
    expect(await search(person, 'weasel')).toHaveLength(1);
  });

  it.each([
    ['distinct signs', (nr: number) => String.fromCodePoint(0x20000 + (nr % 40_000))],
    ['distinct words', (nr: number) => `${nr.toString(36)} `],
    ['compounds', (nr: number) => `${nr.toString(36)}-é/`],
    ['one endless word', () => 'x'],
  ])('as long as can be, of %s, is stored', async (_, make) => {
    const person = await createPerson();
    const content = Array.from({ length: 200_000 }, (__, nr) => make(nr)).join('');
    const text = Array.from(content).slice(0, 200_000).join('');
    const { id } = await converse(person, slug, ['Please, on', text]);
    await expect(sqlOne`
      select char_length(content) as length from public.messages
      where conversation_id = ${id} and role = 'assistant'`).resolves.toEqual({ length: 200_000 });
    expect(await search(person, 'please')).toHaveLength(1);
  });
});
