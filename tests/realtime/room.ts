// room: channels of unmodified supabase-js clients, and what they hear.
import type { RealtimeChannel, SupabaseClient } from '@supabase/supabase-js';
import { waitUntil } from '../../local/wait-until.ts';

/** The status that `subscribe` reports first, and its error. */
export function subscribed(
  channel: RealtimeChannel,
): Promise<{ status: string; error: string | undefined }> {
  return new Promise((resolve) => {
    channel.subscribe((status, error) => resolve({ status, error: error?.message }));
  });
}

/** Subscribes and throws when that is refused. */
export async function join(channel: RealtimeChannel): Promise<RealtimeChannel> {
  const { status, error } = await subscribed(channel);
  if (status !== 'SUBSCRIBED') throw new Error(`${status}: ${error}`);
  return channel;
}

/** A private channel that answers who may send by `timed out` after half a second. */
export function privateChannel(client: SupabaseClient, name: string): RealtimeChannel {
  return client.channel(name, { config: { private: true, broadcast: { ack: true } } });
}

export interface Heard {
  event: string;
  payload: unknown;
  meta?: { id: string; replayed?: boolean };
}

/** Every broadcast that comes to the channel, in order. */
export function hear(channel: RealtimeChannel): Heard[] {
  const heard: Heard[] = [];
  channel.on('broadcast', { event: '*' }, ({ event, payload, meta }) => {
    heard.push({ event, payload, ...(meta ? { meta } : {}) });
  });
  return heard;
}

/** What the server says of the channel itself. */
export function hearSystem(channel: RealtimeChannel): Record<string, unknown>[] {
  const heard: Record<string, unknown>[] = [];
  channel.on('system', {}, (message) => heard.push(message));
  return heard;
}

/** Resolves when `list` has so many items. */
export async function many<Item>(list: Item[], count: number): Promise<Item[]> {
  await waitUntil(`${count} items`, () => list.length >= count);
  return list;
}

/** Sends by `channel` and resolves when `heard` has it: all that was sent before is there too. */
export async function settle(channel: RealtimeChannel, heard: Heard[]): Promise<void> {
  const event = `settled-${crypto.randomUUID()}`;
  await channel.send({ type: 'broadcast', event, payload: {} });
  await waitUntil('the last message', () => heard.some((each) => each.event === event));
  heard.splice(
    heard.findIndex((each) => each.event === event),
    1,
  );
}
