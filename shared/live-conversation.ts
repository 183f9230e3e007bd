// live-conversation: a conversation as it is now, on any device, with an unmodified supabase-js:
// its messages, also while an answer is written, who takes part and how far each has read, who is
// there and who types.
// Topics and events: the live_topics migration; docs/realtime.md.
import type { SupabaseClient } from '@supabase/supabase-js';
import type { Database } from './database.types.ts';
import { createLiveChannels } from './live-channels.ts';
import {
  createLiveMessages,
  type DeltaEvent,
  type LiveMessage,
  type MessageEvent,
} from './live-messages.ts';
import { createLivePeople, type LivePerson, type ReadEvent } from './live-people.ts';
import { createReader } from './live-reader.ts';
import { createLiveTyping } from './live-typing.ts';

/** A device that has the conversation open. */
export interface Present {
  user_id: string;
  /** What its client calls it: `phone`, `Firefox`. */
  device: string;
  device_id: string;
}

export interface LiveState {
  /**
   * `joining` also while the topics get another name; `lost` while there is no connection or no
   * right. The client tries again by itself.
   */
  status: 'joining' | 'live' | 'lost';
  /** What is shown, oldest first. */
  messages: LiveMessage[];
  /** Who takes part, the owner first. */
  people: LivePerson[];
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
  /** Call it when what is shown was seen: all of it is read. */
  markRead(): void;
  leave(): Promise<void>;
}

const COLUMNS =
  'id, parent_id, author_id, ordinal, revision, role, kind, state, content, created_at';
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
  const people = createLivePeople();
  const told = { delivered: 0, read: 0 };
  let status: LiveState['status'] = 'joining';
  let isLeft = false;

  const typing = createLiveTyping(
    self,
    (payload) => {
      const around = channels.now()?.around;
      // Before it is joined, `send` would take a way of its own by HTTP.
      if (around?.state === 'joined')
        void around.send({ type: 'broadcast', event: 'typing', payload });
    },
    changed,
  );
  const read = createReader(READ_RETRY_MS, async () => {
    const take = messages.beginRead();
    const [rows, participants] = await Promise.all([
      client
        .from('messages')
        .select(COLUMNS)
        .eq('conversation_id', conversationId)
        .eq('is_current', true)
        .order('ordinal', { ascending: false })
        .limit(history)
        .throwOnError(),
      client.rpc('list_participants', { p_conversation_id: conversationId }).throwOnError(),
    ]);
    if (isLeft) return;
    take(rows.data as LiveMessage[]);
    people.take(participants.data as LivePerson[]);
    if (channels.now()?.spoken.state === 'joined') status = 'live';
    changed();
  });

  const state = (): LiveState => ({
    status,
    messages: messages.list(),
    people: people.list(),
    typing: typing.list(),
    present: Object.values(channels.now()?.around.presenceState<Present>() ?? {})
      .flat()
      .map(({ user_id, device, device_id }) => ({ user_id, device, device_id })),
  });

  function changed(): void {
    if (isLeft) return;
    // Whoever is alone has nobody to tell.
    if (people.list().length > 1) tell('delivered');
    onChange(state());
  }

  /** Says once how far this device has got; what is not heard is said with the next message. */
  function tell(what: 'delivered' | 'read'): void {
    const p_ordinal = messages.list().at(-1)?.ordinal;
    if (p_ordinal === undefined || p_ordinal <= told[what]) return;
    told[what] = p_ordinal;
    const state = { p_conversation_id: conversationId, p_ordinal };
    client.rpc(`mark_${what}`, state).then(({ error }) => {
      if (error && told[what] === p_ordinal) told[what] = 0;
    });
  }

  function heard(isWhole: boolean): void {
    if (isWhole) changed();
    else read.again();
  }

  const channels = createLiveChannels(client, conversationId, {
    presenceKey: self.device_id,
    presence: { ...self, device },
    onJoined: read.again,
    onLost() {
      status = 'lost';
      changed();
    },
    onOpen({ spoken, around }) {
      status = 'joining';
      spoken
        .on('broadcast', { event: 'message' }, ({ payload }) =>
          heard(messages.hearMessage(payload as MessageEvent)),
        )
        .on('broadcast', { event: 'delta' }, ({ payload }) =>
          heard(messages.hearDelta(payload as DeltaEvent)),
        )
        .on('broadcast', { event: 'history' }, read.again)
        .on('broadcast', { event: 'participant' }, read.again)
        .on('broadcast', { event: 'read' }, ({ payload }) => {
          people.hearRead(payload as ReadEvent);
          changed();
        });
      around
        .on('broadcast', { event: 'typing' }, ({ payload }) => typing.hear(payload))
        .on('presence', { event: 'sync' }, changed);
      changed();
    },
  });

  return {
    state,
    type: typing.type,
    pause: typing.pause,
    markRead: () => tell('read'),
    async leave() {
      isLeft = true;
      read.end();
      typing.end();
      await channels.leave();
    },
  };
}
