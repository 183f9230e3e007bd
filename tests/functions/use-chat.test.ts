// use-chat: the AI SDK's own React client, unmodified, against the chat function.
import { beforeAll, describe, expect, it } from 'vitest';
import { waitUntil } from '../../local/wait-until.ts';
import type { ErrorBody } from '../../shared/errors.ts';
import { createCharacter } from '../support/chat.ts';
import { openGate } from '../support/open-gate.ts';
import { createPerson, creditsOf } from '../support/person.ts';
import { sql, sqlOne } from '../support/sql.ts';
import { turnThatStreams } from '../support/turn-that-streams.ts';
import { type AnswerMessage, errorOf, openChat, textOf } from '../support/use-chat.ts';

let character: { slug: string };

beforeAll(async () => {
  character = await createCharacter({ price: 2 });
});

it('holds a conversation of two turns with ids of its own making', async () => {
  const person = await createPerson({ credits: 10 });
  const chat = openChat(person, character.slug);
  await chat.sendMessage({ text: 'My name is Ada.' });
  expect(chat.status).toBe('ready');
  const [, first] = chat.messages;
  expect(textOf(first)).not.toBe('');
  expect(first?.metadata?.receipt).toMatchObject({ charged_credits: 2, available_credits: 8 });

  await chat.sendMessage({ text: 'Who am I? [[echo_context]]' });
  const context = JSON.parse(textOf(chat.messages[3]) ?? '');
  expect(context.map(({ role }: { role: string }) => role)).toEqual([
    'system',
    'user',
    'assistant',
    'user',
  ]);
  expect(chat.messages[3]?.metadata?.conversation_id).toBe(first?.metadata?.conversation_id);
});

it('goes on after a long history, of which the server reads the last message only', async () => {
  const chat = openChat(await createPerson(), character.slug);
  chat.messages = Array.from({ length: 1200 }, (_, index) => ({
    id: `old-${index}`,
    role: index % 2 ? ('assistant' as const) : ('user' as const),
    parts: [{ type: 'text' as const, text: 'x'.repeat(3000) }],
  }));
  await chat.sendMessage({ text: 'And now?' });
  expect(chat.status).toBe('ready');
});

it('tells the code of a refusal, and tries the same message again when asked', async () => {
  const person = await createPerson({ credits: 2 });
  const chat = openChat(person, character.slug);
  await chat.sendMessage({ text: `Hello ${crypto.randomUUID()} [[fail_times=3 status=503]]` });
  expect(chat.status).toBe('error');
  const { error } = JSON.parse(chat.error?.message ?? '') as ErrorBody;
  expect(error.code).toBe('provider_unavailable');

  await chat.regenerate();
  expect(chat.status).toBe('ready');
  expect(chat.messages.at(-1)?.metadata?.receipt).toMatchObject({ charged_credits: 2 });
  expect(await creditsOf(person.id)).toEqual({ available: 0, held: 0 });
});

