// topics: who is on which topic, and what reaches them.
import { Broadcast, type BroadcastContent } from './broadcast.ts';
import { type Diff, PresenceList } from './presence-list.ts';

/** Where a message belongs: a private topic and a public one of the same name share nothing. */
export interface Address {
  /** Without `realtime:`. */
  name: string;
  isPrivate: boolean;
}

/** Who is on a topic. */
export interface Member {
  readonly followsPresence: boolean;
  pushBroadcast(broadcast: Broadcast): void;
  push(event: string, payload: object): void;
}

/** A topic while somebody is on it. */
export interface Topic {
  readonly members: Set<Member>;
  readonly presences: PresenceList;
}

export class Topics {
  readonly #topics = new Map<string, Topic>();

  /** How many topics somebody is on. */
  get size(): number {
    return this.#topics.size;
  }

  join(address: Address, member: Member): Topic {
    const key = keyOf(address);
    const topic = this.#topics.get(key) ?? { members: new Set(), presences: new PresenceList() };
    this.#topics.set(key, topic);
    topic.members.add(member);
    return topic;
  }

  leave(address: Address, member: Member): void {
    const key = keyOf(address);
    const topic = this.#topics.get(key);
    topic?.members.delete(member);
    if (topic?.members.size === 0) this.#topics.delete(key);
  }

  /** Sends to all members that may listen, but for `except`. */
  broadcast(address: Address, content: BroadcastContent, except?: Member): void {
    const topic = this.#topics.get(keyOf(address));
    if (!topic) return;
    const broadcast = new Broadcast(`realtime:${address.name}`, content);
    for (const member of topic.members) if (member !== except) member.pushBroadcast(broadcast);
  }

  /** Tells all members that follow presence who came and who left. */
  presenceDiff(address: Address, diff: Diff): void {
    for (const member of this.#topics.get(keyOf(address))?.members ?? [])
      if (member.followsPresence) member.push('presence_diff', diff);
  }
}

function keyOf({ name, isPrivate }: Address): string {
  return `${isPrivate ? 'private' : 'public'}:${name}`;
}
