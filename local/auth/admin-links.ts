// admin-links: POST /invite and /admin/generate_link, for the service role.
import { z } from 'zod';
import { allowedRedirect } from './allowed-redirect.ts';
import type { AuthContext, Sql } from './auth-context.ts';
import { AuthError } from './auth-error.ts';
import { createUser } from './create-user.ts';
import { findUserByEmail, findUserById, toUserJson, type UserRow } from './load-user.ts';
import { checkPassword, hashPassword, randomPassword } from './password.ts';
import { metadata, readBody, validEmail } from './read-body.ts';
import { type LinkKind, sendLink, storeToken } from './send-link.ts';

const inviteBody = z.object({ email: z.string().nullish(), data: metadata });

/** Creates a user without a password, or takes up an unconfirmed one, and mails the invitation. */
export async function invite(
  context: AuthContext,
  request: Request,
  redirectTo: string,
): Promise<Response> {
  const body = await readBody(request, inviteBody);
  const email = validEmail(body.email ?? undefined);
  const user = await context.sql.begin(async (sql) => {
    const invited = await unconfirmedUser(sql, email, '', body.data ?? {});
    await sendLink(context, sql, invited, { kind: 'invite', redirectTo });
    return (await findUserById(sql, invited.id)) ?? invited;
  });
  return Response.json(toUserJson(user));
}

const linkBody = z.object({
  type: z.string().nullish(),
  email: z.string().nullish(),
  password: z.string().nullish(),
  data: metadata,
  redirect_to: z.string().nullish(),
});

const linkKinds: readonly string[] = ['signup', 'invite', 'magiclink', 'recovery'];

/** The link and code that an e-mail would carry, without sending one. */
export async function generateLink(context: AuthContext, request: Request): Promise<Response> {
  const body = await readBody(request, linkBody);
  const email = validEmail(body.email ?? undefined);
  const asked = body.redirect_to ?? new URL(request.url).searchParams.get('redirect_to');
  const redirectTo = allowedRedirect(asked, context.config);
  if (!linkKinds.includes(body.type ?? '')) {
    const message = `Invalid email action link type requested: ${body.type}`;
    throw new AuthError(400, 'validation_failed', message);
  }
  const existing = await findUserByEmail(context.sql, email);
  const kind = kindFor(existing, body.type as LinkKind);
  const passwordHash = await passwordHashFor(context, kind, body.password, body.type === kind);
  return context.sql.begin(async (sql) => {
    const user =
      existing && (kind === 'magiclink' || kind === 'recovery')
        ? existing
        : await unconfirmedUser(sql, email, passwordHash, body.data ?? {});
    const { token, tokenHash } = await storeToken(context, sql, user, { kind });
    return Response.json({
      ...toUserJson((await findUserById(sql, user.id)) ?? user),
      action_link: context.mailer.linkOf({ kind, tokenHash, redirectTo }),
      email_otp: token,
      hashed_token: tokenHash,
      verification_type: kind,
      redirect_to: redirectTo,
    });
  });
}

function kindFor(existing: UserRow | undefined, kind: LinkKind): LinkKind {
  if (existing || kind === 'signup' || kind === 'invite') return kind;
  if (kind === 'magiclink') return 'signup';
  throw new AuthError(404, 'user_not_found', 'User with this email not found');
}

async function passwordHashFor(
  { config }: AuthContext,
  kind: LinkKind,
  password: string | null | undefined,
  isAsked: boolean,
): Promise<string> {
  if (kind !== 'signup') return '';
  if (!isAsked) return hashPassword(randomPassword());
  if (!password) throw new AuthError(400, 'validation_failed', 'Signup requires a valid password');
  checkPassword(password, config);
  return hashPassword(password);
}

async function unconfirmedUser(
  sql: Sql,
  email: string,
  passwordHash: string,
  userMetadata: Record<string, unknown>,
): Promise<UserRow> {
  const existing = await findUserByEmail(sql, email);
  if (!existing)
    return createUser(sql, { email, passwordHash, userMetadata }, 'Database error saving new user');
  if (!existing.email_confirmed_at) return existing;
  const message = 'A user with this email address has already been registered';
  throw new AuthError(422, 'email_exists', message);
}