describe('a message that was refused, of which nothing is stored, is sent by its retry', () => {
  const refusals = [
    ['insufficient_credits', { credit_price: 1000 }, { credit_price: 2 }],
    ['premium_required', { is_premium: true }, { is_premium: false }],
    ['quota_exceeded', { messages_per_day: 1 }, { messages_per_day: 1000 }],
  ] as const;

  it.each(refusals)('%s', async (code, refused, allowed) => {
    for (const retry of ['regenerate', 'sendMessage'] as const) {
      const { id, slug } = await createCharacter();
      const set = (card: object) => sql`
        update public.characters as it set (credit_price, is_premium, messages_per_day) =
          (select credit_price, is_premium, messages_per_day
           from jsonb_populate_record(it, ${card}))
        where id = ${id}`;
      const person = await createPerson();
      await set(allowed);
      await openChat(person, slug).sendMessage({ text: 'The one of this day' });
      const chat = openChat(person, slug);
      for (const text of ['One?', 'Two? [[echo_context]]']) {
        await set(refused);
        await chat.sendMessage({ text });
        expect(errorOf(chat)?.code).toBe(code);
        await chat[retry]();
        expect(errorOf(chat)?.code).toBe(code);
        await set(allowed);
        await chat[retry]();
        expect(chat.error).toBeUndefined();
      }
      const asked: { role: string; content: string }[] = JSON.parse(textOf(chat.messages[3]) ?? '');
      const questions = asked.filter(({ role }) => role === 'user').map(({ content }) => content);
      expect(questions).toEqual(['One?', 'Two? [[echo_context]]']);
      expect(await creditsOf(person.id)).toEqual({ available: 94, held: 0 });
    }
  });

  it('an edit, too, and not the question that was there before', async () => {
    for (const retry of ['regenerate', 'sendMessage'] as const) {
      const { id, slug } = await createCharacter();
      const person = await createPerson();
      const chat = openChat(person, slug);
      await chat.sendMessage({ text: 'One?' });
      const messageId = chat.messages[0]?.id as string;
      await sql`update public.characters set credit_price = 1000 where id = ${id}`;
      await chat.sendMessage({ text: 'Uno? [[echo_context]]', messageId });
      expect(errorOf(chat)?.code).toBe('insufficient_credits');
      await sql`update public.characters set credit_price = 2 where id = ${id}`;
      await chat[retry]();
      expect(chat.error).toBeUndefined();
      const asked: { content: string }[] = JSON.parse(textOf(chat.messages[1]) ?? '');
      expect(asked.at(-1)?.content).toBe('Uno? [[echo_context]]');
      expect(await creditsOf(person.id)).toEqual({ available: 96, held: 0 });
    }
  });

  it('five times at once it is sent once', async () => {
    const person = await createPerson();
    const [id, gate] = [crypto.randomUUID(), crypto.randomUUID()];
    const text = `Hello [[tokens=40]] [[gate=${gate} after=20]]`;
    const chats = Array.from({ length: 5 }, () => openChat(person, character.slug, id));
    for (const chat of chats)
      chat.messages = [{ id: 'q', role: 'user', parts: [{ type: 'text', text }] }];
    const retries = chats.map((chat) => chat.regenerate());
    await waitUntil('all to read the answer', async () =>
      chats.every(({ status }) => status === 'streaming'),
    );
    await openGate(gate);
    await Promise.all(retries);
    expect(new Set(chats.map(({ messages }) => textOf(messages[1]))).size).toBe(1);
    expect(await creditsOf(person.id)).toEqual({ available: 98, held: 0 });
  });

  it('but one that was deleted is not, nor one in a conversation that was', async () => {
    const person = await createPerson();
    const chat = openChat(person, character.slug);
    await chat.sendMessage({ text: 'One?' });
    const { conversation_id } = chat.messages[1]?.metadata ?? {};
    const { id } = await sqlOne<{ id: string }>`
      select id from public.messages where conversation_id = ${conversation_id} and role = 'user'`;
    await person.client.rpc('delete_message', { p_id: id }).throwOnError();
    chat.messages = [{ ...chat.messages[0], id } as AnswerMessage];
    await chat.regenerate();
    expect(errorOf(chat)?.code).toBe('message_not_found');
    await person.client
      .rpc('delete_conversation', { p_id: conversation_id as string })
      .throwOnError();
    await chat.regenerate();
    expect(errorOf(chat)?.code).toBe('conversation_not_found');
    expect(await creditsOf(person.id)).toEqual({ available: 98, held: 0 });
  });
});

