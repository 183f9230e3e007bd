// sign-token: the tokens of signed URLs, each bound to one object and to one scope.
import { type errors, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import type { StorageContext, Target } from './storage-context.ts';
import { StorageError } from './storage-error.ts';

export type SignedScope = 'download' | 'upload';

export interface SignedClaims extends JWTPayload {
  transformations?: string;
  owner?: string;
  upsert?: boolean;
}

/** A token that lives for `seconds`; the object and the scope win over `claims`. */
export function signToken(
  { jwtSecret }: StorageContext,
  scope: SignedScope,
  { bucket, key }: Target,
  seconds: number,
  claims: SignedClaims = {},
): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({ ...claims, url: `${bucket}/${key}`, scope })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuedAt(now)
    .setExpirationTime(now + seconds)
    .sign(jwtSecret);
}

/** The claims of a token for this object and scope. `InvalidJWT`, `InvalidSignature`. */
export async function verifyToken(
  { jwtSecret }: StorageContext,
  scope: SignedScope,
  { bucket, key }: Target,
  token: string,
): Promise<SignedClaims & { exp: number }> {
  const { payload } = await jwtVerify(token, jwtSecret, {
    algorithms: ['HS256'],
    requiredClaims: ['exp'],
  }).catch((cause: errors.JOSEError) => {
    throw new StorageError('InvalidJWT', { message: cause.message, cause });
  });
  if (payload.scope !== scope)
    throw new StorageError('InvalidSignature', { message: `Token is not scoped for ${scope}` });
  if (payload.url !== `${bucket}/${key}`) throw new StorageError('InvalidSignature');
  return payload as SignedClaims & { exp: number };
}
