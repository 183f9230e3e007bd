// chat-background: titles and summaries, made by the model when the answer is there.
import { beforeAll, expect, inject, it } from 'vitest';
import { waitUntil } from '../../local/wait-until.ts';
import { createAdmin } from '../support/admin.ts';
import { createCharacter, send } from '../support/chat.ts';
import { forbidWord } from '../support/moderation.ts';
import { createPerson, creditsOf, type Person } from '../support/person.ts';
import { sql } from '../support/sql.ts';
import { asService } from '../support/talk.ts';
import { readJournal } from '../support/upstream-journal.ts';

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

it('a model that thinks is asked to think as little as it can, with room for it', async () => {
  const thinker = await createCharacter({ price: 0 });
  await sql`update public.characters set model = 'gpt-5-mini' where id = ${thinker.id}`;
  const text = `What is a whale? ${crypto.randomUUID()}`;
  const answer = await send(await createPerson(), { text, character: thinker.slug });
  expect(answer.error).toBeUndefined();
  const [, asked] = await waitUntil('the question for a title', async () => {
    const requests = await readJournal({ contains: text });
    return requests.length > 1 && requests;
  });
  const body = asked?.body as { reasoning_effort?: string; max_completion_tokens: number };
  expect(body.reasoning_effort).toBe('minimal');
  expect(body.max_completion_tokens).toBeGreaterThan(4000);
});

it('a title is asked for without half a letter, and a blocked one is not taken', async () => {
  const person = await createPerson();
  const word = await forbidWord(await createAdmin(), 'block', 'output');
  const mark = crypto.randomUUID();
  const text = `${mark} ${'x'.repeat(999 - mark.length - 1)}\u{1f600} [[say=Fine]]`;
  const answer = await send(person, { text, character: character.slug });
  const [, asked] = await waitUntil('the question for a title', async () => {
    const requests = await readJournal({ contains: mark });
    return requests.length > 1 && requests;
  });
  expect(JSON.stringify(asked?.body)).not.toMatch(/\ufffd|\\ud83d/);
  const id = answer.metadata.conversation_id;
  await waitUntil('a title', () => titleOf(person, id));
  await sql`update public.conversations set title = null where id = ${id}`;
  const name = (p_title: string) =>
    asService('name_conversation', {
      p_conversation_id: id,
      p_title,
      p_usage: { provider: 'openai', model: 'gpt-4.1-mini', input_tokens: 9, output_tokens: 5 },
    });
  expect(await name(`Of ${word}`)).toBe(false);
  expect(await titleOf(person, id)).toBeNull();
  expect(await name('Of whales')).toBe(true);
  const calls = await sql`
    select from private.usage_record where user_id = ${person.id} and action = 'title'`;
  expect(calls).toHaveLength(3);
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
