// authenticate: who is calling, from the bearer token, verified in this process where possible.
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  decodeProtectedHeader,
  errors,
  jwtVerify,
} from 'jose';
import { AppError } from '../../../shared/errors.ts';
import { env, serviceKey } from './env.ts';

export interface Caller {
  userId: string;
}

const secret = env.JWT_SECRET && new TextEncoder().encode(env.JWT_SECRET);
const keys = env.SUPABASE_JWKS?.keys.length
  ? createLocalJWKSet({ keys: env.SUPABASE_JWKS.keys as never })
  : createRemoteJWKSet(new URL('/auth/v1/.well-known/jwks.json', env.SUPABASE_URL));

/**
 * The person whose access token the request carries; throws `unauthenticated` for none, a bad one,
 * or a key instead of a person, `auth_unavailable` when it cannot be checked now. Asymmetric tokens
 * are checked against the project's JWKS, HS256 tokens with JWT_SECRET, or, where the secret is not
 * known, by asking the Auth server.
 */
export async function authenticate(request: Request): Promise<Caller> {
  const token = /^Bearer (\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
  if (!token) throw new AppError('unauthenticated');
  try {
    return { userId: await userIdOf(token) };
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError(isTokensFault(cause) ? 'unauthenticated' : 'auth_unavailable', { cause });
  }
}

async function userIdOf(token: string): Promise<string> {
  const isSymmetric = algorithmOf(token) === 'HS256';
  if (isSymmetric && !secret) return askAuthServer(token);
  const { payload } =
    secret && isSymmetric
      ? await jwtVerify(token, secret, { algorithms: ['HS256'] })
      : await jwtVerify(token, keys, { algorithms: ['ES256', 'RS256'] });
  if (payload.role !== 'authenticated' || !payload.sub) throw new AppError('unauthenticated');
  return payload.sub;
}

function algorithmOf(token: string): string | undefined {
  try {
    return decodeProtectedHeader(token).alg;
  } catch (cause) {
    throw new AppError('unauthenticated', { cause });
  }
}

/** jose says generically that the key set could not be fetched; the rest is about the token. */
function isTokensFault(cause: unknown): boolean {
  return (
    cause instanceof errors.JOSEError &&
    cause.code !== 'ERR_JOSE_GENERIC' &&
    !(cause instanceof errors.JWKSTimeout)
  );
}

async function askAuthServer(token: string): Promise<string> {
  const answer = await fetch(new URL('/auth/v1/user', env.SUPABASE_URL), {
    headers: { apikey: serviceKey, authorization: `Bearer ${token}` },
  });
  if (answer.status >= 500) throw new AppError('auth_unavailable', { cause: answer.status });
  if (!answer.ok) throw new AppError('unauthenticated');
  const { id } = await answer.json();
  return id;
}
