// update-user: the changes Auth makes to a user, each one statement or two.
import type { Sql } from './auth-context.ts';

type Json = Record<string, unknown>;

/** `updates` over `current`; a null removes its key. */
export function mergeMetadata(current: Json | null, updates: Json): Json {
  const merged = Object.entries({ ...current, ...updates }).filter(([, value]) => value !== null);
  return Object.fromEntries(merged);
}

/** Sets columns of auth.users; `updated_at` follows. */
export async function updateUser(sql: Sql, id: string, columns: Json): Promise<void> {
  if (Object.keys(columns).length === 0) return;
  await sql`update auth.users set ${sql(columns as never)}, updated_at = now() where id = ${id}`;
}

/** Sets fields of the identity's data; false when the user has none of that provider. */
export async function updateIdentity(
  sql: Sql,
  userId: string,
  provider: 'email' | 'phone',
  data: Json,
): Promise<boolean> {
  const { count } = await sql`
    update auth.identities
    set identity_data = identity_data || ${sql.json(data as never)}, updated_at = now()
    where user_id = ${userId} and provider = ${provider}
  `;
  return count > 0;
}

/** Confirms the user's e-mail address; the confirmation token is used up. */
export async function confirmEmail(sql: Sql, id: string): Promise<void> {
  await sql`
    update auth.users set
      email_confirmed_at = coalesce(email_confirmed_at, now()),
      confirmation_token = '',
      raw_user_meta_data = coalesce(raw_user_meta_data, '{}') || '{"email_verified": true}',
      updated_at = now()
    where id = ${id}
  `;
  await updateIdentity(sql, id, 'email', { email_verified: true });
}

/** Ends the user's sessions, or all but one; access tokens live until they expire. */
export async function endSessions(sql: Sql, userId: string, exceptId?: string): Promise<void> {
  const others = exceptId ? sql`and id <> ${exceptId}` : sql``;
  await sql`delete from auth.sessions where user_id = ${userId} ${others}`;
}
