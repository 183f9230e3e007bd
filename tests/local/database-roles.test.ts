// Roles and privileges of the local database, as hosted Supabase has them.
import { describe, expect, test } from 'vitest';
import { startTestDatabase } from './database-fixture.ts';

const database = await startTestDatabase();

describe('the roles', () => {
  test('have the attributes of the platform', async () => {
    const rows = await database.as(
      'postgres',
      `select rolname, rolsuper, rolcanlogin, rolinherit, rolbypassrls, rolcreaterole
       from pg_roles where rolname !~ '^pg_' order by rolname`,
    );
    const told = rows.map(({ rolname, ...flags }) => [
      rolname,
      ...Object.entries(flags).flatMap(([flag, isSet]) => (isSet ? [flag.slice(3)] : [])),
    ]);
    expect(told).toEqual([
      ['anon', 'inherit'],
      ['authenticated', 'inherit'],
      ['authenticator', 'canlogin'],
      ['dashboard_user', 'inherit', 'createrole'],
      ['pgbouncer', 'canlogin', 'inherit'],
      ['postgres', 'canlogin', 'inherit', 'bypassrls', 'createrole'],
      ['service_role', 'inherit', 'bypassrls'],
      ['supabase_admin', 'super', 'canlogin', 'inherit', 'bypassrls', 'createrole'],
      ['supabase_auth_admin', 'canlogin'],
      ['supabase_etl_admin', 'canlogin', 'inherit', 'bypassrls'],
      ['supabase_privileged_role', 'inherit'],
      ['supabase_read_only_user', 'canlogin', 'inherit', 'bypassrls'],
      ['supabase_realtime_admin', 'canlogin', 'createrole'],
      ['supabase_replication_admin', 'canlogin', 'inherit'],
      ['supabase_storage_admin', 'canlogin', 'createrole'],
    ]);
  });

  test.each(['anon', 'authenticated', 'service_role', 'authenticator'])(
    'postgres can become %s',
    async (role) => {
      expect(await database.asApi(role, 'select current_user')).toEqual([{ current_user: role }]);
    },
  );

  test.each(['supabase_admin', 'supabase_auth_admin', 'supabase_storage_admin'])(
    'postgres cannot become %s',
    async (role) => {
      await expect(database.as('postgres', `set role ${role}`)).rejects.toThrow(
        `permission denied to set role "${role}"`,
      );
    },
  );

  test('the authenticator has no rights of its own and becomes API roles only', async () => {
    await database.as('postgres', 'create table public.plain (id integer)');
    await expect(database.as('authenticator', 'table public.plain')).rejects.toThrow(
      'permission denied for table plain',
    );
    await expect(database.as('authenticator', 'set role postgres')).rejects.toThrow(
      'permission denied to set role "postgres"',
    );
  });

  test.each([
    ['authenticator', 'statement_timeout', '8s'],
    ['authenticator', 'lock_timeout', '8s'],
    ['postgres', 'search_path', '"$user", public, extensions'],
    ['supabase_auth_admin', 'search_path', 'auth'],
  ] as const)('%s logs in with %s = %s', async (role, setting, value) => {
    expect(await database.as(role, `show ${setting}`)).toEqual([{ [setting]: value }]);
  });

  test('postgres may change settings of the API roles, PostgREST settings among them', async () => {
    await database.as('postgres', `alter role anon set statement_timeout = '2s'`);
    await database.as('postgres', `alter role authenticator set pgrst.db_max_rows = '10'`);
    await database.as('postgres', `alter role authenticator reset pgrst.db_max_rows`);
  });

  test('postgres may not alter the roles of the platform', async () => {
    await expect(
      database.as('postgres', `alter role supabase_admin password 'mine'`),
    ).rejects.toThrow('permission denied to alter role');
  });
});

describe('a table that postgres makes in public', () => {
  test.each(['anon', 'authenticated', 'service_role'])(
    'is closed to %s without a grant',
    async (role) => {
      await database.as('postgres', 'create table if not exists public.closed (id integer)');
      await expect(database.asApi(role, 'table public.closed')).rejects.toThrow(
        'permission denied for table closed',
      );
    },
  );

  test('is open to whom it is granted', async () => {
    await database.as('postgres', 'create table public.granted (id bigint primary key)');
    await database.as('postgres', 'grant select on public.granted to anon');
    expect(await database.asApi('anon', 'table public.granted')).toEqual([]);
    await expect(database.asApi('anon', 'insert into public.granted values (1)')).rejects.toThrow(
      'permission denied',
    );
  });

  test('keeps what the platform leaves over: TRUNCATE, and EXECUTE for everyone', async () => {
    await database.as('postgres', 'create table public.leftover (id integer)');
    await database.asApi('anon', 'truncate public.leftover');
    await database.as('postgres', 'create function public.leftover_f() returns int return 1');
    expect(await database.asApi('anon', 'select public.leftover_f()')).toEqual([{ leftover_f: 1 }]);
  });

  test('has its sequence closed for reading', async () => {
    await database.as('postgres', 'create sequence public.closed_seq');
    await expect(
      database.asApi('service_role', 'select last_value from public.closed_seq'),
    ).rejects.toThrow('permission denied for sequence closed_seq');
  });
});

describe('a project starts', () => {
  test('with these extensions, out of public', async () => {
    expect(
      await database.as(
        'postgres',
        `select extname, extnamespace::regnamespace::text as schema from pg_extension order by 1`,
      ),
    ).toEqual([
      { extname: 'pg_stat_statements', schema: 'extensions' },
      { extname: 'pgcrypto', schema: 'extensions' },
      { extname: 'plpgsql', schema: 'pg_catalog' },
      { extname: 'supabase_vault', schema: 'vault' },
      { extname: 'uuid-ossp', schema: 'extensions' },
    ]);
    await database.as('postgres', 'select count(*) from extensions.pg_stat_statements');
  });

  test('with an empty publication that postgres fills', async () => {
    await database.as('postgres', 'create table public.followed (id integer primary key)');
    await database.as('postgres', 'alter publication supabase_realtime add table public.followed');
    await expect(
      database.as('postgres', 'alter publication supabase_realtime add table public.followed'),
    ).rejects.toMatchObject({ code: '42710' });
  });

  test('in UTC, in UTF-8, with logical decoding, on 127.0.0.1 only', async () => {
    expect(
      await database.as(
        'supabase_admin',
        `select current_setting('timezone') as zone, current_setting('server_encoding') as encoding,
           current_setting('wal_level') as wal, current_setting('listen_addresses') as addresses`,
      ),
    ).toEqual([{ zone: 'UTC', encoding: 'UTF8', wal: 'logical', addresses: '127.0.0.1' }]);
  });
});
