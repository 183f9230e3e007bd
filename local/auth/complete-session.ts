// complete-session: lite's session with the platform's access token and user object.
import { decodeJwt, SignJWT } from 'jose';
import type { AuthContext } from './auth-context.ts';
import { AuthError } from './auth-error.ts';
import { findUserById, toUserJson, type UserRow } from './load-user.ts';

/** The session JSON of GoTrue; provider tokens pass through. */
export interface SessionJson {
  access_token: string;
  refresh_token: string;
  token_type: string;
  expires_in: number;
  expires_at: number;
  user: Record<string, unknown>;
  [field: string]: unknown;
}

/** How the user signed in, which the token's `amr` tells; absent on refresh. */
export interface SignIn {
  method?: 'password' | 'otp';
  userAgent: string | null;
  ip: string | undefined;
}

/**
 * Signs lite's token again with all claims of GoTrue's: iss, phone, app_metadata, user_metadata,
 * aal, amr, is_anonymous; remembers method, user agent and address with the session.
 */
export async function completeSession(
  context: AuthContext,
  session: SessionJson,
  signIn: SignIn,
): Promise<SessionJson> {
  const { sub = '', session_id: sessionId } = decodeJwt<{ session_id: string }>(
    session.access_token,
  );
  if (signIn.method) await rememberSignIn(context, sessionId, signIn);
  const [user, amr] = await Promise.all([
    findUserById(context.sql, sub),
    readMethods(context, sessionId),
  ]);
  if (!user)
    throw new AuthError(403, 'user_not_found', 'User from sub claim in JWT does not exist');
  const accessToken = await signToken(context, { user, sessionId, amr, exp: session.expires_at });
  return { ...session, access_token: accessToken, user: toUserJson(user) };
}

async function rememberSignIn(
  { sql }: AuthContext,
  sessionId: string,
  { method = 'password', userAgent, ip }: SignIn,
): Promise<void> {
  await sql`
    with session as (
      update auth.sessions set user_agent = ${userAgent}, ip = ${ip ?? null} where id = ${sessionId}
    )
    insert into auth.mfa_amr_claims
      (session_id, created_at, updated_at, authentication_method, id)
    values (${sessionId}, now(), now(), ${method}, gen_random_uuid())
    on conflict (session_id, authentication_method) do update set updated_at = now()
  `;
}

async function readMethods({ sql }: AuthContext, sessionId: string): Promise<unknown[]> {
  const rows = await sql`
    select authentication_method as method, extract(epoch from updated_at)::int as timestamp
    from auth.mfa_amr_claims where session_id = ${sessionId} order by updated_at desc
  `;
  return rows.map(({ method, timestamp }) => ({ method, timestamp }));
}

function signToken(
  { apiUrl, jwtSecret }: AuthContext,
  { user, sessionId, amr, exp }: { user: UserRow; sessionId: string; amr: unknown[]; exp: number },
): Promise<string> {
  return new SignJWT({
    iss: `${apiUrl}/auth/v1`,
    sub: user.id,
    aud: user.aud ?? 'authenticated',
    exp,
    email: user.email ?? '',
    phone: user.phone ?? '',
    app_metadata: user.raw_app_meta_data ?? {},
    user_metadata: user.raw_user_meta_data ?? {},
    role: user.role ?? 'authenticated',
    aal: 'aal1',
    amr,
    session_id: sessionId,
    is_anonymous: user.is_anonymous,
  })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuedAt()
    .sign(jwtSecret);
}
