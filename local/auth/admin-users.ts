// admin-users: GET, POST /admin/users and GET, PUT, DELETE /admin/users/{id}.
import { createHash } from 'node:crypto';
import { Hono } from 'hono';
import { z } from 'zod';
import { adminUserBody, applyAdminChanges, insertAdminUser } from './admin-changes.ts';
import type { AuthBindings, AuthContext } from './auth-context.ts';
import { AuthError } from './auth-error.ts';
import { requireAdmin } from './caller.ts';
import { findUserById, selectUsers, toUserJson, type UserRow } from './load-user.ts';
import { readBody } from './read-body.ts';
import { endSessions, updateUser } from './update-user.ts';

/** The users' part of the admin API, for the service role only. */
export function adminUsers(context: AuthContext): Hono<{ Bindings: AuthBindings }> {
  return new Hono<{ Bindings: AuthBindings }>()
    .use(async (c, next) => {
      await requireAdmin(context, c.req.raw);
      await next();
    })
    .get('/', (c) => listUsers(context, new URL(c.req.url)))
    .post('/', async (c) => {
      const body = await readBody(c.req.raw, adminUserBody);
      const id = await insertAdminUser(context, body);
      return c.json(toUserJson(await requireUser(context, id)));
    })
    .get('/:id', async (c) => c.json(toUserJson(await requireUser(context, c.req.param('id')))))
    .put('/:id', async (c) => {
      const user = await requireUser(context, c.req.param('id'));
      await applyAdminChanges(context, user, await readBody(c.req.raw, adminUserBody));
      return c.json(toUserJson(await requireUser(context, user.id)));
    })
    .delete('/:id', async (c) => {
      const user = await requireUser(context, c.req.param('id'));
      const { should_soft_delete: isSoft } = await readBody(c.req.raw, deleteBody);
      await (isSoft ? softDelete(context, user) : hardDelete(context, user));
      return c.json({});
    });
}

const deleteBody = z.object({ should_soft_delete: z.boolean().default(false) });

const pageNumber = z.coerce.number().int().positive();

/** Newest first; X-Total-Count and the Link of the next and the last page, as GoTrue's. */
async function listUsers({ sql }: AuthContext, url: URL): Promise<Response> {
  const page = readPageNumber(url, 'page', 1);
  const perPage = readPageNumber(url, 'per_page', 50);
  const offset = (page - 1) * perPage;
  const [users, [counted]] = await Promise.all([
    selectUsers(sql, sql`order by u.created_at desc, u.id limit ${perPage} offset ${offset}`),
    sql<{ total: number }[]>`select count(*)::int as total from auth.users`,
  ]);
  const total = counted?.total ?? 0;
  const lastPage = Math.ceil(total / perPage);
  const linkTo = (target: number, rel: string) => {
    const query = new URLSearchParams(url.searchParams);
    query.set('page', String(target));
    query.sort();
    return `</admin/users?${query}>; rel="${rel}"`;
  };
  const links = [...(lastPage > page ? [linkTo(page + 1, 'next')] : []), linkTo(lastPage, 'last')];
  return Response.json(
    { users: users.map(toUserJson), aud: 'authenticated' },
    { headers: { Link: links.join(', '), 'X-Total-Count': String(total) } },
  );
}

function readPageNumber(url: URL, name: string, fallback: number): number {
  const text = url.searchParams.get(name);
  if (!text) return fallback;
  const parsed = pageNumber.safeParse(text);
  if (parsed.success) return parsed.data;
  const message = `Bad Pagination Parameters: ${name} must be a positive number`;
  throw new AuthError(400, 'validation_failed', message);
}

async function requireUser({ sql }: AuthContext, id: string): Promise<UserRow> {
  if (!z.guid().safeParse(id).success)
    throw new AuthError(404, 'validation_failed', 'user_id must be an UUID');
  const user = await findUserById(sql, id);
  if (!user) throw new AuthError(404, 'user_not_found', 'User not found');
  return user;
}

async function hardDelete({ sql }: AuthContext, user: UserRow): Promise<void> {
  await sql`delete from auth.users where id = ${user.id}`.catch((cause: unknown) => {
    throw new AuthError(500, 'unexpected_failure', 'Database error deleting user', { cause });
  });
}

/** Keeps the row, so that references stay, without anything that identifies the person. */
async function softDelete({ sql }: AuthContext, user: UserRow): Promise<void> {
  if (user.deleted_at) return;
  const obscure = (value: string | null) =>
    value &&
    createHash('sha256')
      .update(user.id + value)
      .digest('base64url');
  await sql.begin(async (transaction) => {
    await updateUser(transaction, user.id, {
      email: obscure(user.email),
      phone: obscure(user.phone)?.slice(0, 15) ?? null,
      encrypted_password: '',
      confirmation_token: '',
      recovery_token: '',
      email_change: '',
      email_change_token_new: '',
      email_change_token_current: '',
      phone_change: '',
      phone_change_token: '',
      reauthentication_token: '',
      raw_app_meta_data: sql.json({}),
      raw_user_meta_data: sql.json({}),
      deleted_at: new Date().toISOString(),
    });
    await transaction`
      update auth.identities
      set identity_data = '{}', updated_at = now(),
        provider_id = encode(sha256(convert_to(user_id::text || provider_id, 'UTF8')), 'hex')
      where user_id = ${user.id}
    `;
    await endSessions(transaction, user.id);
  });
}
