// subscriptions: who follows the changes of which rows.
import type { Channel } from '../channel.ts';
import type { ChangesBinding } from '../join-config.ts';
import type { Condition } from './parse-filter.ts';

export type ChangeType = 'INSERT' | 'UPDATE' | 'DELETE';

/** A binding of a join that was found good for the subscriber's role. */
export interface Subscription {
  binding: ChangesBinding;
  conditions: Condition[];
}

export interface Follower extends Subscription {
  channel: Channel;
}

export class Subscriptions {
  readonly #byChannel = new Map<Channel, readonly Subscription[]>();

  /** How many channels follow changes. */
  get size(): number {
    return this.#byChannel.size;
  }

  /** What a channel follows from now on. */
  set(channel: Channel, subscriptions: readonly Subscription[]): void {
    if (subscriptions.length === 0) this.#byChannel.delete(channel);
    else this.#byChannel.set(channel, subscriptions);
  }

  delete(channel: Channel): void {
    this.#byChannel.delete(channel);
  }

  /** All that ask for this kind of change of this table, whatever their filter says. */
  of(type: ChangeType, schema: string, table: string): Follower[] {
    return [...this.#byChannel].flatMap(([channel, subscriptions]) =>
      subscriptions
        .filter(
          ({ binding }) =>
            (binding.event === '*' || binding.event === type) &&
            isAny(binding.schema, schema) &&
            isAny(binding.table, table),
        )
        .map((subscription) => ({ ...subscription, channel })),
    );
  }
}

function isAny(wanted: string | null | undefined, name: string): boolean {
  return wanted === undefined || wanted === null || wanted === '*' || wanted === name;
}
