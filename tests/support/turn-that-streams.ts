// turn-that-streams: the turn of a person whose answer is under way.
import { waitUntil } from '../../local/wait-until.ts';
import type { Person } from './person.ts';
import { sql } from './sql.ts';

export interface StreamingTurn {
  id: string;
  conversation_id: string;
  /** What of the answer is stored. */
  text: string;
}

/** Waits until there is one, and until words of it are stored if that is wished. */
export function turnThatStreams(
  { id }: Pick<Person, 'id'>,
  { hasText = false } = {},
): Promise<StreamingTurn> {
  return waitUntil('a turn that streams', async () => {
    const [turn] = await sql<StreamingTurn>`
      select turn.id, turn.conversation_id, content as text from public.turns as turn
      join public.messages as answer on answer.id = turn.assistant_message_id
      where user_id = ${id} and turn.state = 'streaming' and (${!hasText} or content <> '')`;
    return turn;
  });
}
