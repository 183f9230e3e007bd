// authenticate: who is calling, from the bearer token, verified in this process where possible.
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  decodeProtectedHeader,
  errors,
  type JWTVerifyGetKey,
  jwtVerify,
} from 'jose';
import { z } from 'zod';
import { AppError } from '../../../shared/errors.ts';
import { clientIp } from './client-ip.ts';
import { env, serviceKey } from './env.ts';
import { hash } from './hash.ts';

export interface Caller {
  userId: string;
  /** The access token itself, to act with the person's own rights. */
  token: string;
  /** The address of the request, where it is known. */
  ip: string | undefined;
}

/** A program with an API key: who is behind it, and whether it is valid, only SQL knows. */
export interface KeyHolder {
  keyHash: string;
  ip: string | undefined;
}

const API_KEY = /^parley_sk_[A-Za-z0-9_-]{43}$/;

// Imported once: jose would do it again for each token.
const secret =
  env.JWT_SECRET &&
  (await crypto.subtle.importKey(
    'raw',
    new TextEncoder().encode(env.JWT_SECRET),
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['verify'],
  ));
const givenKeys = createLocalJWKSet({ keys: (env.SUPABASE_JWKS ?? []) as never });
const publishedKeys = createRemoteJWKSet(
  new URL('/auth/v1/.well-known/jwks.json', env.SUPABASE_URL),
);

/** The keys that the worker was started with; after a rotation, those that Auth publishes. */
const keys: JWTVerifyGetKey = async (header, token) => {
  try {
    return await givenKeys(header, token);
  } catch (error) {
    if (error instanceof errors.JWKSNoMatchingKey) return await publishedKeys(header, token);
    throw error;
  }
};

/**
 * The person whose access token the request carries; throws `unauthenticated` for none, a bad one,
 * or a key instead of a person, `auth_unavailable` when it cannot be checked now. Asymmetric tokens
 * are checked against the project's JWKS, HS256 tokens with JWT_SECRET, or, where the secret is not
 * known, by asking the Auth server.
 */
export async function authenticate(request: Request): Promise<Caller> {
  return authenticateToken(request, bearerOf(request));
}

/**
 * The same for routes that take API keys too: a person, or whoever has a key. Throws
 * `invalid_api_key` also for what is neither a key nor a token.
 */
export async function authenticateOrKey(request: Request): Promise<Caller | KeyHolder> {
  const token = bearerOf(request);
  if (API_KEY.test(token)) return { keyHash: await hash(token), ip: clientIp(request.headers) };
  if (token.split('.').length !== 3) throw new AppError('invalid_api_key');
  return authenticateToken(request, token);
}

function bearerOf(request: Request): string {
  const token = /^Bearer (\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
  if (!token) throw new AppError('unauthenticated');
  return token;
}

async function authenticateToken(request: Request, token: string): Promise<Caller> {
  try {
    return { userId: await userIdOf(token), token, ip: clientIp(request.headers) };
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
    signal: AbortSignal.timeout(5_000),
  });
  if (answer.status === 401 || answer.status === 403) throw new AppError('unauthenticated');
  if (!answer.ok) throw new AppError('auth_unavailable', { cause: answer.status });
  return z.object({ id: z.uuid() }).parse(await answer.json()).id;
}
