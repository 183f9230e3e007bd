// exchange: what a route of a stand-in works with: the request, its journal entry, the state.
import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import type { Gates } from './gates.ts';
import type { Journal, JournalEntry } from './journal.ts';

export interface RealtimeCall {
  id: string;
  instructions: string;
  isOpen: boolean;
  /** How often a fault kept it from being hung up. */
  refusals: number;
}

/** What outlives a request; all stand-ins share it. */
export interface UpstreamState {
  journal: Journal;
  gates: Gates;
  /** Status of every answer while it is set: of one provider, or of all. */
  outage: { status: number; provider?: string | undefined } | undefined;
  /** How often `fail_times` was met, by text. */
  failures: Map<string, number>;
  /** Talks, by their id, also those that are over. */
  calls: Map<string, RealtimeCall>;
  /** Pace of streamed answers; 0 is as fast as it goes. */
  tokensPerSecond: number;
}

export type UpstreamEnv = {
  Bindings: HttpBindings;
  Variables: { entry: JournalEntry; body: unknown };
};
export type UpstreamContext = Context<UpstreamEnv>;

/** Breaks the connection off, as a fault. */
export function cut(context: UpstreamContext): void {
  context.get('entry').outcome = 'cut';
  context.env.outgoing.destroy();
}

/** Resolves when the connection has closed, whoever closed it. */
export function closed({ env }: UpstreamContext): Promise<void> {
  return new Promise((resolve) => {
    if (env.outgoing.closed) resolve();
    else env.outgoing.once('close', resolve);
  });
}
