// signed-upload: URLs that let their holder upload one object in the name of who asked for them.
import { z } from 'zod';
import { asService } from './caller.ts';
import { requireKey } from './names.ts';
import { readQuery } from './read-json.ts';
import { readMetadataHeader } from './read-upload.ts';
import { signToken, verifyToken } from './sign-token.ts';
import type { Call, CallerCall, Target } from './storage-context.ts';
import { requireUpload, uploadObject } from './upload-object.ts';

/** As hosted; the open-source server's own default is a minute. */
const SECONDS = 2 * 60 * 60;

/** POST /object/upload/sign/{bucket}/{key}: for whoever may upload it. */
export async function signUpload(call: CallerCall, target: Target): Promise<Response> {
  const { storage, request, caller } = call;
  requireKey(target.key);
  const upsert = request.headers.get('x-upsert') === 'true';
  const userMetadata = readMetadataHeader(request);
  await requireUpload(call, caller, target, { upsert, userMetadata });
  const owner = caller.owner === undefined ? {} : { owner: caller.owner };
  const token = await signToken(storage, 'upload', target, SECONDS, { ...owner, upsert });
  const url = `/object/upload/sign/${target.bucket}/${target.key}?token=${token}`;
  return Response.json({ url, token });
}

const tokenQuery = z.object({ token: z.string('must be a string') });

/** PUT /object/upload/sign/{bucket}/{key}?token=: with full rights, as its policies were asked. */
export async function redeemUpload(call: Call, target: Target): Promise<Response> {
  const { token } = readQuery(call.request, tokenQuery);
  const { owner, upsert } = await verifyToken(call.storage, 'upload', target, token);
  await uploadObject(call, asService(owner), target, upsert === true);
  return Response.json({ Key: `${target.bucket}/${target.key}` });
}
