// journal: every request the stand-ins got, and what became of it, for tests to read.
import type { ServerResponse } from 'node:http';

export interface JournalEntry {
  /** Also the answer's `x-request-id`. */
  id: string;
  /** Whose stand-in was asked. */
  provider: string;
  method: string;
  path: string;
  /** Keys are shortened: they are not for journals. */
  headers: Record<string, string>;
  body: unknown;
  status?: number;
  /** `cancelled`: the caller left before the end; `cut`: a fault broke the connection off. */
  outcome: 'pending' | 'answered' | 'cancelled' | 'cut';
}

export interface JournalFilter {
  provider?: string | undefined;
  path?: string | undefined;
  outcome?: string | undefined;
  /** A piece of the body. */
  contains?: string | undefined;
}

export interface Journal {
  add(entry: Omit<JournalEntry, 'outcome'>, response: ServerResponse): JournalEntry;
  list(filter: JournalFilter): JournalEntry[];
  clear(): void;
}

/** A long load test must not fill the memory. */
const KEPT_ENTRIES = 10_000;

export function createJournal(): Journal {
  let entries: JournalEntry[] = [];
  return {
    add(request, response) {
      const entry: JournalEntry = { ...request, outcome: 'pending' };
      entries.push(entry);
      if (entries.length > KEPT_ENTRIES) entries = entries.slice(-KEPT_ENTRIES / 2);
      response.once('close', () => {
        if (response.headersSent) entry.status = response.statusCode;
        if (entry.outcome === 'pending')
          entry.outcome = response.writableFinished ? 'answered' : 'cancelled';
      });
      return entry;
    },
    list: ({ provider, path, outcome, contains }) =>
      entries.filter(
        (entry) =>
          (!provider || entry.provider === provider) &&
          (!path || entry.path === path) &&
          (!outcome || entry.outcome === outcome) &&
          (!contains || JSON.stringify(entry.body).includes(contains)),
      ),
    clear() {
      entries = [];
    },
  };
}
