// caller: who sent a request, by its bearer token.
import { errors, type JWTPayload, jwtVerify } from 'jose';
import type { AuthContext } from './auth-context.ts';
import { AuthError } from './auth-error.ts';

/** The claims of the bearer token. 401 `no_authorization` without one, 403 `bad_jwt` if invalid. */
export async function readClaims(
  { jwtSecret }: AuthContext,
  request: Request,
): Promise<JWTPayload & { role?: string; session_id?: string }> {
  const token = /^Bearer (\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
  if (!token)
    throw new AuthError(401, 'no_authorization', 'This endpoint requires a valid Bearer token');
  try {
    return (await jwtVerify(token, jwtSecret, { algorithms: ['HS256'] })).payload;
  } catch (cause) {
    const problem = cause instanceof errors.JWTExpired ? 'token is expired' : 'token is malformed';
    const message = `invalid JWT: unable to parse or verify signature, ${problem}`;
    throw new AuthError(403, 'bad_jwt', message, { cause });
  }
}

const adminRoles = ['service_role', 'supabase_admin'];

/** 403 `not_admin` for everyone but the service role. */
export async function requireAdmin(context: AuthContext, request: Request): Promise<void> {
  const { role = '' } = await readClaims(context, request);
  if (!adminRoles.includes(role)) throw new AuthError(403, 'not_admin', 'User not allowed');
}
