// sign-up: POST /signup.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { askLiteForSession } from './ask-lite.ts';
import type { AuthContext } from './auth-context.ts';
import { AuthError } from './auth-error.ts';
import { completeSession, type SignIn } from './complete-session.ts';
import { createUser } from './create-user.ts';
import { findUserByEmail, findUserById, toUserJson, type UserRow } from './load-user.ts';
import { checkPassword, hashPassword } from './password.ts';
import { type Challenge, challengeFields, readChallenge } from './pkce.ts';
import { metadata, readBody, validEmail } from './read-body.ts';
import { sendLink } from './send-link.ts';
import { confirmEmail, mergeMetadata, updateUser } from './update-user.ts';

const signUpBody = z.object({
  email: z.string().nullish(),
  phone: z.string().nullish(),
  password: z.string().nullish(),
  data: metadata,
  ...challengeFields,
});

/**
 * Answers with the user, unconfirmed and mailed; with a session where confirmations are off.
 * An address that is taken gets the same answer, made up, and no mail.
 */
export async function signUp(
  context: AuthContext,
  request: Request,
  { redirectTo, signIn }: { redirectTo: string; signIn: SignIn },
): Promise<Response> {
  const body = await readBody(request, signUpBody);
  const { email, phone, password, data } = body;
  if (!context.config.enable_signup)
    throw new AuthError(422, 'signup_disabled', 'Signups not allowed for this instance');
  if (phone) throw new AuthError(400, 'phone_provider_disabled', 'Phone signups are disabled');
  if (!email)
    throw new AuthError(422, 'anonymous_provider_disabled', 'Anonymous sign-ins are disabled');
  if (!password) throw new AuthError(400, 'validation_failed', 'Signup requires a valid password');
  checkPassword(password, context.config);
  const user = await registerUser(context, {
    email,
    password,
    data: data ?? {},
    redirectTo,
    challenge: readChallenge(body),
  });
  if (context.config.email.enable_confirmations) return Response.json(user);
  const session = await askLiteForSession(context, '/token?grant_type=password', {
    email,
    password,
  });
  return Response.json(await completeSession(context, session, { ...signIn, method: 'password' }));
}

export interface Registration {
  email: string;
  password: string;
  data: Record<string, unknown>;
  redirectTo: string;
  challenge?: Challenge | undefined;
}

/**
 * Creates the user, or takes up the unconfirmed one of that address, and confirms or mails it, in
 * one transaction: when the mail or a trigger fails there is no user.
 */
export async function registerUser(
  context: AuthContext,
  { email, password, data, redirectTo, challenge }: Registration,
): Promise<Record<string, unknown>> {
  const { sql, config } = context;
  if (!config.email.enabled)
    throw new AuthError(400, 'email_provider_disabled', 'Email signups are disabled');
  const address = validEmail(email);
  const existing = await findUserByEmail(sql, address);
  if (existing?.email_confirmed_at) return refuseTaken(context, address, data);
  const passwordHash = await hashPassword(password);
  return sql.begin(async (transaction) => {
    const user = existing ?? (await insertSignUp(transaction, address, passwordHash, data));
    if (config.email.enable_confirmations)
      await sendLink(context, transaction, user, { kind: 'signup', redirectTo, challenge });
    else await confirmEmail(transaction, user.id);
    return toUserJson((await findUserById(transaction, user.id)) ?? user);
  });
}

async function insertSignUp(
  sql: Parameters<typeof createUser>[0],
  email: string,
  passwordHash: string,
  data: Record<string, unknown>,
): Promise<UserRow> {
  const failure = 'Database error saving new user';
  const user = await createUser(sql, { email, passwordHash, userMetadata: data }, failure);
  const claims = { sub: user.id, email, email_verified: false, phone_verified: false };
  const merged = mergeMetadata(user.raw_user_meta_data, claims);
  await updateUser(sql, user.id, { raw_user_meta_data: sql.json(merged as never) });
  return user;
}

function refuseTaken(
  { config }: AuthContext,
  email: string,
  data: Record<string, unknown>,
): Record<string, unknown> {
  if (!config.email.enable_confirmations)
    throw new AuthError(422, 'user_already_exists', 'User already registered');
  const now = new Date().toISOString();
  return {
    id: randomUUID(),
    aud: 'authenticated',
    role: '',
    email,
    phone: '',
    confirmation_sent_at: now,
    app_metadata: { provider: 'email', providers: ['email'] },
    user_metadata: data,
    identities: [],
    created_at: now,
    updated_at: now,
    is_anonymous: false,
  };
}
