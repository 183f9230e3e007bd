// signed-urls: URLs that let their holder read one object for a while.
import { z } from 'zod';
import { findObject } from './object-table.ts';
import { readJson } from './read-json.ts';
import { signToken } from './sign-token.ts';
import type { CallerCall, Target } from './storage-context.ts';
import { transact } from './transact.ts';
import { formatTransformation, transformation } from './transformation.ts';

const expiresIn = z.int('must be integer').min(1, 'must be >= 1');
const one = z.object({ expiresIn, transform: transformation.optional() });
const many = z.object({ expiresIn, paths: z.array(z.string()).min(1, 'must have an item') });

/** POST /object/sign/{bucket}/{key}: for whoever may read it. */
export async function signUrl(call: CallerCall, target: Target): Promise<Response> {
  const wish = await readJson(call.request, one);
  await findObject(call, call.caller, target);
  const transformations = wish.transform && formatTransformation(wish.transform);
  const claims = transformations ? { transformations } : {};
  const token = await signToken(call.storage, 'download', target, wish.expiresIn, claims);
  const route = transformations ? 'render/image' : 'object';
  const signedURL = `/${route}/sign/${target.bucket}/${target.key}?token=${token}`;
  return Response.json({ signedURL });
}

/** POST /object/sign/{bucket}: each path with its URL or with why not, in the order asked. */
export async function signUrls(call: CallerCall, { bucket }: Target): Promise<Response> {
  const wish = await readJson(call.request, many);
  const visible = await transact(
    call,
    call.caller,
    (sql) => sql<{ name: string }[]>`
      select name from storage.objects where bucket_id = ${bucket} and name = any (${wish.paths})
    `,
  );
  const names = new Set(visible.map(({ name }) => name));
  const sign = async (path: string) => {
    if (!names.has(path)) {
      const error = 'Either the object does not exist or you do not have access to it';
      return { error, path, signedURL: null };
    }
    const target = { bucket, key: path };
    const token = await signToken(call.storage, 'download', target, wish.expiresIn);
    return { error: null, path, signedURL: `/object/sign/${bucket}/${path}?token=${token}` };
  };
  return Response.json(await Promise.all(wish.paths.map(sign)));
}
