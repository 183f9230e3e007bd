// use-chat: the AI SDK's own React client, unmodified, against the chat function.
import { Chat } from '@ai-sdk/react';
import { DefaultChatTransport, type UIMessage } from 'ai';
import { beforeAll, expect, inject, it } from 'vitest';
import type { AnswerMetadata } from '../../shared/contracts/chat.ts';
import type { ErrorBody } from '../../shared/errors.ts';
import { createCharacter } from '../support/chat.ts';
import { createPerson, creditsOf, type Person } from '../support/person.ts';

type AnswerMessage = UIMessage<AnswerMetadata>;

let character: { slug: string };

beforeAll(async () => {
  character = await createCharacter({ price: 2 });
});

/** What `useChat({ transport })` makes inside. */
function openChat(person: Person): Chat<AnswerMessage> {
  return new Chat<AnswerMessage>({
    transport: new DefaultChatTransport({
      api: `${inject('stack').apiUrl}/functions/v1/chat`,
      headers: { authorization: `Bearer ${person.token}` },
      body: { character: character.slug },
    }),
  });
}

const textOf = (message: AnswerMessage | undefined) =>
  message?.parts.map((part) => (part.type === 'text' ? part.text : '')).join('');

it('holds a conversation of two turns with ids of its own making', async () => {
  const person = await createPerson({ credits: 10 });
  const chat = openChat(person);
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
  const chat = openChat(await createPerson());
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
  const chat = openChat(person);
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
  const chat = openChat(await createPerson());
  await chat.sendMessage({ text: 'Tell me all [[tokens=90]] [[cut_after=20]]' });
  expect(chat.status).toBe('error');
  const { error } = JSON.parse(chat.error?.message ?? '') as ErrorBody;
  expect(error.code).toBe('answer_interrupted');
  expect(error.details.receipt).toMatchObject({ state: 'interrupted' });
  expect(textOf(chat.messages.at(-1))).not.toBe('');
});
