// verify-jwt: the platform's check in front of a function with `verify_jwt = true`.
import { decodeProtectedHeader, jwtVerify } from 'jose';
import type { Refusal } from './refuse.ts';

/**
 * Why the `Authorization` header is refused, or undefined when it carries a valid HS256 token.
 * The platform chooses the code by the token's header alone, not by what is wrong with it; an
 * `sb_` key is no token. Source: the platform's functions gateway, newest form.
 */
export async function verifyJwt(
  authorization: string | undefined,
  secret: Uint8Array,
): Promise<Refusal | undefined> {
  if (!authorization) return refusal('NO_AUTH_HEADER', 'Missing authorization header');
  const token = /^Bearer (\S+)$/i.exec(authorization)?.[1];
  const algorithm = token && algorithmOf(token);
  if (!algorithm) return refusal('INVALID_JWT_FORMAT', 'Invalid JWT');
  if (algorithm === 'HS256')
    return (await isSigned(token, secret)) ? undefined : refusal('LEGACY_JWT', 'Invalid JWT');
  if (algorithm === 'ES256' || algorithm === 'RS256')
    return refusal('ASYMMETRIC_JWT', 'Invalid JWT');
  return refusal('UNSUPPORTED_TOKEN_ALGORITHM', `Unsupported JWT algorithm ${algorithm}`);
}

function algorithmOf(token: string): string | undefined {
  try {
    return token.split('.').length === 3 ? decodeProtectedHeader(token).alg : undefined;
  } catch {
    return undefined;
  }
}

async function isSigned(token: string, secret: Uint8Array): Promise<boolean> {
  try {
    await jwtVerify(token, secret, { algorithms: ['HS256'] });
    return true;
  } catch {
    return false;
  }
}

function refusal(reason: string, message: string): Refusal {
  return { status: 401, code: `UNAUTHORIZED_${reason}`, message, msg: message };
}
