// copy-object: the same bytes under a second name.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { requireKey } from './names.ts';
import { findObject } from './object-table.ts';
import { readJson } from './read-json.ts';
import { readMetadataHeader } from './read-upload.ts';
import { recordObject } from './record-object.ts';
import { requireHeaderValue } from './require-header-value.ts';
import type { CallerCall } from './storage-context.ts';
import { requireUpload } from './upload-object.ts';
import { type Stored, withBytes } from './with-bytes.ts';

const wish = z.object({
  bucketId: z.string('must be string'),
  sourceKey: z.string('must be string'),
  destinationKey: z.string('must be string'),
  destinationBucket: z.string('must be string').optional(),
  copyMetadata: z.boolean('must be boolean').default(true),
  metadata: z
    .object({
      cacheControl: z.string().exactOptional(),
      mimetype: z.string().exactOptional(),
      contentEncoding: z.string().exactOptional(),
    })
    .default({}),
});

/** POST /object/copy: for who may see the source and upload to the destination. */
export async function copyObject(call: CallerCall): Promise<Response> {
  const { storage, request, caller } = call;
  const { bucketId, sourceKey, destinationKey, ...options } = await readJson(request, wish);
  const target = { bucket: options.destinationBucket ?? bucketId, key: destinationKey };
  requireKey(destinationKey);
  for (const [name, value] of Object.entries(options.metadata)) requireHeaderValue(name, value);
  const upsert = request.headers.get('x-upsert') === 'true';

  const copy = async (source: Stored): Promise<string> => {
    const metadata = {
      ...source.metadata,
      ...(options.copyMetadata ? {} : options.metadata),
      lastModified: new Date().toISOString(),
    };
    const userMetadata = options.copyMetadata
      ? (source.user_metadata ?? undefined)
      : readMetadataHeader(request);
    await requireUpload(call, caller, target, { upsert, metadata, userMetadata });
    const version = randomUUID();
    await storage.files.adopt(version, storage.files.pathOf(source.version));
    const object = { ...target, version, owner: caller.owner, metadata, userMetadata };
    return recordObject(call, object, upsert);
  };
  const from = { bucket: bucketId, key: sourceKey };
  const Id = await withBytes(() => findObject(call, caller, from), copy);
  return Response.json({ Id, Key: `${target.bucket}/${destinationKey}` });
}
