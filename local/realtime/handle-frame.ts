// handle-frame: what a client's frame is for.
import type { Channel } from './channel.ts';
import type { Connection } from './connection.ts';
import type { Frame } from './frame.ts';
import { joinChannel } from './join-channel.ts';
import { receiveBroadcast } from './receive-broadcast.ts';
import { receivePresence } from './receive-presence.ts';
import { renewToken } from './renew-token.ts';

/** Does what the frame asks for; a promise where that takes the database. */
export function handleFrame(connection: Connection, frame: Frame): void | Promise<void> {
  const { topic, event, joinRef } = frame;
  if (!connection.isOpen) return;
  if (topic === 'phoenix' && event === 'heartbeat') return connection.reply(frame, 'ok', {});
  if (event === 'phx_join') return joinChannel(connection, frame);
  const channel = connection.channels.get(topic);
  if (channel) {
    // A frame of an older join of the same topic.
    if (joinRef !== null && joinRef !== channel.joinRef) return;
    return handleEvent(channel, frame);
  }
  if (event === 'phx_leave') connection.reply(frame, 'ok', {});
  else connection.reply(frame, 'error', { reason: 'unmatched topic' });
}

function handleEvent(channel: Channel, frame: Frame): void | Promise<void> {
  switch (frame.event) {
    case 'broadcast':
      return receiveBroadcast(channel, frame);
    case 'presence':
      return receivePresence(channel, frame);
    case 'access_token':
      return renewToken(channel, frame);
    case 'phx_leave':
      channel.connection.reply(frame, 'ok', {});
      return channel.close();
  }
}
