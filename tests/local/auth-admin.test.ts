// auth-admin: supabase.auth.admin, which the service role uses.
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readInbox } from '../../local/mail/read-inbox.ts';
import { type Api, startApi } from './start-api.ts';

const password = 'correct horse';
let api: Api;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

describe('who is an admin', () => {
  it.each([
    ['a signed-in person', 403, 'not_admin'],
    ['the publishable key', 403, 'not_admin'],
    ['a token nobody signed', 403, 'bad_jwt'],
  ])('not %s', async (who, status, code) => {
    const { email } = await create();
    const { data } = await api.client().auth.signInWithPassword({ email, password });
    const tokens: Record<string, string | undefined> = {
      'a signed-in person': data.session?.access_token,
      'a token nobody signed': 'a.b.c',
    };
    const token = tokens[who] ?? api.keys.publishableKey;
    const headers = { Authorization: `Bearer ${token}` };
    const { admin } = api.client(api.keys.publishableKey, { headers }).auth;
    const id = crypto.randomUUID();
    for (const { error } of [
      await admin.listUsers(),
      await admin.createUser({ email: newEmail() }),
      await admin.getUserById(id),
      await admin.updateUserById(id, {}),
      await admin.deleteUser(id),
      await admin.inviteUserByEmail(newEmail()),
      await admin.generateLink({ type: 'magiclink', email }),
    ])
      expect([error?.status, error?.code]).toEqual([status, code]);
  });

  it('the legacy service_role key is', async () => {
    const { error } = await api.client(api.keys.serviceRoleKey).auth.admin.listUsers();
    expect(error).toBeNull();
  });
});

describe('creating a user', () => {
  it('with everything', async () => {
    const id = crypto.randomUUID();
    const email = `${id}@Parley.test`;
    const { data, error } = await api.admin.auth.admin.createUser({
      id,
      email,
      password,
      email_confirm: true,
      app_metadata: { role: 'admin' },
      user_metadata: { username: 'ada' },
      ban_duration: '24h',
    });
    expect(error).toBeNull();
    expect(data.user).toMatchObject({
      id,
      email: email.toLowerCase(),
      role: 'authenticated',
      app_metadata: { provider: 'email', providers: ['email'], role: 'admin' },
      user_metadata: { username: 'ada', email_verified: true },
      identities: [{ provider: 'email', user_id: id, identity_data: { sub: id } }],
      confirmed_at: expect.any(String),
    });
    const bannedForMs = Date.parse(data.user?.banned_until ?? '') - Date.now();
    expect(bannedForMs / 3_600_000).toBeCloseTo(24, 1);
    expect(JSON.stringify(data)).not.toContain('password');
  });

  it('unconfirmed, whom nobody mailed', async () => {
    const email = newEmail();
    const { data } = await api.admin.auth.admin.createUser({ email, password });
    expect(data.user).not.toHaveProperty('email_confirmed_at');
    await expect(readInbox(api.inboxUrl, email, { timeoutMs: 200 })).rejects.toThrow();
  });

  it.each([
    ['nothing to reach them by', {}, 400, 'validation_failed'],
    ['a broken address', { email: 'ada' }, 400, 'validation_failed'],
    ['a short password', { email: 'a@b.test', password: 'short' }, 422, 'weak_password'],
    ['a broken ban', { email: 'a@b.test', ban_duration: 'soon' }, 400, 'validation_failed'],
    ['a broken id', { email: 'a@b.test', id: '1' }, 400, 'validation_failed'],
    [
      'metadata that is no object',
      { email: 'a@b.test', user_metadata: 1 },
      400,
      'validation_failed',
    ],
  ])('%s is refused', async (_, attributes, status, code) => {
    const { error } = await api.admin.auth.admin.createUser(attributes as never);
    expect([error?.status, error?.code]).toEqual([status, code]);
  });

  it('a taken address is refused', async () => {
    const { email } = await create();
    const { error } = await api.admin.auth.admin.createUser({ email: email.toUpperCase() });
    expect([error?.status, error?.code]).toEqual([422, 'email_exists']);
  });
});

describe('finding users', () => {
  it('page by page, newest first', async () => {
    await Promise.all([create(), create(), create()]);
    const first = await api.admin.auth.admin.listUsers({ page: 1, perPage: 2 });
    if (first.error) throw first.error;
    const [counted] = await api.sql`select count(*)::int as total from auth.users`;
    const total: number = counted?.total;
    expect(first.data).toMatchObject({ total, nextPage: 2, lastPage: Math.ceil(total / 2) });
    const times = first.data.users.map((user) => user.created_at);
    expect(times).toEqual([...times].sort().reverse());
    const second = await api.admin.auth.admin.listUsers({ page: 2, perPage: 2 });
    const ids = [...first.data.users, ...second.data.users].map((user) => user.id);
    expect(new Set(ids).size).toBe(4);
  });

  it('a page that is none is refused', async () => {
    const headers = { apikey: api.keys.secretKey };
    const answer = await fetch(`${api.url}/auth/v1/admin/users?page=x`, { headers });
    expect([answer.status, await answer.json()]).toMatchObject([
      400,
      { error_code: 'validation_failed' },
    ]);
  });

  it('one by id; unknown ids are 404', async () => {
    const { id } = await create();
    expect((await api.admin.auth.admin.getUserById(id)).data.user?.id).toBe(id);
    const { error } = await api.admin.auth.admin.getUserById(crypto.randomUUID());
    expect([error?.status, error?.code]).toEqual([404, 'user_not_found']);
  });
});

