// talk: a conversation of finished turns on the shared stack, and what is said anew in it.
import { type Person, serviceClient } from './person.ts';
import { sql } from './sql.ts';
import { begin, type Call, type Context, end, overDataApi } from './turn.ts';

export interface Talk {
  owner: Person;
  chat: string;
  conversation: string;
  /** Ids of the messages by their text. */
  ids: Record<string, string>;
}

export const asService: Call = (name, args) => overDataApi(serviceClient())(name, args);

/** A conversation with a character; each pair is a question and its answer. */
export async function talk(
  owner: Person,
  character: string,
  ...said: [question: string, answer: string][]
): Promise<Talk> {
  const chat = crypto.randomUUID();
  let conversation = '';
  for (const [text, answer] of said) {
    const turn = await begin(asService, { user: owner.id, character, chat, text });
    await end(asService, turn, { text: answer });
    conversation = turn.conversation_id;
  }
  return { owner, chat, conversation, ids: await idsOf(conversation) };
}

/** Ids of all messages of a conversation, of every branch, by their text. */
export async function idsOf(conversation: string): Promise<Record<string, string>> {
  const rows = await sql<{ id: string; content: string }>`
    select id, content from public.messages where conversation_id = ${conversation}`;
  return Object.fromEntries(rows.map(({ id, content }) => [content, id]));
}

/** What the owner sees: the messages that are shown, oldest first. */
export async function shown({ owner, conversation }: Talk): Promise<string[]> {
  const { data } = await owner.client
    .from('messages')
    .select('content')
    .eq('conversation_id', conversation)
    .eq('is_current', true)
    .order('ordinal')
    .throwOnError();
  return data.map(({ content }) => content);
}

export type Operation = 'begin_edit' | 'begin_regeneration' | 'begin_continuation';

/** A turn that starts from a message of a talk. */
export async function anew(
  operation: Operation,
  { owner, chat }: Pick<Talk, 'owner' | 'chat'>,
  messageId: string | undefined,
  text?: string,
): Promise<Context> {
  const asked = { p_user_id: owner.id, p_chat_id: chat, p_message_id: messageId };
  return (await asService(operation, text ? { ...asked, p_text: text } : asked)) as Context;
}

/** The texts that a turn's model is given. */
export const saidIn = ({ messages }: Context) => messages.map(({ content }) => content);
