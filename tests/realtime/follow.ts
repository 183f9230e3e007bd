// follow: changes of rows as an unmodified client hears them.
import type { RealtimeChannel, SupabaseClient } from '@supabase/supabase-js';
import { waitUntil } from '../../local/wait-until.ts';
import { hearSystem, join } from './room.ts';

/** A change as a listener gets it. */
export interface Event {
  eventType: string;
  new: Record<string, unknown>;
  old: Record<string, unknown>;
  errors: string[] | null;
}

/** What to listen to in schema public; by default to all events. */
export interface Filter {
  event?: string;
  table?: string;
  filter?: string;
  select?: string[];
}

/** All the overloads of `on` at once. */
type Listen = (type: string, filter: object, heard: (event: Event) => void) => RealtimeChannel;

/** Joins and resolves when the server has said whether the changes can be followed. */
export async function follow(client: SupabaseClient, ...filters: Filter[]) {
  const events: Event[] = [];
  const channel = client.channel(`changes:${crypto.randomUUID()}`);
  const listen = channel.on.bind(channel) as Listen;
  for (const filter of filters)
    listen('postgres_changes', { event: '*', schema: 'public', ...filter }, (event) => {
      events.push(event);
    });
  const system = hearSystem(channel);
  await join(channel);
  await waitUntil('the word of the server', () => system.length > 0);
  return { channel, events, system: system[0] };
}
