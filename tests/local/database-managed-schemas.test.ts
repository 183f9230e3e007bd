// The platform's schemas auth, storage and realtime: what a migration may do there, and what not.
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { waitUntil } from '../../local/wait-until.ts';
import { startTestDatabase } from './database-fixture.ts';

const database = await startTestDatabase();
const migrate = (statement: string) => database.as('postgres', statement);

describe('a migration may', () => {
  test('make and drop policies on objects, messages and users', async () => {
    for (const table of ['storage.objects', 'storage.buckets', 'realtime.messages', 'auth.users']) {
      await migrate(`create policy "a rule" on ${table} for select to authenticated using (false)`);
      await migrate(`alter policy "a rule" on ${table} using (true)`);
      await migrate(`comment on policy "a rule" on ${table} is 'A rule'`);
      await migrate(`drop policy "a rule" on ${table}`);
    }
  });

  test('make and drop a trigger on auth.users that writes to its own table', async () => {
    await migrate('create table public.greeted (id uuid primary key)');
    await migrate(`create function public.greet() returns trigger language plpgsql
      security definer set search_path = ''
      as $$ begin insert into public.greeted values (new.id); return new; end $$`);
    await migrate(`create trigger greet after insert on auth.users
      for each row execute function public.greet()`);
    await database.as(
      'supabase_auth_admin',
      `insert into auth.users (id, aud, role)
       values (gen_random_uuid(), 'authenticated', 'authenticated')`,
    );
    expect(await migrate('select count(*)::integer as greeted from public.greeted')).toEqual([
      { greeted: 1 },
    ]);
    await migrate('drop trigger greet on auth.users');
  });

  test('refer to auth.users, and drop its own table afterwards', async () => {
    await migrate(
      'create table public.child (user_id uuid references auth.users (id) on delete cascade)',
    );
    await migrate('drop table public.child');
  });

  test('make buckets', async () => {
    await migrate(`insert into storage.buckets (id, name) values ('made', 'made')`);
  });
});

describe('a migration may not', () => {
  test.each([
    'alter table storage.objects enable row level security',
    'alter table storage.objects add column extra text',
    'create index extra on storage.objects (owner_id)',
    'create table storage.extra (id integer)',
    'create function auth.extra() returns integer return 1',
    'create view realtime.extra as select 1',
    'alter table auth.users add column extra text',
    'alter function auth.uid() rename to whoami',
    'drop function storage.foldername(text) cascade',
    'drop table realtime.messages',
    `insert into cron.job (schedule, command) values ('* * * * *', 'select 1')`,
    'create table vault.extra (id integer)',
    'alter system set work_mem = 1',
    `copy (select 1) to program 'true'`,
    'create language plperlu',
  ])('%s', async (statement) => {
    if (statement.includes('cron.')) await migrate('create extension if not exists pg_cron');
    await expect(migrate(statement)).rejects.toMatchObject({ code: '42501' });
  });

  test('delete rows of storage, as Storage may', async () => {
    await migrate(`insert into storage.buckets (id, name) values ('kept', 'kept')`);
    await expect(migrate(`delete from storage.buckets where id = 'kept'`)).rejects.toMatchObject({
      code: '42501',
      message: 'Direct deletion from storage tables is not allowed. Use the Storage API instead.',
    });
    await database.asApi(
      'service_role',
      `set local storage.allow_delete_query = 'true'`,
      `delete from storage.buckets where id = 'kept'`,
    );
  });
});

describe('storage functions', () => {
  test('take a path apart', async () => {
    expect(
      await database.asApi(
        'anon',
        `select storage.foldername('a/b/c.tar.gz') as folder,
           storage.filename('a/b/c.tar.gz') as file,
           storage.extension('a/b/c.tar.gz') as extension, storage.foldername('c') as none`,
      ),
    ).toEqual([{ folder: ['a', 'b'], file: 'c.tar.gz', extension: 'gz', none: [] }]);
  });

  test('know the call that is checked', async () => {
    expect(
      await database.asApi(
        'anon',
        `set local storage.operation = 'storage.object.list'`,
        `select storage.operation(), storage.allow_only_operation('object.list') as only,
           storage.allow_any_operation(array['storage.object.sign', 'object.list']) as any,
           storage.allow_any_operation('{object.sign}') as other`,
      ),
    ).toEqual([{ operation: 'storage.object.list', only: true, any: true, other: false }]);
  });

  test('list one level of a bucket', async () => {
    await migrate(`insert into storage.buckets (id, name) values ('tree', 'tree')`);
    await migrate(`insert into storage.objects (bucket_id, name)
      select 'tree', unnest('{b.txt,a/one.txt,a/two.txt,c/d/e.txt}'::text[])`);
    const list = async (prefix: string) =>
      (await migrate(`select name from storage.search('${prefix}', 'tree')`)).map(
        (row) => row.name,
      );
    expect(await list('')).toEqual(['a', 'b.txt', 'c']);
    expect(await list('a/')).toEqual(['one.txt', 'two.txt']);
    expect(await list('a/o')).toEqual(['one.txt']);
    expect(await list('c/')).toEqual(['d']);
  });

  test('hide objects from API roles until a policy shows them', async () => {
    const count = `select count(*)::integer from storage.objects where bucket_id = 'tree'`;
    expect(await database.asApi('anon', count)).toEqual([{ count: 0 }]);
    expect(await database.asApi('service_role', count)).toEqual([{ count: 4 }]);
    await migrate(
      `create policy "anyone sees the tree" on storage.objects for select to anon
       using (bucket_id = 'tree' and (storage.foldername(name))[1] = 'a')`,
    );
    expect(await database.asApi('anon', count)).toEqual([{ count: 2 }]);
  });
});

test('PostgREST hears of DDL in public, not of the platform', async () => {
  const listener = new pg.Client({ connectionString: database.url() });
  await listener.connect();
  let heard = 0;
  listener.on('notification', () => {
    heard += 1;
  });
  await listener.query('listen pgrst');
  await migrate('create policy "unheard" on storage.objects for select to anon using (false)');
  await migrate('create temporary table unheard (id integer)');
  await migrate('create table public.heard (id integer)');
  await waitUntil('the first notification', () => heard === 1);
  await migrate('drop table public.heard');
  await waitUntil('the second notification', () => heard === 2);
  await listener.end();
});
