// moderation: a word that only one test forbids, and what was decided about a person.
import type { Admin } from './admin.ts';
import { sql } from './sql.ts';

export interface Decision {
  subject_id: string;
  attempt: number;
  direction: 'input' | 'output';
  action: 'allow' | 'flag' | 'warn' | 'block';
  source: 'pattern' | 'provider';
  category: string | null;
  scores: Record<string, number> | null;
  failure: string | null;
  excerpt: string | null;
  review: string | null;
}

/** A word of letters that nobody else says: the rules of the shared stack are everybody's. */
export function ownWord(): string {
  const letters = crypto
    .randomUUID()
    .replaceAll('-', '')
    .replaceAll(/\d/g, (digit) => {
      return String.fromCharCode('g'.charCodeAt(0) + Number(digit));
    });
  return `z${letters}`;
}

/** Forbids a new word and returns it. */
export async function forbidWord(
  admin: Pick<Admin, 'call'>,
  action: 'flag' | 'warn' | 'block',
  direction: 'input' | 'output' | 'both' = 'both',
): Promise<string> {
  const word = ownWord();
  await admin.call('add_moderation_pattern', {
    p_category: 'test-word',
    p_content: word,
    p_action: action,
    p_direction: direction,
  });
  return word;
}

/** What was decided about a person's messages and their answers, oldest first. */
export async function decisionsOf({ id }: { id: string }): Promise<Decision[]> {
  return await sql<Decision>`
    select subject_id, attempt, direction, action, source, category, scores, failure, excerpt,
      review
    from private.moderation_decision where user_id = ${id} order by attempt, direction`;
}
