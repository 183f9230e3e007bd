// create-user: a row in auth.users and its e-mail or phone identity, written in GoTrue's order.
import { randomUUID } from 'node:crypto';
import type { Sql } from './auth-context.ts';
import { AuthError } from './auth-error.ts';
import { findUserById, type UserRow } from './load-user.ts';

type Json = Record<string, unknown>;

export interface NewUser {
  id?: string | undefined;
  email?: string | undefined;
  phone?: string | undefined;
  /** Empty: no password, as for an invited user. */
  passwordHash: string;
  role?: string | undefined;
  userMetadata: Json;
}

/**
 * Inserts an unconfirmed user; confirming, banning and app metadata are later updates, so that
 * triggers see what they see on the platform. Run it in a transaction. Whatever the database
 * raises, a sign-up trigger's exception included, becomes 500 `unexpected_failure` `failure`.
 */
export async function createUser(sql: Sql, user: NewUser, failure: string): Promise<UserRow> {
  const id = user.id ?? randomUUID();
  try {
    await insertUser(sql, id, user);
    if (user.email) await insertIdentity(sql, id, 'email', { email: user.email });
    if (user.phone) await insertIdentity(sql, id, 'phone', { phone: user.phone });
  } catch (cause) {
    throw new AuthError(500, 'unexpected_failure', failure, { cause });
  }
  const created = await findUserById(sql, id);
  if (!created) throw new AuthError(500, 'unexpected_failure', failure);
  return created;
}

async function insertUser(sql: Sql, id: string, user: NewUser): Promise<void> {
  const now = new Date().toISOString();
  const providers = [...(user.email ? ['email'] : []), ...(user.phone ? ['phone'] : [])];
  const row = {
    instance_id: '00000000-0000-0000-0000-000000000000',
    id,
    aud: 'authenticated',
    role: user.role ?? 'authenticated',
    email: user.email ?? null,
    phone: user.phone ?? null,
    encrypted_password: user.passwordHash,
    confirmation_token: '',
    recovery_token: '',
    email_change_token_new: '',
    email_change: '',
    raw_app_meta_data: sql.json({ provider: providers[0] ?? 'email', providers }),
    raw_user_meta_data: sql.json(user.userMetadata as never),
    created_at: now,
    updated_at: now,
  };
  await sql`insert into auth.users ${sql(row)}`;
}

/** Inserts the identity of that provider, unverified. */
export async function insertIdentity(
  sql: Sql,
  userId: string,
  provider: 'email' | 'phone',
  data: Json,
): Promise<void> {
  const identity = { sub: userId, email_verified: false, phone_verified: false, ...data };
  await sql`
    insert into auth.identities
      (provider_id, user_id, provider, identity_data, last_sign_in_at, created_at, updated_at)
    values (${userId}, ${userId}, ${provider}, ${sql.json(identity as never)}, now(), now(), now())
  `;
}
