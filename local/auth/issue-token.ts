// issue-token: POST /token, sessions for passwords, refresh tokens and authorization codes.
import { z } from 'zod';
import { askLiteForSession } from './ask-lite.ts';
import type { AuthContext } from './auth-context.ts';
import { AuthError } from './auth-error.ts';
import { completeSession, type SignIn } from './complete-session.ts';
import { findUserByEmail, isBanned } from './load-user.ts';
import { isPasswordOf } from './password.ts';
import { readBody } from './read-body.ts';

/** 400 for whoever is banned or unconfirmed, which lite does not look at as GoTrue does. */
export async function issueToken(
  context: AuthContext,
  request: Request,
  signIn: SignIn,
): Promise<Response> {
  const grant = new URL(request.url).searchParams.get('grant_type') ?? '';
  const body = await readBody(request, z.record(z.string(), z.unknown()));
  if (grant === 'password') await checkPasswordGrant(context, body);
  if (grant === 'refresh_token') await checkRefreshGrant(context, body);
  const path = `/token?grant_type=${encodeURIComponent(grant)}`;
  const session = await askLiteForSession(context, path, body);
  const method = ({ password: 'password', pkce: 'otp' } as const)[grant];
  return Response.json(
    await completeSession(context, session, { ...signIn, ...(method && { method }) }),
  );
}

async function checkPasswordGrant(
  { sql, config }: AuthContext,
  { email, phone, password }: Record<string, unknown>,
): Promise<void> {
  if (phone) throw new AuthError(400, 'phone_provider_disabled', 'Phone logins are disabled');
  if (!config.email.enabled)
    throw new AuthError(422, 'email_provider_disabled', 'Email logins are disabled');
  const invalid = new AuthError(400, 'invalid_credentials', 'Invalid login credentials');
  if (!email) throw new AuthError(400, 'validation_failed', 'missing email or phone');
  const user = await findUserByEmail(sql, String(email));
  if (!user) throw invalid;
  if (isBanned(user)) throw new AuthError(400, 'user_banned', 'User is banned');
  if (user.email_confirmed_at) return;
  if (!(await isPasswordOf(user.encrypted_password, String(password)))) throw invalid;
  throw new AuthError(400, 'email_not_confirmed', 'Email not confirmed');
}

async function checkRefreshGrant(
  { sql }: AuthContext,
  { refresh_token: token }: Record<string, unknown>,
): Promise<void> {
  const [user] = await sql<{ banned_until: string | null }[]>`
    select u.banned_until
    from auth.refresh_tokens r join auth.users u on u.id::text = r.user_id
    where r.token = ${String(token)}
  `;
  if (user && isBanned(user)) throw new AuthError(400, 'user_banned', 'User is banned');
}
