// device: one of several devices of a person, with a live conversation and a breakable connection.
import { createClient } from '@supabase/supabase-js';
import { inject, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { waitUntil } from '../../local/wait-until.ts';
import type { Database } from '../../shared/database.types.ts';
import {
  type LiveConversation,
  type LiveState,
  liveConversation,
} from '../../shared/live-conversation.ts';
import type { Client, Person } from './person.ts';

export interface Device {
  live: LiveConversation;
  /** Every state that was told, in order. */
  states: LiveState[];
  /** Breaks the connection as a network does; the client opens another by itself. */
  drop(): void;
  /** Resolves when the device is live and has a state like this. */
  until(what: string, is: (state: LiveState) => boolean): Promise<LiveState>;
}

/** A client of the person's token, and the function that breaks its connection. */
export function openClient({ token }: Pick<Person, 'token'>): { client: Client; drop(): void } {
  const { apiUrl, publishableKey } = inject('stack');
  const sockets: WebSocket[] = [];
  class Transport extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      sockets.push(this);
    }
  }
  const client = createClient<Database>(apiUrl, publishableKey, {
    auth: { persistSession: false, autoRefreshToken: false },
    accessToken: async () => token,
    realtime: { transport: Transport as never },
  });
  onTestFinished(() => void client.realtime.disconnect());
  return { client, drop: () => sockets.at(-1)?.terminate() };
}

/** Opens a conversation on a device of the person, closed after the test. */
export function openDevice(person: Person, conversation: string, device = 'phone'): Device {
  const { client, drop } = openClient(person);
  const states: LiveState[] = [];
  const live = liveConversation(client, conversation, {
    userId: person.id,
    device,
    onChange: (state) => states.push(state),
  });
  onTestFinished(() => live.leave());
  return {
    live,
    states,
    drop,
    until: (what, is) =>
      waitUntil(`${device}: ${what}`, () => {
        const state = live.state();
        return state.status === 'live' && is(state) ? state : undefined;
      }),
  };
}
