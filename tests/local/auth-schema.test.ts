// auth-schema: schema auth is the platform's, and a sign-up runs with the platform's rights.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Api, startApi } from './start-api.ts';

let api: Api;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

describe('schema auth', () => {
  it('belongs to supabase_auth_admin, with row-level security on and no policy', async () => {
    const tables = await api.sql`
      select c.relname as name, r.rolname as owner, c.relrowsecurity as is_secured
      from pg_class c join pg_roles r on r.oid = c.relowner
      where c.relnamespace = 'auth'::regnamespace and c.relkind = 'r' order by 1
    `;
    expect(tables.map(({ name }) => name)).toEqual([
      'audit_log_entries',
      'flow_state',
      'identities',
      'mfa_amr_claims',
      'refresh_tokens',
      'sessions',
      'users',
    ]);
    for (const table of tables)
      expect(table).toMatchObject({ owner: 'supabase_auth_admin', is_secured: true });
    const policies = await api.sql`select 1 from pg_policies where schemaname = 'auth'`;
    expect(policies).toHaveLength(0);
    expect(
      await api.sql`select 1 from pg_namespace where nspname = 'supabase_migrations'`,
    ).toHaveLength(0);
  });

  it('auth.users has the columns of the platform, in its order', async () => {
    const columns = await api.sql`
      select
        attname as name, format_type(atttypid, null) as type,
        attgenerated <> '' as is_generated
      from pg_attribute where attrelid = 'auth.users'::regclass and attnum > 0 order by attnum
    `;
    expect(columns.map(({ name }) => name).join(' ')).toBe(
      'instance_id id aud role email encrypted_password email_confirmed_at invited_at ' +
        'confirmation_token confirmation_sent_at recovery_token recovery_sent_at ' +
        'email_change_token_new email_change email_change_sent_at last_sign_in_at ' +
        'raw_app_meta_data raw_user_meta_data is_super_admin created_at updated_at phone ' +
        'phone_confirmed_at phone_change phone_change_token phone_change_sent_at confirmed_at ' +
        'email_change_token_current email_change_confirm_status banned_until ' +
        'reauthentication_token reauthentication_sent_at is_sso_user deleted_at is_anonymous',
    );
    for (const { name, type } of columns)
      if (/_at$|_until$/.test(name))
        expect([name, type]).toEqual([name, 'timestamp with time zone']);
    const generated = columns.filter((column) => column.is_generated);
    expect(generated.map(({ name }) => name)).toEqual(['confirmed_at']);
  });

  it('the API roles reach no table, postgres may read, write and hang triggers', async () => {
    const may = async (role: string, privilege: string) => {
      const [row] = await api.sql`select has_table_privilege(${role}, 'auth.users', ${privilege})`;
      return row?.has_table_privilege;
    };
    for (const role of ['anon', 'authenticated', 'service_role'])
      for (const privilege of ['select', 'insert', 'update', 'delete', 'references', 'trigger'])
        expect([role, privilege, await may(role, privilege)]).toEqual([role, privilege, false]);
    for (const privilege of ['select', 'insert', 'delete', 'references', 'trigger'])
      expect([privilege, await may('postgres', privilege)]).toEqual([privilege, true]);
    expect(await may('postgres', 'select with grant option')).toBe(true);
    await expect(api.sql`alter table auth.users add column x int`).rejects.toThrow('must be owner');
  });

  it.each([
    ['nothing', {}, [null, null, null, null]],
    [
      'request.jwt.claims',
      {
        'request.jwt.claims':
          '{"sub":"11111111-1111-1111-1111-111111111111","role":"r","email":"e"}',
      },
      ['11111111-1111-1111-1111-111111111111', 'r', 'e', 'r'],
    ],
    [
      'the single settings, which win',
      {
        'request.jwt.claims': '{"role":"old"}',
        'request.jwt.claim.sub': '22222222-2222-2222-2222-222222222222',
        'request.jwt.claim.role': 'new',
        'request.jwt.claim.email': 'f',
      },
      ['22222222-2222-2222-2222-222222222222', 'new', 'f', 'old'],
    ],
  ])('auth.uid(), role(), email() and jwt() by %s', async (_, settings, expected) => {
    const row = await api.sql.begin(async (sql) => {
      for (const [name, value] of Object.entries(settings))
        await sql`select set_config(${name}, ${value}, true)`;
      await sql`set local role anon`;
      const [values] = await sql`
        select auth.uid(), auth.role(), auth.email(), auth.jwt() ->> 'role' as claimed
      `;
      return values;
    });
    expect([row?.uid, row?.role, row?.email, row?.claimed]).toEqual(expected);
  });
});

