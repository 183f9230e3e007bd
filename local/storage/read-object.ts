// read-object: downloads, and what is known of an object.
import { asService } from './caller.ts';
import {
  findAuthenticated,
  findForAnybody,
  findPublic,
  readDownloadToken,
} from './find-readable.ts';
import { findObject, type ObjectRow } from './object-table.ts';
import { serveFile } from './serve-file.ts';
import type { Call, CallerCall, Target } from './storage-context.ts';
import { StorageError } from './storage-error.ts';
import { withBytes } from './with-bytes.ts';

/** GET and HEAD /object/public/{bucket}/{key}. */
export async function readPublic(call: Call, target: Target): Promise<Response> {
  return withBytes(
    () => findPublic(call, target),
    (object) => serveFile(call, object),
  );
}

/** GET and HEAD /object/authenticated/{bucket}/{key}. */
export async function readAuthenticated(call: CallerCall, target: Target): Promise<Response> {
  return withBytes(
    () => findAuthenticated(call, target),
    (object) => serveFile(call, object),
  );
}

/** GET and HEAD /object/{bucket}/{key}. */
export async function readForAnybody(call: Call, target: Target): Promise<Response> {
  return withBytes(
    () => findForAnybody(call, target),
    (object) => serveFile(call, object),
  );
}

/** GET and HEAD /object/sign/{bucket}/{key}?token=. */
export async function readSigned(call: Call, target: Target): Promise<Response> {
  const { exp } = await readDownloadToken(call, target);
  return withBytes(
    () => findObject(call, asService(), target),
    (object) => serveFile(call, object, new Date(exp * 1000)),
  );
}

/** GET /object/info/public/{bucket}/{key}. */
export async function infoPublic(call: Call, target: Target): Promise<Response> {
  return describe(await findPublic(call, target));
}

/** GET /object/info/authenticated/{bucket}/{key}. */
export async function infoAuthenticated(call: CallerCall, target: Target): Promise<Response> {
  return describe(await findAuthenticated(call, target));
}

/** GET /object/info/{bucket}/{key}. */
export async function infoForAnybody(call: Call, target: Target): Promise<Response> {
  return describe(await findForAnybody(call, target));
}

function describe(object: ObjectRow): Response {
  const { metadata } = object;
  if (!metadata) throw new StorageError('NoSuchKey');
  const { id, name, version, bucket_id, user_metadata, created_at, updated_at } = object;
  return Response.json(
    {
      id,
      name,
      version,
      bucket_id,
      size: metadata.size,
      content_type: metadata.mimetype,
      content_encoding: metadata.contentEncoding ?? null,
      cache_control: metadata.cacheControl,
      etag: metadata.eTag,
      metadata: user_metadata,
      last_modified: updated_at,
      created_at,
    },
    {
      headers: {
        etag: metadata.eTag,
        'last-modified': new Date(metadata.lastModified).toUTCString(),
        'cache-control': metadata.cacheControl,
      },
    },
  );
}
