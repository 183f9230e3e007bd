// send-link: one-time tokens: made, stored hashed, and mailed.
import { randomInt } from 'node:crypto';
import type { AuthContext, Sql } from './auth-context.ts';
import { AuthError } from './auth-error.ts';
import { parseDuration } from './duration.ts';
import { hashToken } from './hash-token.ts';
import type { UserRow } from './load-user.ts';
import type { MailKind } from './mail-template.ts';
import { type Challenge, markPkce, storeChallenge } from './pkce.ts';
import { updateUser } from './update-user.ts';

/** Kinds whose token this file stores; e-mail change and reauthentication are lite's. */
export type LinkKind = Extract<MailKind, 'signup' | 'invite' | 'magiclink' | 'recovery'>;

export interface OneTimeToken {
  /** The digits for people. */
  token: string;
  /** What the database and the link hold. */
  tokenHash: string;
}

export interface LinkRequest {
  kind: LinkKind;
  redirectTo: string;
  challenge?: Challenge | undefined;
}

/** Makes the token that replaces the user's earlier one of that kind, and stores its hash. */
export async function storeToken(
  { config }: AuthContext,
  sql: Sql,
  user: UserRow,
  { kind, challenge }: Pick<LinkRequest, 'kind' | 'challenge'>,
): Promise<OneTimeToken> {
  const { otp_length: length } = config.email;
  const token = Array.from({ length }, () => randomInt(10)).join('');
  const digest = hashToken(user.email ?? '', token);
  const tokenHash = challenge ? markPkce(digest) : digest;
  if (challenge) await storeChallenge(sql, user.id, challenge);
  const now = new Date().toISOString();
  const confirms = kind === 'signup' || kind === 'invite';
  await updateUser(sql, user.id, {
    ...(confirms
      ? { confirmation_token: tokenHash, confirmation_sent_at: now }
      : { recovery_token: tokenHash, recovery_sent_at: now }),
    ...(kind === 'invite' ? { invited_at: now } : {}),
  });
  return { token, tokenHash };
}

/**
 * Mails the user a link and code of that kind. 429 `over_email_send_rate_limit` when the last
 * one is younger than auth.email.max_frequency (invitations are not limited).
 */
export async function sendLink(
  context: AuthContext,
  sql: Sql,
  user: UserRow,
  { kind, redirectTo, challenge }: LinkRequest,
): Promise<void> {
  if (kind === 'signup') refuseTooSoon(context, user.confirmation_sent_at);
  if (kind === 'magiclink' || kind === 'recovery') refuseTooSoon(context, user.recovery_sent_at);
  const token = await storeToken(context, sql, user, { kind, challenge });
  const to = user.email ?? '';
  await context.mailer
    .send({ kind, to, redirectTo, data: user.raw_user_meta_data, ...token })
    .catch((cause: unknown) => {
      const message = `Error sending ${mailNames[kind]} email`;
      throw new AuthError(500, 'unexpected_failure', message, { cause });
    });
}

const mailNames: Record<LinkKind, string> = {
  signup: 'confirmation',
  invite: 'invite',
  magiclink: 'magic link',
  recovery: 'recovery',
};

function refuseTooSoon({ config }: AuthContext, sentAt: string | null): void {
  const frequencyMs = parseDuration(config.email.max_frequency) ?? 0;
  const leftMs = sentAt ? Date.parse(sentAt) + frequencyMs - Date.now() : 0;
  if (leftMs <= 0) return;
  const seconds = Math.floor(leftMs / 1000);
  const message = `For security purposes, you can only request this after ${seconds} seconds.`;
  throw new AuthError(429, 'over_email_send_rate_limit', message);
}
