// conversation: conversations of people of the shared stack, filled without asking a model.
import type { Person } from './person.ts';
import { sql } from './sql.ts';

export interface Conversation {
  id: string;
  /** Of its messages, in their order. */
  ordinals: number[];
}

/** A new conversation; messages are the person's and the character's by turns. */
export async function converse(
  person: Pick<Person, 'client'>,
  character: string,
  messages: string[] = [],
  title?: string,
): Promise<Conversation> {
  const { data, error } = await person.client.rpc('create_conversation', {
    p_character: character,
    ...(title === undefined ? {} : { p_title: title }),
  });
  if (error) throw error;
  return { id: data.id, ordinals: await say(data.id, messages) };
}

/** Adds messages, each below the one before, the first one the person's; returns their ordinals. */
export async function say(conversationId: string, messages: string[]): Promise<number[]> {
  const rows = await sql<{ ordinal: number }>`
    with said as (
      select gen_random_uuid() as id, content, nr
      from unnest(${messages}::text[]) with ordinality as message (content, nr)
    )
    insert into public.messages (id, conversation_id, parent_id, role, content)
    select id, ${conversationId}::uuid,
      coalesce(lag(id) over (order by nr), private.leaf_of(${conversationId}::uuid)),
      case when nr % 2 = 1 then 'user' else 'assistant' end, content
    from said order by nr
    returning ordinal`;
  return rows.map(({ ordinal }) => ordinal);
}

/** Suspends an account; its token still works. */
export async function suspend(person: Pick<Person, 'id'>): Promise<void> {
  await sql`update public.profiles set status = 'suspended' where id = ${person.id}`;
}
