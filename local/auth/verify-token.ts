// verify-token: POST and GET /verify, what a code or a link in an e-mail leads to.
import { decodeJwt } from 'jose';
import { z } from 'zod';
import { askLiteForSession } from './ask-lite.ts';
import type { AuthContext } from './auth-context.ts';
import { AuthError, toAuthError } from './auth-error.ts';
import { completeSession, type SessionJson, type SignIn } from './complete-session.ts';
import { hashToken } from './hash-token.ts';
import { isPkce, issueCode, markPkce } from './pkce.ts';
import { readBody } from './read-body.ts';

const verifyBody = z.object({
  type: z.string().nullish(),
  token: z.string().nullish(),
  token_hash: z.string().nullish(),
  email: z.string().nullish(),
});

/** Answers with a session. Type `email` is sign-up or magic link, whichever the token is. */
export async function verifyCode(
  context: AuthContext,
  request: Request,
  signIn: SignIn,
): Promise<Response> {
  const { type, token, token_hash: hash, email } = await readBody(request, verifyBody);
  if (!type) throw invalid('Verify requires a verification type');
  if (!hash && !(token && email)) throw invalid('Verify requires either a token or a token hash');
  const tokenHash = hash || (await findTokenHash(context, email ?? '', token ?? ''));
  return Response.json(await verify(context, type, tokenHash, signIn));
}

/**
 * Redirects to `redirectTo` with the session, or the error, in the fragment; for PKCE with a code,
 * or the error, in the query.
 */
export async function followLink(
  context: AuthContext,
  request: Request,
  { redirectTo, signIn }: { redirectTo: string; signIn: SignIn },
): Promise<Response> {
  const query = new URL(request.url).searchParams;
  const type = query.get('type');
  const tokenHash = query.get('token');
  if (!type) throw invalid('Verify requires a verification type');
  if (!tokenHash) throw invalid('Verify requires a token or a token hash');
  const isCode = isPkce(tokenHash);
  const location = await verify(context, type, tokenHash, signIn).then(
    async (session) =>
      isCode
        ? withQuery(redirectTo, new URLSearchParams({ code: await codeFor(context, session) }))
        : `${redirectTo}#${sessionFragment(session, type)}`,
    (cause: unknown) => {
      const error = errorFragment(cause);
      return `${isCode ? withQuery(redirectTo, error) : redirectTo}#${error}`;
    },
  );
  return new Response(null, { status: 303, headers: { location } });
}

function withQuery(address: string, added: URLSearchParams): string {
  const url = new URL(address);
  for (const [name, value] of added) url.searchParams.set(name, value);
  return url.href;
}

/** The session of the click is not the caller's: theirs begins when they bring the code. */
async function codeFor(
  { sql }: AuthContext,
  { user, access_token: token }: SessionJson,
): Promise<string> {
  await sql`delete from auth.sessions where id = ${String(decodeJwt(token).session_id)}`;
  return issueCode(sql, String(user.id));
}

/** A code typed in is good for either kind of link that came with it. */
async function findTokenHash(context: AuthContext, email: string, token: string): Promise<string> {
  const digest = hashToken(email, token.replaceAll('-', ''));
  const marked = markPkce(digest);
  return (await findTokenOwner(context, marked)) ? marked : digest;
}

async function verify(
  context: AuthContext,
  type: string,
  tokenHash: string,
  signIn: SignIn,
): Promise<SessionJson> {
  const owner = await findTokenOwner(context, tokenHash);
  if (owner?.is_banned) throw new AuthError(403, 'user_banned', 'User is banned');
  const types: Record<string, string> = {
    invite: 'signup',
    email: owner?.confirms ? 'signup' : 'magiclink',
  };
  const body = { type: types[type] ?? type, token_hash: tokenHash };
  const session = await askLiteForSession(context, '/verify', body);
  return completeSession(context, session, { ...signIn, method: 'otp' });
}

async function findTokenOwner(
  { sql }: AuthContext,
  tokenHash: string,
): Promise<{ confirms: boolean; is_banned: boolean } | undefined> {
  const [owner] = await sql<{ confirms: boolean; is_banned: boolean }[]>`
    select
      coalesce(confirmation_token = ${tokenHash}, false) as confirms,
      coalesce(banned_until > now(), false) as is_banned
    from auth.users
    where ${tokenHash} in (
      confirmation_token, recovery_token, email_change_token_current, email_change_token_new
    )
  `;
  return owner;
}

function sessionFragment(session: SessionJson, type: string): URLSearchParams {
  return new URLSearchParams({
    access_token: session.access_token,
    expires_at: String(session.expires_at),
    expires_in: String(session.expires_in),
    refresh_token: session.refresh_token,
    token_type: session.token_type,
    type,
  });
}

function errorFragment(cause: unknown): URLSearchParams {
  const { code, message, status } = toAuthError(cause);
  return new URLSearchParams({
    error: status >= 500 ? 'server_error' : 'access_denied',
    error_code: code,
    error_description: message,
  });
}

function invalid(message: string): AuthError {
  return new AuthError(400, 'validation_failed', message);
}
