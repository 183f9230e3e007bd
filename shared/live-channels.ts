// live-channels: the two topics of a conversation, under the name that they have now. They have
// another as soon as somebody takes part no more: the topic_names migration.
import type { RealtimeChannel, SupabaseClient } from '@supabase/supabase-js';
import type { Database } from './database.types.ts';
import { createReader } from './live-reader.ts';

export interface Channels {
  /** `conversation:<id>`: the database speaks. */
  spoken: RealtimeChannel;
  /** `participants:<id>`: those who take part do. */
  around: RealtimeChannel;
}

interface Options {
  /** The key of this device's presence, and what it shows there. */
  presenceKey: string;
  presence: Record<string, unknown>;
  /** Called with new channels before they are joined, to listen to them. */
  onOpen: (channels: Channels) => void;
  /** Called when what was told before may have come to nobody: read the rows. */
  onJoined: () => void;
  onLost: () => void;
}

export interface LiveChannels {
  /** Undefined until the name is known. */
  now(): Channels | undefined;
  leave(): Promise<void>;
}

/** Who takes part again is back after so long at most. */
const LOOK_UP_RETRY_MS = 5_000;

/** Joins the topics, and joins them anew under each name that they get. */
export function createLiveChannels(
  client: SupabaseClient<Database>,
  conversationId: string,
  { presenceKey, presence, onOpen, onJoined, onLost }: Options,
): LiveChannels {
  let current: (Channels & { epoch: number }) | undefined;
  let isLeft = false;

  const lookUp = createReader(LOOK_UP_RETRY_MS, async () => {
    const { data } = await client
      .from('conversations')
      .select('topic_epoch')
      .eq('id', conversationId)
      .maybeSingle()
      .throwOnError();
    if (isLeft) return;
    if (!data) {
      onLost();
      throw new Error('The conversation is not there, or not any more.');
    }
    if (data.topic_epoch === current?.epoch && current.spoken.state !== 'closed') return;
    await move(data.topic_epoch);
  });

  async function move(epoch: number): Promise<void> {
    await client.realtime.setAuth();
    if (isLeft) return;
    const before = current;
    const name = epoch === 0 ? conversationId : `${conversationId}:${epoch}`;
    const opened = {
      epoch,
      spoken: client.channel(`conversation:${name}`, {
        config: { private: true, broadcast: { replication_ready: true } },
      }),
      around: client.channel(`participants:${name}`, {
        config: { private: true, presence: { key: presenceKey } },
      }),
    };
    current = opened;
    onOpen(opened);
    join(opened);
    if (before) await close(before);
  }

  function join(opened: Channels): void {
    const { spoken, around } = opened;
    // Asked again after each join: who was joining when the name changed was not told.
    const joined = () => {
      lookUp.again();
      onJoined();
    };
    spoken
      .on('broadcast', { event: 'moved' }, lookUp.again)
      // What was committed before Realtime listened to the database came to nobody.
      .on('system', {}, ({ status }) => void (status === 'ok' && joined()))
      .subscribe((status) => {
        if (current !== opened) return;
        if (status === 'SUBSCRIBED') return joined();
        onLost();
        lookUp.again();
      });
    around.subscribe((status) => {
      if (status === 'SUBSCRIBED') void around.track(presence);
    });
  }

  const close = ({ spoken, around }: Channels) =>
    Promise.all([client.removeChannel(spoken), client.removeChannel(around)]);

  lookUp.again();
  return {
    now: () => current,
    async leave() {
      isLeft = true;
      lookUp.end();
      const last = current;
      current = undefined;
      if (last) await close(last);
    },
  };
}
