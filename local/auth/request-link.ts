// request-link: POST /otp, /magiclink, /recover and /resend, the e-mails people ask for.
import { z } from 'zod';
import type { AuthContext } from './auth-context.ts';
import { AuthError } from './auth-error.ts';
import { findUserByEmail } from './load-user.ts';
import { randomPassword } from './password.ts';
import { challengeFields, readChallenge } from './pkce.ts';
import { metadata, readBody, validEmail } from './read-body.ts';
import { sendLink } from './send-link.ts';
import { registerUser } from './sign-up.ts';

const done = () => Response.json({});

const otpBody = z.object({
  email: z.string().nullish(),
  phone: z.string().nullish(),
  create_user: z.boolean().nullish(),
  data: metadata,
  ...challengeFields,
});

/** Mails a sign-in link, or the confirmation that makes a new user one. */
export async function requestOtp(
  context: AuthContext,
  request: Request,
  redirectTo: string,
): Promise<Response> {
  const body = await readBody(request, otpBody);
  if (body.phone) throw new AuthError(400, 'phone_provider_disabled', 'Unsupported phone provider');
  const email = validEmail(body.email ?? undefined);
  const challenge = readChallenge(body);
  const { sql, config } = context;
  let user = await findUserByEmail(sql, email);
  if (!user && body.create_user === false)
    throw new AuthError(422, 'otp_disabled', 'Signups not allowed for otp');
  if (!user && !config.enable_signup)
    throw new AuthError(422, 'signup_disabled', 'Signups not allowed for this instance');
  if (!user?.email_confirmed_at) {
    const password = randomPassword();
    const data = body.data ?? {};
    await registerUser(context, { email, password, data, redirectTo, challenge });
    if (config.email.enable_confirmations) return done();
    user = await findUserByEmail(sql, email);
  }
  if (user) await sendLink(context, sql, user, { kind: 'magiclink', redirectTo, challenge });
  return done();
}

const recoverBody = z.object({ email: z.string().nullish(), ...challengeFields });

/** Mails a password recovery link; unknown addresses get the same answer and no mail. */
export async function requestRecovery(
  context: AuthContext,
  request: Request,
  redirectTo: string,
): Promise<Response> {
  const body = await readBody(request, recoverBody);
  if (!body.email)
    throw new AuthError(400, 'validation_failed', 'Password recovery requires an email');
  const user = await findUserByEmail(context.sql, validEmail(body.email));
  const challenge = readChallenge(body);
  if (user) await sendLink(context, context.sql, user, { kind: 'recovery', redirectTo, challenge });
  return done();
}

const resendBody = z.object({
  type: z.string().nullish(),
  email: z.string().nullish(),
  ...challengeFields,
});

/**
 * Sends the confirmation of a sign-up again; users who need none get the same answer.
 * `undefined` for the types that are lite's.
 */
export async function resendLink(
  context: AuthContext,
  request: Request,
  redirectTo: string,
): Promise<Response | undefined> {
  const body = await readBody(request, resendBody);
  if (body.type !== 'signup') return undefined;
  const user = await findUserByEmail(context.sql, validEmail(body.email ?? undefined));
  if (user && !user.email_confirmed_at)
    await sendLink(context, context.sql, user, {
      kind: 'signup',
      redirectTo,
      challenge: readChallenge(body),
    });
  return done();
}
