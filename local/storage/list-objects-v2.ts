// list-objects-v2: the objects below a prefix, page by page, with or without folders.
import { z } from 'zod';
import type { ObjectRow } from './object-table.ts';
import { readJson } from './read-json.ts';
import type { CallerCall, Target } from './storage-context.ts';
import { StorageError } from './storage-error.ts';
import { type Transaction, transact } from './transact.ts';

const sorting = z.object({
  column: z.enum(['name', 'updated_at', 'created_at']),
  order: z.enum(['asc', 'desc']).default('asc'),
});
const wish = z.object({
  prefix: z.string('must be string').default(''),
  limit: z.int('must be integer').min(1, 'must be >= 1').default(1000),
  cursor: z.string('must be string').optional(),
  with_delimiter: z.boolean('must be boolean').default(false),
  sortBy: sorting.optional(),
});
/** Where a page ended; it carries the order, so that all pages have the first one's. */
const position = sorting.extend({ key: z.string(), time: z.string() });

const MAX_LIMIT = 1000;

interface Entry {
  key: string;
  /** Microseconds of the column that sorts, as text; the cursor needs them all. */
  time: string;
  /** Null for a folder. */
  id: string | null;
  metadata: ObjectRow['metadata'];
  updated_at: Date;
  created_at: Date;
  last_accessed_at: Date;
}

/** POST /object/list-v2/{bucket}: names are whole keys; a folder's ends with a slash. */
export async function listObjectsV2(call: CallerCall, { bucket }: Target): Promise<Response> {
  const { prefix, limit, cursor, with_delimiter, sortBy } = await readJson(call.request, wish);
  const after = cursor === undefined ? undefined : readCursor(cursor);
  const order = after ?? sortBy ?? { column: 'name', order: 'asc' };
  const size = Math.min(limit, MAX_LIMIT);
  const entries = await transact(call, call.caller, (sql) =>
    select(sql, { bucket, prefix, withFolders: with_delimiter, size: size + 1, order, after }),
  );
  const page = entries.slice(0, size);
  const last = entries.length > size ? page.at(-1) : undefined;
  return Response.json({
    hasNext: last !== undefined,
    ...(last ? { nextCursor: writeCursor({ ...order, ...last }), nextCursorKey: last.key } : {}),
    folders: page.filter(({ id }) => id === null).map(({ key }) => ({ name: key, key })),
    objects: page.filter(({ id }) => id !== null).map(toObject),
  });
}

function toObject({ key, id, metadata, updated_at, created_at, last_accessed_at }: Entry) {
  return { id, name: key, key, metadata, updated_at, created_at, last_accessed_at };
}

/** A folder's time is that of its first object, so that it keeps its place among the pages. */
function select(
  sql: Transaction,
  options: {
    bucket: string;
    prefix: string;
    withFolders: boolean;
    size: number;
    order: z.infer<typeof sorting>;
    after: z.infer<typeof position> | undefined;
  },
) {
  const { bucket, prefix, withFolders, size, order, after } = options;
  const direction = order.order === 'asc' ? sql`asc` : sql`desc`;
  const isLater = order.order === 'asc' ? sql`>` : sql`<`;
  const time = order.column === 'name' ? sql`'epoch'::timestamptz` : sql`min(${sql(order.column)})`;
  // As text, since the driver would cut a time down to milliseconds.
  const rest = after
    ? sql`where (time, key) ${isLater} (${after.time}::text::timestamptz, ${after.key})`
    : sql``;
  return sql<Entry[]>`
    select key, time::text, id, metadata, updated_at, created_at, last_accessed_at
    from (
      select key collate "C" as key, ${time} as time,
        case when not is_folder then min(id::text) end as id,
        case when not is_folder then (array_agg(metadata))[1] end as metadata,
        min(updated_at) as updated_at, min(created_at) as created_at,
        min(last_accessed_at) as last_accessed_at
      from storage.objects,
        strpos(substr(name, ${prefix.length + 1}::integer), '/') as slash,
        lateral (select ${withFolders} and slash > 0) as kind (is_folder),
        lateral (select case
          when is_folder then left(name, ${prefix.length}::integer + slash) else name
        end) as entry (key)
      where bucket_id = ${bucket} and starts_with(name, ${prefix})
      group by key, is_folder
    ) as entries
    ${rest}
    order by time ${direction}, key ${direction}
    limit ${size}
  `;
}

function writeCursor({ key, time, column, order }: z.infer<typeof position>): string {
  return Buffer.from(JSON.stringify({ key, time, column, order })).toString('base64');
}

function readCursor(cursor: string): z.infer<typeof position> {
  try {
    return position.parse(JSON.parse(Buffer.from(cursor, 'base64').toString('utf8')));
  } catch (cause) {
    const message = 'Invalid Parameter continuation token';
    throw new StorageError('InvalidRequest', { message, cause });
  }
}
