// move-object: another name, or another bucket, for the same bytes.
import { z } from 'zod';
import { isUuid, requireKey } from './names.ts';
import { readJson } from './read-json.ts';
import type { CallerCall } from './storage-context.ts';
import { StorageError } from './storage-error.ts';
import { transact } from './transact.ts';

const wish = z.object({
  bucketId: z.string('must be string'),
  sourceKey: z.string('must be string'),
  destinationKey: z.string('must be string'),
  destinationBucket: z.string('must be string').optional(),
});

/** POST /object/move: the caller needs to see and to update it, before and after. */
export async function moveObject(call: CallerCall): Promise<Response> {
  const { bucketId, sourceKey, destinationKey, ...more } = await readJson(call.request, wish);
  const bucket = more.destinationBucket ?? bucketId;
  requireKey(destinationKey);
  const { owner = null } = call.caller;
  const [moved] = await transact(
    call,
    call.caller,
    (sql) => sql<{ id: string }[]>`
      update storage.objects set
        bucket_id = ${bucket}, name = ${destinationKey},
        owner = ${owner && isUuid(owner) ? owner : sql`owner`},
        owner_id = coalesce(${owner}, owner_id)
      where bucket_id = ${bucketId} and name = ${sourceKey}
      returning id
    `,
  );
  if (!moved) throw new StorageError('NoSuchKey');
  const Key = `${bucket}/${destinationKey}`;
  return Response.json({ message: 'Successfully moved', Id: moved.id, Key });
}
