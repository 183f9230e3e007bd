// admin-changes: what the admin API may set on a user, on creation and later.
import { z } from 'zod';
import type { AuthContext, Sql } from './auth-context.ts';
import { AuthError } from './auth-error.ts';
import { createUser, insertIdentity } from './create-user.ts';
import { parseDuration } from './duration.ts';
import { findUserByEmail, type UserRow } from './load-user.ts';
import { checkPassword, hashPassword, randomPassword } from './password.ts';
import { metadata, validEmail } from './read-body.ts';
import {
  confirmEmail,
  endSessions,
  mergeMetadata,
  updateIdentity,
  updateUser,
} from './update-user.ts';

const text = z.string().nullish();
const flag = z.boolean().nullish();

/** The body of POST /admin/users and PUT /admin/users/{id}. */
export const adminUserBody = z.object({
  id: text,
  email: text,
  phone: text,
  password: text,
  password_hash: text,
  role: text,
  email_confirm: flag,
  phone_confirm: flag,
  user_metadata: metadata,
  app_metadata: metadata,
  ban_duration: text,
});

export type AdminUserBody = z.infer<typeof adminUserBody>;

/** Creates the user and answers its id. */
export async function insertAdminUser(context: AuthContext, body: AdminUserBody): Promise<string> {
  if (!body.email && !body.phone)
    throw refused('Cannot create a user without either an email or phone');
  if (body.password && body.password_hash)
    throw refused('Only a password or a password hash should be provided');
  if (body.id && !z.guid().safeParse(body.id).success)
    throw refused('ID must conform to the uuid v4 format');
  const email = body.email ? validEmail(body.email) : undefined;
  if (email) await refuseTaken(context.sql, email);
  if (body.password) checkPassword(body.password, context.config);
  const passwordHash =
    body.password_hash ?? (await hashPassword(body.password || randomPassword()));
  const bannedUntil = parseBan(body.ban_duration);
  return context.sql.begin(async (sql) => {
    const user = await createUser(
      sql,
      {
        id: body.id ?? undefined,
        email,
        phone: body.phone ?? undefined,
        passwordHash,
        role: body.role ?? undefined,
        userMetadata: body.user_metadata ?? {},
      },
      'Database error creating new user',
    );
    await updateUser(sql, user.id, {
      ...(body.app_metadata && appMetadata(sql, user, body.app_metadata)),
      ...(body.phone_confirm && { phone_confirmed_at: new Date().toISOString() }),
      ...(bannedUntil !== undefined && { banned_until: bannedUntil }),
    });
    if (body.email_confirm) await confirmEmail(sql, user.id);
    return user.id;
  });
}

/** Changes what `body` names; metadata is merged, null removing a key. */
export async function applyAdminChanges(
  context: AuthContext,
  user: UserRow,
  body: AdminUserBody,
): Promise<void> {
  const email = body.email ? validEmail(body.email) : undefined;
  if (email) await refuseTaken(context.sql, email, user.id);
  if (body.password) checkPassword(body.password, context.config);
  const passwordHash = body.password ? await hashPassword(body.password) : undefined;
  const bannedUntil = parseBan(body.ban_duration);
  await context.sql.begin(async (sql) => {
    await updateUser(sql, user.id, {
      ...(body.role && { role: body.role }),
      ...(email && { email }),
      ...(body.phone && { phone: body.phone }),
      ...(body.phone_confirm && { phone_confirmed_at: new Date().toISOString() }),
      ...(passwordHash && { encrypted_password: passwordHash, recovery_token: '' }),
      ...(body.app_metadata && appMetadata(sql, user, body.app_metadata)),
      ...(body.user_metadata && userMetadata(sql, user, body.user_metadata)),
      ...(bannedUntil !== undefined && { banned_until: bannedUntil }),
    });
    if (email)
      await putIdentity(sql, user.id, 'email', {
        email,
        email_verified: Boolean(body.email_confirm),
      });
    if (body.phone) await putIdentity(sql, user.id, 'phone', { phone: body.phone });
    if (body.email_confirm) await confirmEmail(sql, user.id);
    if (passwordHash) await endSessions(sql, user.id);
  });
}

async function refuseTaken(sql: Sql, email: string, exceptId?: string): Promise<void> {
  const owner = await findUserByEmail(sql, email);
  if (!owner || owner.id === exceptId) return;
  const message = 'A user with this email address has already been registered';
  throw new AuthError(422, 'email_exists', message);
}

async function putIdentity(
  sql: Sql,
  userId: string,
  provider: 'email' | 'phone',
  data: Record<string, unknown>,
): Promise<void> {
  if (!(await updateIdentity(sql, userId, provider, data)))
    await insertIdentity(sql, userId, provider, data);
}

function appMetadata(sql: Sql, user: UserRow, updates: Record<string, unknown>) {
  return { raw_app_meta_data: sql.json(mergeMetadata(user.raw_app_meta_data, updates) as never) };
}

function userMetadata(sql: Sql, user: UserRow, updates: Record<string, unknown>) {
  return { raw_user_meta_data: sql.json(mergeMetadata(user.raw_user_meta_data, updates) as never) };
}

/** When the ban ends as ISO text; null for "none"; undefined when none is asked for. */
function parseBan(duration: string | null | undefined): string | null | undefined {
  if (!duration) return undefined;
  if (duration === 'none') return null;
  const durationMs = parseDuration(duration);
  if (durationMs === undefined) throw refused(`invalid format for ban duration: "${duration}"`);
  return durationMs === 0 ? null : new Date(Date.now() + durationMs).toISOString();
}

function refused(message: string): AuthError {
  return new AuthError(400, 'validation_failed', message);
}
