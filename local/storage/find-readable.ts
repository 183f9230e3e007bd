// find-readable: the object that a request may read, by the route it came on.

import { z } from 'zod';
import { findBucket } from './bucket-table.ts';
import { asService, type Caller, readCaller } from './caller.ts';
import { findObject, type ObjectRow } from './object-table.ts';
import { readQuery } from './read-json.ts';
import { verifyToken } from './sign-token.ts';
import type { Call, CallerCall, Target } from './storage-context.ts';
import { StorageError } from './storage-error.ts';

/** Of a public bucket, for everybody; a private bucket is `NoSuchBucket`. */
export async function findPublic(call: Call, target: Target): Promise<ObjectRow> {
  const bucket = await findBucket(call, target.bucket);
  if (!bucket.public) throw new StorageError('NoSuchBucket');
  return findObject(call, asService(), target);
}

/** What the caller's policies show, or anything of a public bucket. */
export function findAuthenticated(call: CallerCall, target: Target): Promise<ObjectRow> {
  return findVisible(call, call.caller, target);
}

/** As `findAuthenticated`, and without a valid token as `findPublic`. */
export async function findForAnybody(call: Call, target: Target): Promise<ObjectRow> {
  const caller = await readCaller(call.storage, call.request).catch(() => undefined);
  return caller ? findVisible(call, caller, target) : findPublic(call, target);
}

async function findVisible(call: Call, caller: Caller, target: Target): Promise<ObjectRow> {
  const bucket = await findBucket(call, target.bucket);
  return findObject(call, bucket.public ? asService() : caller, target);
}

const tokenQuery = z.object({ token: z.string('must be a string') });

/** What the token of a signed URL says, which is for this object. */
export function readDownloadToken(call: Call, target: Target) {
  const { token } = readQuery(call.request, tokenQuery);
  return verifyToken(call.storage, 'download', target, token);
}
