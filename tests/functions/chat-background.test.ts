// chat-background: titles and summaries, made by the model when the answer is there.
import { beforeAll, expect, inject, it } from 'vitest';
import { waitUntil } from '../../local/wait-until.ts';
import { createCharacter, send } from '../support/chat.ts';
import { createPerson, creditsOf, type Person } from '../support/person.ts';
import { sql } from '../support/sql.ts';

let character: { id: string; slug: string };

beforeAll(async () => {
  character = await createCharacter({ price: 2 });
});

async function titleOf({ client }: Person, id: string): Promise<string | null> {
  const { data } = await client.from('conversations').select('title').eq('id', id).single();
  return data?.title ?? null;
}

it('a conversation is named after its first exchange, and nobody pays for it', async () => {
  const person = await createPerson({ credits: 10 });
  const answer = await send(person, { text: 'What is a whale?', character: character.slug });
  const id = answer.metadata.conversation_id;
  const title = await waitUntil('a title', () => titleOf(person, id));
  expect(title.length).toBeLessThanOrEqual(80);
  expect(title).not.toMatch(/\n|"$|\.$/);
  expect(await creditsOf(person.id)).toEqual({ available: 8, held: 0 });
});

it('a title of its person stays', async () => {
  const person = await createPerson();
  const chat = crypto.randomUUID();
  const conversation = { p_character: character.slug, p_client_id: chat, p_title: 'Mine' };
  const { data } = await person.client.rpc('create_conversation', conversation).throwOnError();
  const text = `Hello ${crypto.randomUUID()}`;
  await send(person, { chat, text });
  await send(person, { chat, text: 'And again' });
  expect(await titleOf(person, data.id)).toBe('Mine');
  const asked = new URL('/__control/requests', inject('stack').openaiUrl);
  asked.search = new URLSearchParams({ contains: text }).toString();
  const { requests } = (await (await fetch(asked)).json()) as { requests: { path: string }[] };
  const answered = requests.filter(({ path }) => path !== '/v1/moderations');
  expect(answered).toHaveLength(2);
});

it('a long conversation keeps its beginning in short', async () => {
  const small = await createCharacter({ price: 0, maxOutputTokens: 1000 });
  await sql`update public.characters set context_messages = 4 where id = ${small.id}`;
  const person = await createPerson();
  const chat = crypto.randomUUID();
  let id = '';
  for (const text of ['One', 'Two', 'Three']) {
    const answer = await send(person, { chat, text, character: small.slug });
    id = answer.metadata.conversation_id;
  }
  await waitUntil('a summary', async () => {
    const rows = await sql`
      select from private.conversation_summary where conversation_id = ${id}`;
    return rows.length > 0;
  });
  const answer = await send(person, { chat, text: 'Four [[echo_context]]' });
  const [prompt] = JSON.parse(answer.text) as { role: string; content: string }[];
  expect(prompt?.role).toBe('system');
  expect(prompt?.content).toContain('What was said before');
});
