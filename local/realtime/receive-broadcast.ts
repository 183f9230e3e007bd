// receive-broadcast: a client sends to its topic (supabase-platform.md §4.3).
import type { BroadcastContent } from './broadcast.ts';
import type { Channel } from './channel.ts';
import { BinaryPush, type Frame } from './frame.ts';

/** Passes the message on where policies allow; else it is dropped without a word. */
export function receiveBroadcast(channel: Channel, frame: Frame): void | Promise<void> {
  const { rates, limits } = channel.connection.context;
  if (!rates.messages.take()) return channel.fail('Too many messages per second');
  const content = contentOf(frame.payload);
  const refusal = refuse(content, frame.payload, limits.payloadBytes);
  if (!content || refusal) return channel.connection.reply(frame, 'error', refusal ?? {});
  const allowed = channel.maySend('broadcast');
  if (allowed === true) return send(channel, frame, content);
  if (allowed === false) return;
  return allowed.then((isAllowed) => {
    if (isAllowed) send(channel, frame, content);
  });
}

function contentOf(payload: unknown): BroadcastContent | undefined {
  if (payload instanceof BinaryPush) return payload;
  if (payload === null || typeof payload !== 'object' || Array.isArray(payload)) return undefined;
  return { whole: payload };
}

function refuse(
  content: BroadcastContent | undefined,
  payload: unknown,
  most: number,
): object | undefined {
  if (!content) return { reason: 'The payload of a broadcast must be a map' };
  if (payload instanceof BinaryPush && payload.metadata !== undefined)
    return { reason: 'Stored broadcasts are not available', error: 'persist_not_available' };
  const bytes =
    'whole' in content
      ? Buffer.byteLength(JSON.stringify(content.whole))
      : content.payload.byteLength;
  return bytes > most ? { reason: `Payload size exceeds the limit of ${most} bytes` } : undefined;
}

function send(channel: Channel, frame: Frame, content: BroadcastContent): void {
  const { config, address, connection } = channel;
  if (channel.hasLeft) return;
  const except = config.broadcast.self ? undefined : channel;
  connection.context.topics.broadcast(address, content, except);
  if (config.broadcast.ack) connection.reply(frame, 'ok', {});
}
