// join-channel: a client joins a topic (supabase-platform.md §4.2).
import { randomUUID } from 'node:crypto';
import { pushSubscribed } from './changes/subscribe.ts';
import { Channel } from './channel.ts';
import type { Connection } from './connection.ts';
import { establishStanding } from './establish-standing.ts';
import type { Frame } from './frame.ts';
import { readJoin } from './join-config.ts';
import { pushPresenceState } from './receive-presence.ts';
import { Refusal } from './refusal.ts';
import { watchStanding } from './renew-token.ts';
import { overhear, readReplay, replayMessages } from './replay-messages.ts';
import { verifyToken } from './verify-token.ts';

const PREFIX = 'realtime:';

/** Joins and answers; an older join of the same topic on this connection is closed first. */
export async function joinChannel(connection: Connection, frame: Frame): Promise<void> {
  connection.channels.get(frame.topic)?.close();
  try {
    await join(connection, frame);
  } catch (error) {
    if (!(error instanceof Refusal)) connection.context.report(`join of ${frame.topic}`, error);
    const reason = error instanceof Refusal ? error.reason : 'Unknown Error on Channel';
    connection.reply(frame, 'error', { reason });
    const isFlood = error instanceof Refusal && error.code === 'ClientJoinRateLimitReached';
    if (isFlood) connection.end(1008, error.message);
  }
}

async function join(connection: Connection, frame: Frame): Promise<void> {
  const { context } = connection;
  checkLimits(connection, frame);
  const { config, token = connection.token } = readJoin(frame.payload);
  const address = { name: frame.topic.slice(PREFIX.length), isPrivate: config.private };
  const replay = readReplay(config.broadcast.replay, config.private);
  const claims =
    token === connection.token ? connection.claims : await verifyToken(token, context.jwtSecret);
  await context.replication.attempted();
  const standing = await establishStanding({ connection, address, config }, token, claims);
  if (config.postgres_changes_options.wait && standing.problem !== undefined)
    throw new Refusal('PostgresChangesError', standing.problem);
  const heard = overhear(context.topics, address);
  try {
    const replayed =
      replay && standing.listens.has('broadcast')
        ? await replayMessages(context.pool, address, replay)
        : undefined;
    if (!connection.isOpen) return;

    // From here on nothing waits, so that nothing comes between what the client is told.
    const channel = new Channel(connection, {
      address,
      joinRef: frame.joinRef ?? frame.ref,
      config,
      standing,
      presenceKey: config.presence.key === '' ? randomUUID() : config.presence.key,
      replayed: replayed?.snapshot,
    });
    connection.reply(frame, 'ok', { postgres_changes: config.postgres_changes });
    pushPresenceState(channel);
    for (const broadcast of replayed ? [...replayed.messages, ...heard.broadcasts] : [])
      channel.pushBroadcast(broadcast);
    if (config.broadcast.replication_ready)
      channel.pushSystem('system', 'ok', 'Replication connection established');
    pushSubscribed(channel);
    watchStanding(channel);
  } finally {
    heard.stop();
  }
}

function checkLimits({ context, channels }: Connection, { topic }: Frame): void {
  const { limits, rates, connections } = context;
  if (!rates.joins.take())
    throw new Refusal('ClientJoinRateLimitReached', 'Too many joins per second');
  if (connections.size > limits.connections)
    throw new Refusal('ConnectionRateLimitReached', 'Too many connected users');
  if (channels.size >= limits.channelsPerConnection)
    throw new Refusal('ChannelRateLimitReached', 'Too many channels');
  if (!topic.startsWith(PREFIX) || topic.length === PREFIX.length)
    throw new Refusal('TopicNameRequired', 'You must provide a topic name');
}
