// use-chat: the AI SDK's own chat, unmodified, against the chat function.
import { Chat } from '@ai-sdk/react';
import { DefaultChatTransport, type UIMessage } from 'ai';
import { inject } from 'vitest';
import type { AnswerMetadata } from '../../shared/contracts/chat.ts';
import type { ErrorBody } from '../../shared/errors.ts';
import type { Person } from './person.ts';

export type AnswerMessage = UIMessage<AnswerMetadata>;

/** What `useChat({ transport })` makes inside; a new chat unless it is named. */
export function openChat(
  person: Pick<Person, 'token'>,
  character: string | undefined,
  id: string = crypto.randomUUID(),
): Chat<AnswerMessage> {
  return new Chat<AnswerMessage>({
    id,
    transport: new DefaultChatTransport({
      api: `${inject('stack').apiUrl}/functions/v1/chat`,
      headers: { authorization: `Bearer ${person.token}` },
      body: character ? { character } : {},
    }),
  });
}

/** The words of a message. */
export function textOf(message: AnswerMessage | undefined): string {
  return (message?.parts ?? []).map((part) => (part.type === 'text' ? part.text : '')).join('');
}

/** What the chat reports of its last failure. */
export function errorOf(chat: Chat<AnswerMessage>): ErrorBody['error'] | undefined {
  return chat.error ? (JSON.parse(chat.error.message) as ErrorBody).error : undefined;
}
