// load-user: a user as GoTrue's JSON shows it.
import type { Sql } from './auth-context.ts';

/** A row of auth.users with its identities; timestamps are ISO texts. */
export interface UserRow {
  id: string;
  aud: string | null;
  role: string | null;
  email: string | null;
  phone: string | null;
  encrypted_password: string | null;
  email_confirmed_at: string | null;
  confirmation_token: string | null;
  confirmation_sent_at: string | null;
  recovery_sent_at: string | null;
  raw_app_meta_data: Record<string, unknown> | null;
  raw_user_meta_data: Record<string, unknown> | null;
  banned_until: string | null;
  deleted_at: string | null;
  is_anonymous: boolean;
  identities: Record<string, unknown>[];
  [column: string]: unknown;
}

export type UserJson = Record<string, unknown> & { id: string };

/** The users that `condition` selects; the tables are named `u` (users). */
export function selectUsers(sql: Sql, condition: ReturnType<Sql>): Promise<UserRow[]> {
  return sql<UserRow[]>`
    select u.*, coalesce((
      select jsonb_agg(jsonb_build_object(
        'identity_id', i.id, 'id', i.provider_id, 'user_id', i.user_id,
        'identity_data', i.identity_data, 'provider', i.provider,
        'last_sign_in_at', i.last_sign_in_at, 'created_at', i.created_at,
        'updated_at', i.updated_at, 'email', i.email
      ) order by i.created_at)
      from auth.identities i where i.user_id = u.id
    ), '[]') as identities
    from auth.users u ${condition}
  `;
}

/** The user of that id, or undefined. */
export async function findUserById(sql: Sql, id: string): Promise<UserRow | undefined> {
  return (await selectUsers(sql, sql`where u.id = ${id}`))[0];
}

/** The user who signs in with that address, or undefined. */
export async function findUserByEmail(sql: Sql, email: string): Promise<UserRow | undefined> {
  const address = email.toLowerCase();
  return (await selectUsers(sql, sql`where u.email = ${address} and not u.is_sso_user`))[0];
}

export function isBanned(user: Pick<UserRow, 'banned_until'>): boolean {
  return user.banned_until !== null && Date.parse(user.banned_until) > Date.now();
}

const shownWhenSet = [
  'email_confirmed_at',
  'invited_at',
  'phone_confirmed_at',
  'confirmation_sent_at',
  'confirmed_at',
  'recovery_sent_at',
  'email_change_sent_at',
  'phone_change_sent_at',
  'reauthentication_sent_at',
  'last_sign_in_at',
  'banned_until',
  'deleted_at',
];

/** GoTrue's user object: no secrets, empty times left out. */
export function toUserJson(user: UserRow): UserJson {
  const times = shownWhenSet.filter((column) => user[column]);
  return {
    id: user.id,
    aud: user.aud ?? '',
    role: user.role ?? '',
    email: user.email ?? '',
    phone: user.phone ?? '',
    ...Object.fromEntries(times.map((column) => [column, user[column]])),
    ...(user.email_change ? { new_email: user.email_change } : {}),
    ...(user.phone_change ? { new_phone: user.phone_change } : {}),
    app_metadata: user.raw_app_meta_data ?? {},
    user_metadata: user.raw_user_meta_data ?? {},
    identities: user.identities,
    created_at: user.created_at,
    updated_at: user.updated_at,
    is_anonymous: user.is_anonymous,
  };
}
