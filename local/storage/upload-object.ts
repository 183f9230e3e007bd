// upload-object: bytes into a bucket: permission, bytes on disk, then the row.
import { randomUUID } from 'node:crypto';
import { type BucketRow, findBucket } from './bucket-table.ts';
import type { Caller } from './caller.ts';
import { isFolderPlaceholder, requireKey } from './names.ts';
import { insertObject, type ObjectMetadata, type UserMetadata } from './object-table.ts';
import { readUpload } from './read-upload.ts';
import { recordObject } from './record-object.ts';
import { requireHeaderValue } from './require-header-value.ts';
import { requireMimeType } from './require-mime-type.ts';
import type { Call, CallerCall, StorageContext, Target } from './storage-context.ts';
import { StorageError } from './storage-error.ts';
import { attempt } from './transact.ts';

/** POST /object/{bucket}/{key}; with the header x-upsert it replaces. */
export async function createObject(call: CallerCall, target: Target): Promise<Response> {
  const upsert = call.request.headers.get('x-upsert') === 'true';
  return answer(target, await uploadObject(call, call.caller, target, upsert));
}

/** PUT /object/{bucket}/{key}. */
export async function updateObject(call: CallerCall, target: Target): Promise<Response> {
  return answer(target, await uploadObject(call, call.caller, target, true));
}

function answer({ bucket, key }: Target, id: string): Response {
  return Response.json({ Id: id, Key: `${bucket}/${key}` });
}

/** Stores the request's file as `who` and returns the id of its row. */
export async function uploadObject(
  call: Call,
  who: Caller,
  target: Target,
  upsert: boolean,
): Promise<string> {
  const { storage, request } = call;
  requireKey(target.key);
  const bucket = await findBucket(call, target.bucket);
  const upload = await readUpload(request);
  const { mimeType, cacheControl, contentEncoding, declaredSize, userMetadata } = upload;
  requireMimeType(mimeType, bucket.allowed_mime_types, target.key);
  requireHeaderValue('cacheControl', cacheControl);
  requireHeaderValue('contentEncoding', contentEncoding);
  const known = {
    mimetype: mimeType,
    cacheControl,
    ...(contentEncoding ? { contentEncoding } : {}),
    ...(declaredSize === undefined ? {} : { size: declaredSize, contentLength: declaredSize }),
  };
  await requireUpload(call, who, target, { upsert, metadata: known, userMetadata });
  const limit = sizeLimit(storage, bucket, target.key);
  if (declaredSize !== undefined && declaredSize > limit) throw new StorageError('EntityTooLarge');

  const version = randomUUID();
  const { size, eTag } = await storage.files.write(version, upload.bytes, limit);
  const metadata: ObjectMetadata = {
    ...known,
    eTag,
    size,
    lastModified: new Date().toISOString(),
    contentLength: size,
    httpStatusCode: 200,
  };
  const object = { ...target, version, owner: who.owner, metadata, userMetadata };
  return recordObject(call, object, upsert);
}

/**
 * Refuses unless `who` may write an object of that name: the right to insert is enough for a new
 * one; to replace also those to see and to update.
 */
export function requireUpload(
  call: Call,
  who: Caller,
  target: Target,
  file: {
    upsert: boolean;
    metadata?: Partial<ObjectMetadata>;
    userMetadata?: UserMetadata | undefined;
  },
): Promise<void> {
  const { upsert, metadata = {}, userMetadata } = file;
  const object = { ...target, version: '1', owner: who.owner, metadata, userMetadata };
  return attempt(call, who, (sql) => {
    const insert = insertObject(sql, object, upsert);
    return upsert ? sql`${insert} returning id` : insert;
  });
}

/** Bytes that an object of the bucket may have. */
export function sizeLimit(storage: StorageContext, bucket: BucketRow, key: string): number {
  if (isFolderPlaceholder(key)) return 0;
  return Math.min(storage.fileSizeLimit, bucket.file_size_limit ?? Number.POSITIVE_INFINITY);
}
