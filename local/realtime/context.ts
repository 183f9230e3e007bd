// context: what all connections of one Realtime server share.
import type pg from 'pg';
import type { Subscriptions } from './changes/subscriptions.ts';
import type { Connection } from './connection.ts';
import type { Limits } from './limits.ts';
import { Rate } from './rate.ts';
import type { Replication } from './replication/keep-replicating.ts';
import type { Topics } from './topics.ts';

export interface Context {
  readonly limits: Limits;
  readonly rates: { joins: Rate; messages: Rate; presences: Rate };
  readonly connections: Set<Connection>;
  readonly topics: Topics;
  readonly subscriptions: Subscriptions;
  readonly replication: Replication;
  /** As the platform's superuser, who can become any subscriber. */
  readonly pool: pg.Pool;
  readonly jwtSecret: Uint8Array;
  /** Takes what goes wrong here rather than at a client. */
  report(what: string, error: unknown): void;
}

export function projectRates(limits: Limits): Context['rates'] {
  return {
    joins: new Rate(limits.joinsPerSecond),
    messages: new Rate(limits.messagesPerSecond),
    presences: new Rate(limits.presencesPerSecond),
  };
}
