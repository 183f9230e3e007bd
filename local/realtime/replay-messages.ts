// replay-messages: what was sent on a private topic before (supabase-platform.md §4.9).
import type pg from 'pg';
import { z } from 'zod';
import { Broadcast } from './broadcast.ts';
import { Refusal } from './refusal.ts';
import { Snapshot } from './snapshot.ts';
import type { Address, Topics } from './topics.ts';

const MOST = 25;

const replay = z.object({
  /** Milliseconds since 1970, before the year 10000. */
  since: z.int().nonnegative().lt(253_402_300_800_000),
  limit: z.int().min(1).max(MOST).default(MOST),
});

export type Replay = z.infer<typeof replay>;

/** Reads what a join asks for; throws `Refusal`. */
export function readReplay(asked: unknown, isPrivate: boolean): Replay | undefined {
  if (asked === undefined || asked === null) return undefined;
  if (!isPrivate)
    throw new Refusal('UnableToReplayMessages', 'Replay is not allowed for public channels');
  const parsed = replay.safeParse(asked);
  if (parsed.success) return parsed.data;
  throw new Refusal('UnableToReplayMessages', 'Replay params are not valid');
}

/** Remembers what is sent to a topic until it is stopped, for who joins when it knows the past. */
export function overhear(topics: Topics, address: Address) {
  const broadcasts: Broadcast[] = [];
  const member = {
    followsPresence: false,
    push: () => undefined,
    pushBroadcast: (broadcast: Broadcast) => void broadcasts.push(broadcast),
  };
  topics.join(address, member);
  return { broadcasts, stop: () => topics.leave(address, member) };
}

/** The last stored messages since then, oldest first, and what had been committed by now. */
export async function replayMessages(
  pool: pg.Pool,
  { name }: Address,
  { since, limit }: Replay,
): Promise<{ snapshot: Snapshot; messages: Broadcast[] }> {
  const { rows } = await pool.query<{ snapshot: string; messages: StoredMessage[] }>(
    `select pg_current_snapshot()::text as snapshot, (
       select coalesce(json_agg(message order by inserted_at, id), '[]')
       from (
         select id, event, payload::text as json, encode(binary_payload, 'base64') as bytes,
           inserted_at
         from realtime.messages
         where topic = $1 and private and extension = 'broadcast' and event is not null
           and inserted_at >= to_timestamp($2 / 1000.0) at time zone 'utc'
           and inserted_at > timezone('utc', now()) - interval '3 days'
         order by inserted_at desc, id desc
         limit $3
       ) as message
     ) as messages`,
    [name, since, limit],
  );
  const [read] = rows;
  if (!read) throw new Error('Stored messages cannot be read.');
  const messages = read.messages.map(({ id, event, json, bytes }) => {
    const payload = bytes === null ? Buffer.from(json ?? '{}') : Buffer.from(bytes, 'base64');
    const meta = { id, replayed: true } as const;
    return new Broadcast(`realtime:${name}`, { event, payload, isJson: bytes === null, meta });
  });
  return { snapshot: new Snapshot(read.snapshot), messages };
}

interface StoredMessage {
  id: string;
  event: string;
  json: string | null;
  bytes: string | null;
}