describe('changing a user', () => {
  it('merges metadata, null removing a key; replaces address, role and password', async () => {
    const { id, email } = await create({ app_metadata: { a: 1, b: 2 }, user_metadata: { x: 1 } });
    const wanted = newEmail();
    const { data, error } = await api.admin.auth.admin.updateUserById(id, {
      email: wanted,
      password: 'another password',
      role: 'service_role',
      app_metadata: { a: null, c: 3 },
      user_metadata: { y: 2 },
    });
    expect(error).toBeNull();
    expect(data.user).toMatchObject({
      email: wanted,
      role: 'service_role',
      user_metadata: { x: 1, y: 2 },
      identities: [{ email: wanted }],
    });
    const { app_metadata } = data.user ?? {};
    expect(app_metadata).toEqual({ provider: 'email', providers: ['email'], b: 2, c: 3 });
    const old = await api.client().auth.signInWithPassword({ email, password });
    expect(old.error?.code).toBe('invalid_credentials');
    const credentials = { email: wanted, password: 'another password' };
    const { data: signedIn } = await api.client().auth.signInWithPassword(credentials);
    expect(decodeJwt(signedIn.session?.access_token ?? '').role).toBe('service_role');
  });

  it("to another person's address, or a short password: refused, nothing changes", async () => {
    const [one, other] = [await create(), await create()];
    const taken = await api.admin.auth.admin.updateUserById(one.id, {
      email: other.email,
      user_metadata: { x: 1 },
    });
    expect([taken.error?.status, taken.error?.code]).toEqual([422, 'email_exists']);
    const weak = await api.admin.auth.admin.updateUserById(one.id, { password: 'short' });
    expect([weak.error?.status, weak.error?.code]).toEqual([422, 'weak_password']);
    const { data } = await api.admin.auth.admin.getUserById(one.id);
    expect(data.user).toMatchObject({ email: one.email, user_metadata: { email_verified: true } });
  });

  it('a ban ends signing in, refreshing and the own account, until it is lifted', async () => {
    const { id, email } = await create();
    const client = api.client();
    await client.auth.signInWithPassword({ email, password });
    await api.admin.auth.admin.updateUserById(id, { ban_duration: '1h30m' });
    const signIn = await api.client().auth.signInWithPassword({ email, password });
    expect([signIn.error?.status, signIn.error?.code]).toEqual([400, 'user_banned']);
    const refreshed = await client.auth.refreshSession();
    expect([refreshed.error?.status, refreshed.error?.code]).toEqual([400, 'user_banned']);
    const { data: link } = await api.admin.auth.admin.generateLink({ type: 'magiclink', email });
    const token_hash = link.properties?.hashed_token ?? '';
    const verified = await api.client().auth.verifyOtp({ token_hash, type: 'magiclink' });
    expect([verified.error?.status, verified.error?.code]).toEqual([403, 'user_banned']);
    const { error } = await api.admin.auth.admin.updateUserById(id, { ban_duration: 'none' });
    expect(error).toBeNull();
    const again = await api.client().auth.signInWithPassword({ email, password });
    expect(again.error).toBeNull();
  });

  it("a banned person's token opens the own account no more", async () => {
    const { id, email } = await create();
    const client = api.client();
    await client.auth.signInWithPassword({ email, password });
    await api.admin.auth.admin.updateUserById(id, { ban_duration: '1h' });
    const { error } = await client.auth.updateUser({ data: { x: 1 } });
    expect([error?.status, error?.code]).toEqual([403, 'user_banned']);
  });
});

describe('deleting a user', () => {
  it('for good: the token is of nobody, the address is free', async () => {
    const { id, email } = await create();
    const client = api.client();
    await client.auth.signInWithPassword({ email, password });
    expect((await api.admin.auth.admin.deleteUser(id)).error).toBeNull();
    const { error } = await client.auth.getUser();
    expect([error?.status, error?.code]).toEqual([403, 'user_not_found']);
    const again = await api.admin.auth.admin.deleteUser(id);
    expect([again.error?.status, again.error?.code]).toEqual([404, 'user_not_found']);
    expect((await api.admin.auth.admin.createUser({ email })).error).toBeNull();
  });

  it('softly: the row stays, the person is gone from it', async () => {
    const { id, email } = await create({ user_metadata: { username: 'Lovelace' } });
    expect((await api.admin.auth.admin.deleteUser(id, true)).error).toBeNull();
    const { data } = await api.admin.auth.admin.getUserById(id);
    expect(data.user).toMatchObject({ deleted_at: expect.any(String), user_metadata: {} });
    expect(JSON.stringify(data)).not.toMatch(new RegExp(`${email}|Lovelace`));
    const { error } = await api.client().auth.signInWithPassword({ email, password });
    expect(error?.code).toBe('invalid_credentials');
    expect((await api.admin.auth.admin.createUser({ email })).error).toBeNull();
  });
});

async function create(extra: Record<string, unknown> = {}): Promise<{ id: string; email: string }> {
  const attributes = { email: newEmail(), password, email_confirm: true, ...extra };
  const { data, error } = await api.admin.auth.admin.createUser(attributes);
  if (error) throw error;
  return { id: data.user.id, email: attributes.email };
}

function newEmail(): string {
  return `${crypto.randomUUID()}@parley.test`;
}
