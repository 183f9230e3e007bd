// list-objects: what is in a folder, as far as the caller may see.
import { z } from 'zod';
import type { ObjectRow } from './object-table.ts';
import { readJson } from './read-json.ts';
import type { CallerCall, Target } from './storage-context.ts';
import { transact } from './transact.ts';

const wish = z.object({
  prefix: z.string('must be string'),
  limit: z.int('must be integer').min(1, 'must be >= 1').default(100),
  offset: z.int('must be integer').min(0, 'must be >= 0').default(0),
  search: z.string('must be string').default(''),
  sortBy: z
    .object({
      column: z.enum(['name', 'updated_at', 'created_at', 'last_accessed_at']).default('name'),
      order: z.enum(['asc', 'desc']).default('asc'),
    })
    .prefault({}),
});

type Entry = Pick<ObjectRow, 'name' | 'metadata'> & { [time: string]: unknown };

/** POST /object/list/{bucket}: folders and files right below `prefix`, names relative to it. */
export async function listObjects(call: CallerCall, { bucket }: Target): Promise<Response> {
  const { prefix, limit, offset, search, sortBy } = await readJson(call.request, wish);
  const folder = prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`;
  const entries = await transact(
    call,
    call.caller,
    (sql) => sql<Entry[]>`
      select * from storage.search(
        ${folder}, ${bucket}, ${limit}, 1, ${offset}, ${search}, ${sortBy.column}, ${sortBy.order}
      )
    `,
  );
  return Response.json(entries);
}
