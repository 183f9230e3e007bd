// live-conversation: a conversation as it is now, on any device, with an unmodified supabase-js:
// its messages, also while an answer is written, who is there and who types.
// Topics and events: the live_topics migration; docs/realtime.md.
import type { RealtimeChannel, SupabaseClient } from '@supabase/supabase-js';
import type { Database } from './database.types.ts';
import {
  createLiveMessages,
  type DeltaEvent,
  type LiveMessage,
  type MessageEvent,
} from './live-messages.ts';
import { createLiveTyping } from './live-typing.ts';

/** A device that has the conversation open. */
export interface Present {
  user_id: string;
  /** What its client calls it: `phone`, `Firefox`. */
  device: string;
  device_id: string;
}

export interface LiveState {
  /** `lost` while there is no connection or no right; the client tries again by itself. */
  status: 'joining' | 'live' | 'lost';
  /** What is shown, oldest first. */
  messages: LiveMessage[];
  /** The ids of other people, or of the own person on other devices, who type now. */
  typing: string[];
  present: Present[];
}

export interface LiveOptions {
  userId: string;
  /** What others see this device as. */
  device: string;
  /** Called with a new state whenever something of it changed. */
  onChange: (state: LiveState) => void;
  /** How many messages are read at first; older ones are the `messages` table's. */
  history?: number;
}

export interface LiveConversation {
  state(): LiveState;
  /** Call it at each key press: others are told at most every three seconds. */
  type(): void;
  /** Call it when the text was sent or cleared. */
  pause(): void;
  leave(): Promise<void>;
}

const COLUMNS = 'id, parent_id, ordinal, revision, role, kind, state, content, created_at';
const READ_RETRY_MS = 2000;

/**
 * Joins a conversation. Each time the connection is there (again), what is shown is read once, and
 * events go on from it: a delta that is already known is left out, one that does not fit makes the
 * rows be read again. One at a time for a client and conversation.
 */
export function liveConversation(
  client: SupabaseClient<Database>,
  conversationId: string,
  { userId, device, onChange, history = 50 }: LiveOptions,
): LiveConversation {
  const self = { user_id: userId, device_id: crypto.randomUUID() };
  const messages = createLiveMessages();
  let status: LiveState['status'] = 'joining';
  let isLeft = false;

  const spoken: RealtimeChannel = client.channel(`conversation:${conversationId}`, {
    config: { private: true, broadcast: { replication_ready: true } },
  });
  const around: RealtimeChannel = client.channel(`participants:${conversationId}`, {
    config: { private: true, presence: { key: self.device_id } },
  });
  const typing = createLiveTyping(
    self,
    (payload) => {
      // Before it is joined, `send` would take a way of its own by HTTP.
      if (around.state === 'joined')
        void around.send({ type: 'broadcast', event: 'typing', payload });
    },
    changed,
  );
  const read = createReader(async () => {
    const take = messages.beginRead();
    const { data } = await client
      .from('messages')
      .select(COLUMNS)
      .eq('conversation_id', conversationId)
      .eq('is_current', true)
      .order('ordinal', { ascending: false })
      .limit(history)
      .throwOnError();
    if (isLeft) return;
    take(data as LiveMessage[]);
    if (spoken.state === 'joined') status = 'live';
    changed();
  });

  const state = (): LiveState => ({
    status,
    messages: messages.list(),
    typing: typing.list(),
    present: Object.values(around.presenceState<Present>())
      .flat()
      .map(({ user_id, device, device_id }) => ({ user_id, device, device_id })),
  });

  function changed(): void {
    if (!isLeft) onChange(state());
  }

  function heard(isWhole: boolean): void {
    if (isWhole) changed();
    else read.again();
  }

  spoken
    .on('broadcast', { event: 'message' }, ({ payload }) =>
      heard(messages.hearMessage(payload as MessageEvent)),
    )
    .on('broadcast', { event: 'delta' }, ({ payload }) =>
      heard(messages.hearDelta(payload as DeltaEvent)),
    )
    .on('broadcast', { event: 'history' }, () => read.again())
    // What was committed before Realtime listened to the database came to nobody.
    .on('system', {}, ({ status: told }) => void (told === 'ok' && read.again()));
  around
    .on('broadcast', { event: 'typing' }, ({ payload }) => typing.hear(payload))
    .on('presence', { event: 'sync' }, changed);

  void client.realtime.setAuth().then(() => {
    if (isLeft) return;
    spoken.subscribe((joined) => {
      if (joined === 'SUBSCRIBED') return read.again();
      status = 'lost';
      changed();
    });
    around.subscribe((joined) => {
      if (joined === 'SUBSCRIBED') void around.track({ ...self, device });
    });
  });

  return {
    state,
    type: typing.type,
    pause: typing.pause,
    async leave() {
      isLeft = true;
      read.end();
      typing.end();
      await Promise.all([client.removeChannel(spoken), client.removeChannel(around)]);
    },
  };
}

/** Runs `read` one at a time, again when it is asked for meanwhile, and later when it fails. */
function createReader(read: () => Promise<void>) {
  let isReading = false;
  let isWanted = false;
  let isEnded = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function again(): Promise<void> {
    isWanted = true;
    if (isReading) return;
    isReading = true;
    clearTimeout(timer);
    try {
      while (isWanted && !isEnded) {
        isWanted = false;
        await read();
      }
    } catch {
      timer = setTimeout(() => void again(), READ_RETRY_MS);
    } finally {
      isReading = false;
    }
  }

  return {
    again: () => void again(),
    end() {
      isEnded = true;
      clearTimeout(timer);
    },
  };
}