it('sends a question whose answer failed again, and no second one beside it', async () => {
  const person = await createPerson();
  const chat = openChat(person, character.slug);
  await chat.sendMessage({ text: 'One?' });
  await chat.sendMessage({ text: `Two? ${crypto.randomUUID()} [[fail_times=3 status=503]]` });
  expect(errorOf(chat)?.code).toBe('provider_unavailable');
  await chat.sendMessage();
  expect(chat.error).toBeUndefined();
  const { conversation_id } = chat.messages.at(-1)?.metadata ?? {};
  const rows = await sql<{ state: string }>`
    select state from public.messages where conversation_id = ${conversation_id}`;
  expect(rows.map(({ state }) => state)).toEqual(Array(4).fill('complete'));
  expect(await creditsOf(person.id)).toEqual({ available: 96, held: 0 });
});

it('keeps what was shown of an answer that was cut, and tells why', async () => {
  const chat = openChat(await createPerson(), character.slug);
  await chat.sendMessage({ text: 'Tell me all [[tokens=90]] [[cut_after=20]]' });
  expect(chat.status).toBe('error');
  const { error } = JSON.parse(chat.error?.message ?? '') as ErrorBody;
  expect(error.code).toBe('answer_interrupted');
  expect(error.details.receipt).toMatchObject({ state: 'interrupted' });
  expect(textOf(chat.messages.at(-1))).not.toBe('');
});

it('gives another answer to the last message, and to one further up', async () => {
  const chat = openChat(await createPerson(), character.slug);
  await chat.sendMessage({ text: 'One?' });
  await chat.sendMessage({ text: 'Two? [[echo_context]]' });
  const [, first, , second] = chat.messages.map(({ id }) => id);
  await chat.regenerate();
  expect(chat.error).toBeUndefined();
  expect(chat.messages).toHaveLength(4);
  expect(chat.messages[3]?.id).not.toBe(second);
  expect(JSON.parse(textOf(chat.messages[3]) ?? '').at(-1).content).toContain('Two?');

  await chat.regenerate({ messageId: first as string });
  expect(chat.messages.map(({ role }) => role)).toEqual(['user', 'assistant']);
  expect(chat.messages[1]?.id).not.toBe(first);
});

it('asks another question in the place of one, again and again', async () => {
  const chat = openChat(await createPerson(), character.slug);
  await chat.sendMessage({ text: 'One?' });
  await chat.sendMessage({ text: 'Two?' });
  const messageId = chat.messages[2]?.id as string;
  await chat.sendMessage({ text: 'Zwei?', messageId });
  await chat.sendMessage({ text: 'Deux? [[echo_context]]', messageId });
  expect(chat.messages).toHaveLength(4);
  const context: { role: string; content: string }[] = JSON.parse(textOf(chat.messages[3]) ?? '');
  expect(context.filter(({ role }) => role === 'user').map(({ content }) => content)).toEqual([
    'One?',
    'Deux? [[echo_context]]',
  ]);
});

it('goes on with an answer that was cut, in the same message', async () => {
  const chat = openChat(await createPerson(), character.slug);
  await chat.sendMessage({ text: 'Tell me all [[tokens=90]] [[cut_after=20]]' });
  const cut = textOf(chat.messages.at(-1)) ?? '';
  await chat.sendMessage();
  expect(chat.error).toBeUndefined();
  expect(chat.messages).toHaveLength(2);
  expect(textOf(chat.messages[1])?.startsWith(cut)).toBe(true);
  expect(textOf(chat.messages[1])?.length).toBeGreaterThan(cut.length);
});

it('resumes an answer that streams, on a second device', async () => {
  const person = await createPerson();
  const gate = crypto.randomUUID();
  const first = openChat(person, character.slug);
  const sending = first.sendMessage({ text: `Tell me [[tokens=40]] [[gate=${gate} after=20]]` });
  await turnThatStreams(person, { hasText: true });
  const second = openChat(person, character.slug, first.id);
  const resuming = second.resumeStream();
  await openGate(gate);
  await Promise.all([sending, resuming]);
  expect(textOf(second.messages.at(-1))).toBe(textOf(first.messages.at(-1)));
  expect(second.messages.at(-1)?.metadata?.receipt).toMatchObject({ state: 'complete' });
});
