// channel: one topic joined by one connection, and what its subscriber may do there.
import { type Extension, maySend, type Subscriber } from './access.ts';
import type { Broadcast } from './broadcast.ts';
import type { Connection } from './connection.ts';
import type { Standing } from './establish-standing.ts';
import type { JoinConfig } from './join-config.ts';
import { PRESENCE_WINDOW_MS } from './limits.ts';
import type { Entry } from './presence-list.ts';
import { Rate } from './rate.ts';
import type { Snapshot } from './snapshot.ts';
import type { Address, Member, Topic } from './topics.ts';

export interface ChannelOptions {
  address: Address;
  joinRef: string | null;
  config: JoinConfig;
  standing: Standing;
  presenceKey: string;
  /** What a replay saw: it told of that all that was asked for. */
  replayed: Snapshot | undefined;
}

export class Channel implements Member {
  readonly connection: Connection;
  readonly address: Address;
  readonly joinRef: string | null;
  readonly config: JoinConfig;
  readonly presenceKey: string;
  readonly presenceRate: Rate;
  readonly topic: Topic;
  /** What this channel tracks. */
  entry: Entry | undefined;
  isPresenceEnabled: boolean;
  readonly #replayed: Snapshot | undefined;
  #standing: Standing;
  #sends = new Map<Extension, boolean>();
  #hasLeft = false;
  #watch: NodeJS.Timeout | undefined;

  /** Joins: from now on the channel gets what is sent to its topic. */
  constructor(connection: Connection, options: ChannelOptions) {
    const { limits, topics } = connection.context;
    this.connection = connection;
    this.address = options.address;
    this.joinRef = options.joinRef;
    this.config = options.config;
    this.presenceKey = options.presenceKey;
    this.presenceRate = new Rate(limits.presencesPerChannel, PRESENCE_WINDOW_MS);
    this.isPresenceEnabled = options.config.presence.enabled;
    this.#replayed = options.replayed;
    this.#standing = options.standing;
    this.topic = topics.join(this.address, this);
    connection.channels.set(this.name, this);
    connection.context.subscriptions.set(this, options.standing.subscriptions);
  }

  /** As clients name it. */
  get name(): string {
    return `realtime:${this.address.name}`;
  }

  get standing(): Standing {
    return this.#standing;
  }

  /** The new token's; what the old one was allowed to send is asked anew. */
  set standing(standing: Standing) {
    this.#standing = standing;
    this.#sends = new Map();
    this.connection.context.subscriptions.set(this, standing.subscriptions);
  }

  get subscriber(): Subscriber {
    return { claims: this.#standing.claims, headers: this.connection.headers };
  }

  get hasLeft(): boolean {
    return this.#hasLeft;
  }

  get followsPresence(): boolean {
    return this.isPresenceEnabled && this.#standing.listens.has('presence');
  }

  /** Runs until the standing is looked at again; ends with the channel. */
  watchWith(timer: NodeJS.Timeout): void {
    clearTimeout(this.#watch);
    this.#watch = timer;
    if (this.#hasLeft) clearTimeout(timer);
  }

  /** Asks the database once for each token; public channels may. */
  maySend(extension: Extension): boolean | Promise<boolean> {
    if (!this.address.isPrivate) return true;
    return this.#sends.get(extension) ?? this.#askToSend(extension);
  }

  push(event: string, payload: object): void {
    const { joinRef, name: topic } = this;
    this.connection.send({ joinRef, ref: null, topic, event, payload });
  }

  pushSystem(extension: string, status: 'ok' | 'error', message: string): void {
    this.push('system', { extension, status, message, channel: this.address.name });
  }

  pushBroadcast(broadcast: Broadcast): void {
    if (!this.#standing.listens.has('broadcast')) return;
    const { content } = broadcast;
    const xid = 'whole' in content ? undefined : content.xid;
    if (xid !== undefined && this.#replayed?.includes(xid)) return;
    const encoded = broadcast.encode(this.connection.version);
    if (encoded) this.connection.sendEncoded(encoded.data, encoded.isBinary);
  }

  /** Tells the client why, and closes the channel. */
  fail(message: string): void {
    this.pushSystem('system', 'error', message);
    this.close();
  }

  close(): void {
    const { joinRef, name: topic } = this;
    this.connection.send({ joinRef, ref: joinRef, topic, event: 'phx_close', payload: {} });
    this.leave();
  }

  /** Leaves without a word to the client; the others on the topic see its presence go. */
  leave(): void {
    if (this.#hasLeft) return;
    this.#hasLeft = true;
    clearTimeout(this.#watch);
    const { topics, subscriptions } = this.connection.context;
    this.connection.channels.delete(this.name);
    subscriptions.delete(this);
    topics.leave(this.address, this);
    this.untrack();
  }

  untrack(): void {
    if (!this.entry) return;
    const diff = this.topic.presences.untrack(this.entry);
    this.entry = undefined;
    this.connection.context.topics.presenceDiff(this.address, diff);
  }

  async #askToSend(extension: Extension): Promise<boolean> {
    const sends = this.#sends;
    const { pool } = this.connection.context;
    const allowed = await maySend(pool, this.address.name, extension, this.subscriber);
    sends.set(extension, allowed);
    return allowed;
  }
}
