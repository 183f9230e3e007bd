// caller: who sent a request, by its bearer token, and as whom the database is asked.
import { type JWTPayload, jwtVerify } from 'jose';
import type { StorageContext } from './storage-context.ts';
import { MalformedRequest, StorageError } from './storage-error.ts';

export interface Caller {
  role: string;
  /** The `sub` of the token: who owns what is uploaded. */
  owner: string | undefined;
  claims: JWTPayload;
  token: string;
}

/** Of a valid token; refuses with `AccessDenied` and the verifier's words otherwise. */
export async function readCaller({ jwtSecret }: StorageContext, request: Request): Promise<Caller> {
  const authorization = request.headers.get('authorization');
  if (!authorization)
    throw new MalformedRequest("headers must have required property 'authorization'");
  const token = authorization.replace(/^Bearer /i, '');
  try {
    const { payload } = await jwtVerify(token, jwtSecret, { algorithms: ['HS256'] });
    const role = typeof payload.role === 'string' ? payload.role : 'anon';
    return { role, owner: payload.sub, claims: payload, token };
  } catch (cause) {
    throw new StorageError('AccessDenied', { message: (cause as Error).message, cause });
  }
}

/** Storage itself: full rights, in the name of `owner` if given. */
export function asService(owner?: string): Caller {
  return { role: 'service_role', owner, claims: { role: 'service_role' }, token: '' };
}
