// use-chat: the AI SDK's own React client, unmodified, against the chat function.
import { beforeAll, expect, it } from 'vitest';
import type { ErrorBody } from '../../shared/errors.ts';
import { createCharacter } from '../support/chat.ts';
import { openGate } from '../support/open-gate.ts';
import { createPerson, creditsOf } from '../support/person.ts';
import { turnThatStreams } from '../support/turn-that-streams.ts';
import { openChat, textOf } from '../support/use-chat.ts';

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
