// exchange: what a route of the stand-in works with: the request, its journal entry, the state.
import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import type { Gates } from './gates.ts';
import type { Journal, JournalEntry } from './journal.ts';

/** What outlives a request. */
export interface OpenaiState {
  journal: Journal;
  gates: Gates;
  /** Status of every answer while it is set. */
  outage: number | undefined;
  /** How often `fail_times` was met, by text. */
  failures: Map<string, number>;
  /** Pace of streamed answers; 0 is as fast as it goes. */
  tokensPerSecond: number;
}

export type OpenaiEnv = {
  Bindings: HttpBindings;
  Variables: { entry: JournalEntry; body: unknown };
};
export type OpenaiContext = Context<OpenaiEnv>;

/** Breaks the connection off, as a fault. */
export function cut(context: OpenaiContext): void {
  context.get('entry').outcome = 'cut';
  context.env.outgoing.destroy();
}

/** Resolves when the connection has closed, whoever closed it. */
export function closed({ env }: OpenaiContext): Promise<void> {
  return new Promise((resolve) => {
    if (env.outgoing.closed) resolve();
    else env.outgoing.once('close', resolve);
  });
}
