// upstream-journal: what the stand-ins of the AI providers were asked, and what became of it.
import { inject } from 'vitest';

export interface JournalEntry {
  provider: string;
  path: string;
  body: unknown;
  outcome: string;
}

/**
 * The requests for answers that match, oldest first; `contains` is looked for in the body.
 * Moderation asks by itself.
 */
export async function readJournal(filter: {
  contains: string;
  outcome?: string;
}): Promise<JournalEntry[]> {
  const address = new URL('/__control/requests', inject('stack').openaiUrl);
  address.search = new URLSearchParams(filter).toString();
  const { requests } = (await (await fetch(address)).json()) as { requests: JournalEntry[] };
  return requests.filter(({ path }) => path !== '/v1/moderations');
}

/** What a provider was asked by a question of its own. */
export async function askedOf(question: string): Promise<unknown> {
  return (await readJournal({ contains: question })).at(-1)?.body;
}
