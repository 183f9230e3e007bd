// establish-standing: what a token lets a subscriber do on a topic.
import { type Extension, mayListen } from './access.ts';
import { subscribe } from './changes/subscribe.ts';
import type { Subscription } from './changes/subscriptions.ts';
import type { Connection } from './connection.ts';
import type { JoinConfig } from './join-config.ts';
import { Refusal } from './refusal.ts';
import type { Address } from './topics.ts';
import type { Claims } from './verify-token.ts';

/** Who the subscriber is by its present token, and what that lets it hear. */
export interface Standing {
  token: string;
  claims: Claims;
  /** The claims as the database gets them: readers with equal ones see the same. */
  reader: string;
  listens: ReadonlySet<Extension>;
  /** To changes of rows. */
  subscriptions: readonly Subscription[];
  /** Why there are none though some were asked for. */
  problem?: string;
}

/** Where a subscriber stands, or is about to. */
export interface Place {
  connection: Connection;
  address: Address;
  config: JoinConfig;
}

const extensions: Extension[] = ['broadcast', 'presence'];

/** Asks the policies; throws `Refusal` when the subscriber may not listen to what it asked for. */
export async function establishStanding(
  { connection, address, config }: Place,
  token: string,
  claims: Claims,
): Promise<Standing> {
  const { pool } = connection.context;
  const subscriber = { claims, headers: connection.headers };
  const listens = address.isPrivate
    ? await mayListen(pool, address.name, extensions, subscriber)
    : new Set(extensions);
  const wanted = extensions.slice(0, config.presence.enabled ? 2 : 1);
  if (!wanted.some((extension) => listens.has(extension)))
    throw new Refusal(
      'Unauthorized',
      `You do not have permissions to read from this Channel topic: ${address.name}`,
    );
  const reader = JSON.stringify(claims);
  const subscribed = await subscribe(connection.context, config.postgres_changes, claims);
  return { token, claims, reader, listens, ...subscribed };
}