describe('a user made by SQL, as seed.sql does', () => {
  it('signs in, and has one account per address', async () => {
    const email = `${crypto.randomUUID()}@parley.test`;
    const insert = () => api.sql`
      with person as (
        insert into auth.users (
          instance_id, id, aud, role, email, encrypted_password, email_confirmed_at,
          confirmation_token, recovery_token, email_change_token_new, email_change,
          raw_app_meta_data, raw_user_meta_data, created_at, updated_at
        ) values (
          '00000000-0000-0000-0000-000000000000', gen_random_uuid(), 'authenticated',
          'authenticated', ${email}, extensions.crypt('seeded password', extensions.gen_salt('bf')),
          now(), '', '', '', '', '{"provider":"email","providers":["email"]}', '{}', now(), now()
        ) returning id
      )
      insert into auth.identities (provider_id, user_id, identity_data, provider, created_at)
      select id::text, id, jsonb_build_object('sub', id, 'email', ${email}::text), 'email', now()
      from person
    `;
    await insert();
    const credentials = { email, password: 'seeded password' };
    const { data, error } = await api.client().auth.signInWithPassword(credentials);
    expect([error, data.user?.identities?.length]).toEqual([null, 1]);
    await expect(insert()).rejects.toThrow('users_email_partial_key');
  });
});

describe('a trigger on sign-up', () => {
  beforeEach(() => {
    api.lines.length = 0;
  });

  const attempts = [
    [
      'supabase.auth.signUp',
      (email: string) => api.client().auth.signUp({ email, password: 'correct horse' }),
      'saving',
    ],
    [
      'supabase.auth.signInWithOtp',
      (email: string) => api.client().auth.signInWithOtp({ email }),
      'saving',
    ],
    [
      'admin.inviteUserByEmail',
      (email: string) => api.admin.auth.admin.inviteUserByEmail(email),
      'saving',
    ],
    ['admin.createUser', (email: string) => api.admin.auth.admin.createUser({ email }), 'creating'],
  ] as const;

  it.each(attempts)('that raises makes %s fail, and leaves no user', async (_, attempt, doing) => {
    await hangTrigger("raise exception 'no room for you'", 'security definer');
    const email = `${crypto.randomUUID()}@parley.test`;
    const { error } = await attempt(email);
    expect([error?.status, error?.message]).toEqual([500, `Database error ${doing} new user`]);
    expect(await api.sql`select 1 from auth.users where email = ${email}`).toHaveLength(0);
    expect(api.lines.join('\n')).toContain('no room for you');
  });

  it('that raises is unexpected_failure, without the reason', async () => {
    await hangTrigger("raise exception 'no room for you'", 'security definer');
    const answer = await fetch(`${api.url}/auth/v1/signup`, {
      method: 'POST',
      headers: { apikey: api.keys.publishableKey, 'x-supabase-api-version': '2024-01-01' },
      body: JSON.stringify({ email: 'ada@parley.test', password: 'correct horse' }),
    });
    expect([answer.status, await answer.json()]).toEqual([
      500,
      { code: 'unexpected_failure', message: 'Database error saving new user' },
    ]);
  });

  it('that is no definer cannot write to public tables, as on the platform', async () => {
    await hangTrigger('insert into public.profiles values (new.id, new.raw_user_meta_data)', '');
    const { error } = await api.admin.auth.admin.createUser({ email: 'one@parley.test' });
    expect(error?.status).toBe(500);
    expect(api.lines.join('\n')).toContain('permission denied for table profiles');
  });

  it('that is a definer sees the metadata of the sign-up, not yet the confirmation', async () => {
    await hangTrigger(
      `insert into public.profiles values (new.id, jsonb_build_object(
        'name', new.raw_user_meta_data ->> 'name', 'confirmed', new.confirmed_at,
        'app', new.raw_app_meta_data))`,
      'security definer',
    );
    const { data, error } = await api.admin.auth.admin.createUser({
      email: 'two@parley.test',
      email_confirm: true,
      user_metadata: { name: 'Ada' },
      app_metadata: { role: 'admin' },
    });
    expect(error).toBeNull();
    const [profile] =
      await api.sql`select seen from public.profiles where id = ${data.user?.id ?? ''}`;
    expect(profile?.seen).toEqual({
      name: 'Ada',
      confirmed: null,
      app: { provider: 'email', providers: ['email'] },
    });
  });

  async function hangTrigger(statement: string, security: string): Promise<void> {
    await api.sql.unsafe(`
      create table if not exists public.profiles (
        id uuid primary key references auth.users (id) on delete cascade, seen jsonb
      );
      create or replace function public.on_sign_up() returns trigger
        language plpgsql ${security} set search_path = ''
        as $$ begin ${statement}; return new; end $$;
      create or replace trigger users_on_sign_up after insert on auth.users
        for each row execute function public.on_sign_up();
    `);
  }
});
