// receive-presence: a client says that it is there, how, or no longer (supabase-platform.md §4.4).
import { z } from 'zod';
import type { Channel } from './channel.ts';
import type { Frame } from './frame.ts';

const presence = z.object({
  event: z
    .string()
    .toLowerCase()
    .pipe(z.enum(['track', 'untrack'])),
  payload: z.record(z.string(), z.unknown()).default({}),
});

/** Tracks or untracks the channel; what a policy does not allow is dropped. */
export async function receivePresence(channel: Channel, frame: Frame): Promise<void> {
  const { connection } = channel;
  const { rates, limits } = connection.context;
  if (!channel.presenceRate.take()) return channel.fail('Client presence rate limit exceeded');
  if (!rates.presences.take()) return channel.fail('Too many presence messages per second');
  const parsed = presence.safeParse(frame.payload);
  if (!parsed.success)
    return connection.reply(frame, 'error', {
      reason: 'Presence takes track or untrack and a map',
    });
  const { event, payload } = parsed.data;
  if (Buffer.byteLength(JSON.stringify(payload)) > limits.payloadBytes)
    return channel.fail('Track message size exceeded');
  if (Object.keys(payload).length > limits.presenceKeys)
    return connection.reply(frame, 'error', {
      reason: `A presence has more than ${limits.presenceKeys} keys`,
    });
  const isAllowed = await channel.maySend('presence');
  if (channel.hasLeft) return;
  if (event === 'untrack') channel.untrack();
  else if (isAllowed) track(channel, payload);
  connection.reply(frame, 'ok', {});
}

function track(channel: Channel, fields: object): void {
  if (!channel.isPresenceEnabled) {
    channel.isPresenceEnabled = true;
    pushPresenceState(channel);
  }
  const { presences } = channel.topic;
  const { entry, diff } = presences.track(channel.presenceKey, fields, channel.entry);
  channel.entry = entry;
  channel.connection.context.topics.presenceDiff(channel.address, diff);
}

/** The whole list, for a channel that begins to follow it. */
export function pushPresenceState(channel: Channel): void {
  if (channel.followsPresence) channel.push('presence_state', channel.topic.presences.state());
}
