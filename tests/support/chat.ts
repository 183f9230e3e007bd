// chat: sending messages to the chat function, as a client without the AI SDK would see it.
import type { UIMessageChunk } from 'ai';
import { inject } from 'vitest';
import type { AnswerMetadata } from '../../shared/contracts/chat.ts';
import type { ErrorBody } from '../../shared/errors.ts';
import type { Person } from './person.ts';
import { sqlOne } from './sql.ts';

export interface Message {
  text: string;
  chat?: string;
  id?: string;
  character?: string;
  /** The address to come from, as a proxy would tell it. */
  ip?: string;
  signal?: AbortSignal;
}

/** A published, inexpensive character that exists for one test file only. */
export async function createCharacter(
  options: { price?: number; isPremium?: boolean; status?: string; maxOutputTokens?: number } = {},
): Promise<{ id: string; slug: string }> {
  const { price = 2, isPremium = false, status = 'published', maxOutputTokens = 100 } = options;
  const slug = `test-${crypto.randomUUID()}`;
  return sqlOne<{ id: string; slug: string }>`
    with card as (
      insert into public.characters (slug, name, tagline, greeting, category, model,
        credit_price, is_premium, status, max_output_tokens)
      values (${slug}, 'Testa', 'Is tested.', 'Hello.', 'test', 'gpt-4.1-mini',
        ${price}, ${isPremium}, ${status}, ${maxOutputTokens})
      returning id, slug
    ), prompt as (
      insert into private.character_prompt (character_id, system_prompt)
      select id, 'You are Testa, who is tested.' from card
    )
    select id, slug from card`;
}

/** Posts a message; the response may be an error or a stream. */
export function post(
  person: Pick<Person, 'token'> | undefined,
  message: Message,
  apiUrl = inject('stack').apiUrl,
): Promise<Response> {
  return fetch(`${apiUrl}/functions/v1/chat`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(person ? { authorization: `Bearer ${person.token}` } : {}),
      ...(message.ip ? { 'x-forwarded-for': message.ip } : {}),
    },
    body: JSON.stringify({
      id: message.chat ?? crypto.randomUUID(),
      ...(message.character ? { character: message.character } : {}),
      messages: [
        {
          id: message.id ?? crypto.randomUUID(),
          role: 'user',
          parts: [{ type: 'text', text: message.text }],
        },
      ],
    }),
    ...(message.signal ? { signal: message.signal } : {}),
  });
}

export interface Answer {
  status: number;
  text: string;
  chunks: UIMessageChunk<AnswerMetadata>[];
  metadata: AnswerMetadata;
  /** Of an error answer, or of the error event that ended the stream. */
  error?: ErrorBody['error'];
}

/** Reads a response to its end. */
export async function readAnswer(response: Response): Promise<Answer> {
  const body = await response.text();
  if (!response.ok) {
    const { error } = JSON.parse(body) as ErrorBody;
    return { status: response.status, text: '', chunks: [], metadata: {} as AnswerMetadata, error };
  }
  const chunks = parseEvents(body);
  const failure = chunks.find((chunk) => chunk.type === 'error');
  return {
    status: response.status,
    text: chunks.flatMap((chunk) => (chunk.type === 'text-delta' ? [chunk.delta] : [])).join(''),
    chunks,
    metadata: Object.assign(
      {},
      ...chunks.map((chunk) => ('messageMetadata' in chunk ? chunk.messageMetadata : {})),
    ),
    ...(failure ? { error: (JSON.parse(failure.errorText) as ErrorBody).error } : {}),
  };
}

/** Posts a message and reads its answer. */
export async function send(person: Person | undefined, message: Message): Promise<Answer> {
  return readAnswer(await post(person, message));
}

/** The parts of a UI message stream, without its final `[DONE]`. */
export function parseEvents(body: string): UIMessageChunk<AnswerMetadata>[] {
  return body
    .split('\n\n')
    .filter((event) => event.startsWith('data: ') && event !== 'data: [DONE]')
    .map((event) => JSON.parse(event.slice('data: '.length)));
}
