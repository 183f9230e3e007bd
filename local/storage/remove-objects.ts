// remove-objects: rows first, then bytes; what the caller may not delete, or not see, stays.
import { z } from 'zod';
import { type ObjectRow, objectColumns } from './object-table.ts';
import { readJson } from './read-json.ts';
import type { CallerCall, Target } from './storage-context.ts';
import { StorageError } from './storage-error.ts';
import { transact } from './transact.ts';

const wish = z.object({
  prefixes: z
    .array(z.string('must be string'), 'must be array')
    .min(1, 'must NOT have fewer than 1 items')
    .max(1000, 'must NOT have more than 1000 items'),
});

/** DELETE /object/{bucket}: the rows that went; names that are nobody's are absent. */
export async function removeObjects(call: CallerCall, { bucket }: Target): Promise<Response> {
  const { prefixes } = await readJson(call.request, wish);
  return Response.json(await remove(call, bucket, prefixes));
}

/** DELETE /object/{bucket}/{key}. */
export async function removeObject(call: CallerCall, target: Target): Promise<Response> {
  const removed = await remove(call, target.bucket, [target.key]);
  if (removed.length === 0) throw new StorageError('NoSuchKey');
  return Response.json({ message: 'Successfully deleted' });
}

async function remove(call: CallerCall, bucket: string, names: string[]): Promise<ObjectRow[]> {
  const rows = await transact(
    call,
    call.caller,
    (sql) => sql<ObjectRow[]>`
      delete from storage.objects where bucket_id = ${bucket} and name = any (${names})
      returning ${objectColumns(sql)}
    `,
  );
  await call.storage.files.remove(rows.map(({ version }) => version));
  return rows;
}
