// history-messages: fills a database with conversations as if people had talked for long.
import type pg from 'pg';

export const CONVERSATIONS_EACH = 10;
export const MESSAGES_EACH = 100;
export const MESSAGES_A_PERSON = CONVERSATIONS_EACH * MESSAGES_EACH;
const BATCH = 50;
const WORDS = 2_000;
const WORDS_A_MESSAGE = 12;

/** The id of the person of a number. */
export const personId = (nr: number) =>
  `00000000-0000-4000-8000-${nr.toString(16).padStart(12, '0')}`;
/** The id of a conversation of a person, counted from 1. */
export const conversationId = (nr: number, which: number) =>
  `00000000-0000-4000-9000-${((nr << 8) | which).toString(16).padStart(12, '0')}`;
/** One of the words that messages are made of. */
export const anyWord = () => `word${1 + Math.floor(Math.random() * WORDS)}`;

const PERSON = `('00000000-0000-4000-8000-' || lpad(to_hex(nr), 12, '0'))::uuid`;
const CONVERSATION = `
  ('00000000-0000-4000-9000-' || lpad(to_hex(nr * 256 + which), 12, '0'))::uuid`;

/** What is written for each number; in the order of what refers to what. */
const STATEMENTS = [
  `insert into auth.users (id, email, aud, role)
   select ${PERSON}, nr || '@history.test', 'authenticated', 'authenticated' from people`,
  `insert into public.profiles (id, username) select ${PERSON}, 'history_' || nr from people`,
  `insert into public.conversations (id, user_id, character_id)
   select ${CONVERSATION}, ${PERSON},
     (select id from public.characters where slug = 'maths-tutor')
   from people, generate_series(1, ${CONVERSATIONS_EACH}) as which`,
  `insert into public.messages (conversation_id, role, content)
   select ${CONVERSATION}, case said % 2 when 1 then 'user' else 'assistant' end, (
     select string_agg('word' || (1 + floor(random() * ${WORDS}))::integer, ' ')
     from generate_series(1, ${WORDS_A_MESSAGE}) where nr + which + said > 0)
   from people, generate_series(1, ${CONVERSATIONS_EACH}) as which,
     generate_series(1, ${MESSAGES_EACH}) as said`,
  `insert into private.message_search (message_id, user_id, ordinal, words)
   select message.id, user_id, ordinal, to_tsvector('simple', content)
   from people
   join public.conversations as conversation on user_id = ${PERSON}
   join public.messages as message on conversation_id = conversation.id`,
];

/** Adds so many people with their messages, without triggers: nothing is measured here. */
export async function talkTo(
  client: pg.Client,
  people: number,
  onStep: (step: string) => void,
): Promise<void> {
  await client.query('set session_replication_role = replica');
  for (let first = 1; first <= people; first += BATCH) {
    const last = Math.min(people, first + BATCH - 1);
    for (const statement of STATEMENTS)
      await client.query(
        `with people as (select generate_series(${first}, ${last}) as nr) ${statement}`,
      );
    const [done, all] = [last, people].map((nr) => (nr * MESSAGES_A_PERSON).toLocaleString('en'));
    onStep(`${done} of ${all} messages ...`);
  }
  await client.query('set session_replication_role = origin');
  await client.query('vacuum (analyze)');
}
