// conversations-export: people take a conversation away, as data or as a text.
import { beforeAll, expect, it } from 'vitest';
import { createCharacter } from '../support/chat.ts';
import { join, speak } from '../support/circle.ts';
import { converse, suspend } from '../support/conversation.ts';
import { anonymousClient, createPerson, type Person, serviceClient } from '../support/person.ts';
import { sql } from '../support/sql.ts';
import { asService, talk } from '../support/talk.ts';
import { end } from '../support/turn.ts';

let owner: Person;
let character: { id: string; slug: string };
let id: string;

beforeAll(async () => {
  character = await createCharacter();
  owner = await createPerson();
  ({ id } = await converse(owner, character.slug, ['Hello', '# Hi\n<b>you</b>', 'Bye'], 'Talk'));
  await sql`insert into public.messages (conversation_id, role, content, state)
    values (${id}, 'assistant', '', 'failed')`;
  await sql`update public.messages set created_at = '2026-01-02 03:04:05+00'
    where conversation_id = ${id}`;
});

const exportAs = ({ client }: Pick<Person, 'client'>, p_id: string, p_format?: string) =>
  client.rpc('export_conversation', { p_id, ...(p_format ? { p_format } : {}) });

it('as JSON it has every message with its state, oldest first', async () => {
  const { data, error } = await exportAs(owner, id);
  expect(error).toBeNull();
  const said = (role: string, content: string, state = 'complete') => ({
    role,
    author: null,
    content,
    attachments: [],
    state,
    created_at: '2026-01-02T03:04:05+00:00',
  });
  expect(data).toEqual({
    format: 'json',
    id,
    title: 'Talk',
    character: { slug: character.slug, name: 'Testa', tagline: 'Is tested.' },
    created_at: expect.any(String),
    messages: [
      said('user', 'Hello'),
      said('assistant', '# Hi\n<b>you</b>'),
      said('user', 'Bye'),
      said('assistant', '', 'failed'),
    ],
  });
});

it('as Markdown it is a text to read, without answers that failed', async () => {
  const { data } = await exportAs(owner, id, 'markdown');
  expect(data).toEqual({
    format: 'markdown',
    content: [
      '# Talk\n',
      '## You, 2026-01-02 03:04 UTC\n\nHello\n',
      '## Testa, 2026-01-02 03:04 UTC\n\n# Hi\n<b>you</b>\n',
      '## You, 2026-01-02 03:04 UTC\n\nBye\n',
    ].join('\n'),
  });
});

it('of several people it says who said what', async () => {
  const [ada, ben] = await Promise.all([createPerson(), createPerson({ credits: 100 })]);
  const { conversation } = await talk(ada, character.slug, ['Hello', 'Hi']);
  await join(ada, conversation, ben);
  await end(asService, await speak(ben, conversation, 'Me, too'), { text: 'Hi, too' });
  for (const [person, name] of [
    [ada, 'Ada'],
    [ben, 'Ben'],
  ] as const)
    await person.client.from('profiles').update({ display_name: name }).eq('id', person.id);
  const headings = async (person: Person) => {
    const { data } = await exportAs(person, conversation, 'markdown');
    const { content } = data as { content: string };
    return content.match(/(?<=^## )\w+/gm);
  };
  expect(await headings(ada)).toEqual(['You', 'Testa', 'Ben', 'Testa']);
  expect(await headings(ben)).toEqual(['Ada', 'Testa', 'You', 'Testa']);
  const { data } = await exportAs(ben, conversation);
  const { messages } = data as { messages: { author: string | null }[] };
  expect(messages.map(({ author }) => author)).toEqual(['Ada', null, 'Ben', null]);
});

it('without title or messages it bears the name of the character', async () => {
  const empty = await converse(owner, character.slug);
  expect((await exportAs(owner, empty.id, 'markdown')).data).toMatchObject({
    content: '# Testa\n',
  });
  expect((await exportAs(owner, empty.id)).data).toMatchObject({ title: null, messages: [] });
});

it.each(['pdf', 'JSON', 'json '])('as %s it is refused', async (format) => {
  const { error } = await exportAs(owner, id, format);
  expect(error).toMatchObject({ code: 'PT400', message: 'invalid_request' });
});

it('is for its owner only, also when suspended, and not when it is deleted', async () => {
  const stranger = await createPerson();
  const missing = { code: 'PT404', message: 'conversation_not_found' };
  expect((await exportAs(stranger, id)).error).toMatchObject(missing);
  expect((await exportAs({ client: anonymousClient() }, id)).error?.code).toBe('42501');
  expect((await exportAs({ client: serviceClient() }, id)).error?.code).toBe('42501');
  const mine = await converse(stranger, character.slug, ['Mine']);
  await suspend(stranger);
  expect((await exportAs(stranger, mine.id)).data).toMatchObject({ id: mine.id });
  const gone = await converse(owner, character.slug, ['Gone']);
  await owner.client.rpc('delete_conversation', { p_id: gone.id });
  expect((await exportAs(owner, gone.id)).error).toMatchObject(missing);
});
