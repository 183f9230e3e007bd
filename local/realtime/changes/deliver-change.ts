// deliver-change: a change of a row goes to those who follow it and may see it, by the rules of
// walrus (realtime.apply_rls, supabase-platform.md §4.5).
import type pg from 'pg';
import type { Context } from '../context.ts';
import { type ReadChange, readChange, type Tuple } from './read-change.ts';
import type { ChangeType, Follower } from './subscriptions.ts';
import { type TableFacts, tableFacts } from './table-facts.ts';

/** A change as it was committed; an update has the old values of its primary key at least. */
export interface Change {
  type: ChangeType;
  schema: string;
  table: string;
  /** ISO 8601, in milliseconds. */
  committedAt: string;
  /** The columns that the publication carries, in the table's order. */
  columns: readonly string[];
  record: Tuple | null;
  oldRecord: Tuple | null;
}

/** What one reader may know: nothing of a row that it does not see. */
interface Verdict {
  columns: string[];
  sees: boolean;
}

/** Longer values are left out of a change that is too large. */
const SHORT_BYTES = 64;

/** Sends one event to each channel with a subscription that fits. */
export async function deliverChange(context: Context, change: Change): Promise<void> {
  const { pool, subscriptions, limits } = context;
  const interested = subscriptions.of(change.type, change.schema, change.table);
  if (interested.length === 0) return;
  const facts = await tableFacts(pool, change.schema, change.table);
  if (!facts) return;
  const filters = interested.map(({ conditions }) => conditions);
  const read = await readChange(pool, facts, change, filters);
  const matching = interested.filter((_, index) => read.passes[index]);
  const verdicts = await judge(pool, facts, change, matching);
  const isTooLarge = sizeOf(change) > limits.changeBytes;
  for (const [channel, followers] of Map.groupBy(matching, (follower) => follower.channel)) {
    const verdict = verdicts.get(channel.standing.reader);
    if (!verdict || channel.hasLeft) continue;
    const allowed = followers.filter(({ conditions }) =>
      conditions.every(({ column }) => verdict.columns.includes(column)),
    );
    for (const group of bySelect(allowed)) {
      const select = group[0]?.binding.select;
      const data = describe(change, facts, read, verdict, { isTooLarge, select });
      const ids = group.map(({ binding }) => binding.id);
      if (data) channel.push('postgres_changes', { ids, data });
    }
  }
}

/** Asks for each reader once, however many channels it has. */
async function judge(
  pool: pg.Pool,
  { oid, columns, hasRowSecurity }: TableFacts,
  { type, record }: Change,
  followers: Follower[],
): Promise<Map<string, Verdict>> {
  const readers = [...new Set(followers.map(({ channel }) => channel.standing.reader))];
  const keys = columns.filter(({ isKey }) => isKey).map(({ name }) => name);
  const isLookedUp = hasRowSecurity && type !== 'DELETE' && keys.length > 0;
  const primaryKey = Object.fromEntries(keys.map((name) => [name, record?.[name]]));
  const { rows } = await pool.query<Verdict>(
    'select columns, sees from local_platform.what_readers_see($1, $2, $3)',
    [oid, isLookedUp ? primaryKey : null, readers],
  );
  return new Map(rows.map((verdict, index) => [readers[index] ?? '', verdict]));
}

function describe(
  { type, schema, table, committedAt, ...change }: Change,
  { columns, hasRowSecurity }: TableFacts,
  read: ReadChange,
  { columns: selectable, sees }: Verdict,
  { isTooLarge, select }: { isTooLarge: boolean; select: string[] | null | undefined },
): object | undefined {
  const keys = columns.filter(({ isKey }) => isKey).map(({ name }) => name);
  const isDelete = type === 'DELETE';
  const head = { schema, table, commit_timestamp: committedAt, type };
  const refused = (error: string) => ({ ...head, columns: [], record: {}, errors: [error] });
  if (!isDelete && keys.length === 0) return refused('Error 400: Bad Request, no primary key');
  if (!isDelete && !keys.every((key) => selectable.includes(key)))
    return refused('Error 401: Unauthorized');
  if (!sees) return undefined;

  const shown = columns.filter(
    ({ name }) =>
      change.columns.includes(name) &&
      selectable.includes(name) &&
      (!select || select.includes(name) || keys.includes(name)),
  );
  const pick = (tuple: Tuple | null, record: Record<string, unknown>, onlyKeys: boolean) =>
    Object.fromEntries(
      shown
        .filter(({ name }) => tuple?.[name] !== undefined && (!onlyKeys || keys.includes(name)))
        .filter(({ name }) => !isTooLarge || Buffer.byteLength(tuple?.[name] ?? '') <= SHORT_BYTES)
        .map(({ name }) => [name, record[name]]),
    );
  return {
    ...head,
    columns: shown.map(({ name, type }) => ({ name, type })),
    ...(isDelete ? {} : { record: pick(change.record, read.record, false) }),
    ...(type === 'INSERT'
      ? {}
      : { old_record: pick(change.oldRecord, read.oldRecord, isDelete && hasRowSecurity) }),
    errors: isTooLarge ? ['Error 413: Payload Too Large'] : null,
  };
}

/** The subscriptions of one channel that one event serves: those to the same columns. */
function bySelect(followers: Follower[]): Iterable<Follower[]> {
  return Map.groupBy(followers, ({ binding }) => JSON.stringify(binding.select)).values();
}

function sizeOf({ record, oldRecord }: Change): number {
  const values = [...Object.values(record ?? {}), ...Object.values(oldRecord ?? {})];
  return values.reduce((bytes, value) => bytes + Buffer.byteLength(value ?? ''), 0);
}
