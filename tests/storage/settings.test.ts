// settings: buckets and limits of config.toml, and a server whose disk or database is in trouble.
import { existsSync } from 'node:fs';
import { readdir, readlink, rm } from 'node:fs/promises';
import path from 'node:path';
import { createClient } from '@supabase/supabase-js';
import pg from 'pg';
import { afterEach, describe, expect, it } from 'vitest';
import type { ProjectConfig } from '../../local/config.ts';
import { createKeys } from '../../local/keys.ts';
import { type Storage, startStorage } from '../../local/storage/start-storage.ts';
import { waitUntil } from '../../local/wait-until.ts';
import { startTestDatabase, temporaryFolder } from '../local/database-fixture.ts';
import { told } from '../support/bucket.ts';

const keys = await createKeys();
const database = await startTestDatabase();
const folder = path.join(await temporaryFolder(), 'storage');
const running: Storage[] = [];
const lines: string[] = [];

afterEach(async () => {
  for (const storage of running.splice(0)) await storage.stop();
  lines.length = 0;
});

/** The client of a server with these settings, without a gateway between them. */
async function start(config: Partial<ProjectConfig['storage']> = {}, key = keys.serviceRoleKey) {
  const storage = await startStorage({
    dbUrl: database.url('supabase_storage_admin'),
    folder,
    keys,
    config: { file_size_limit: 1000, buckets: {}, ...config },
    onLine: (line) => lines.push(line),
  });
  running.push(storage);
  return createClient('http://storage.test', key, {
    auth: { persistSession: false },
    global: { fetch: (input, init) => storage.fetch(new Request(input, init)) },
  }).storage;
}

describe('buckets of config.toml', () => {
  it('are made at the start, and brought to what it says at the next', async () => {
    const first = await start({
      buckets: {
        avatars: { public: true, file_size_limit: 500, allowed_mime_types: ['image/*'] },
        media: { public: false },
      },
    });
    await first.createBucket('own', { public: true });
    await first.from('media').upload('kept', 'kept');
    expect((await first.getBucket('avatars')).data).toMatchObject({
      public: true,
      file_size_limit: 500,
      allowed_mime_types: ['image/*'],
    });

    const second = await start({ buckets: { avatars: { public: false } } });
    expect((await second.getBucket('avatars')).data).toMatchObject({
      public: false,
      file_size_limit: null,
      allowed_mime_types: null,
    });
    expect((await second.listBuckets()).data?.map(({ id }) => id)).toEqual([
      'avatars',
      'media',
      'own',
    ]);
    expect(await (await second.from('media').download('kept')).data?.text()).toBe('kept');
  });
});

describe('the limit of the project', () => {
  it('is above that of any bucket', async () => {
    const storage = await start({ file_size_limit: 10 });
    const { error } = await storage.createBucket('b', { public: false, fileSizeLimit: 11 });
    expect(told(error)).toMatchObject({ statusCode: '413', code: 'EntityTooLarge' });
    await storage.createBucket('ten', { public: false, fileSizeLimit: 10 });
    expect(told((await storage.from('ten').upload('a', 'x'.repeat(11))).error)).toMatchObject({
      code: 'EntityTooLarge',
    });
    expect((await storage.from('ten').upload('a', 'x'.repeat(10))).error).toBeNull();
  });
});

describe('in trouble', () => {
  it('a disk that takes nothing: 500, the cause in the log only, and no row', async () => {
    const storage = await start();
    await storage.createBucket('full', { public: false });
    await rm(path.join(folder, 'incoming'), { recursive: true });
    const { error } = await storage.from('full').upload('a', 'x');
    expect(error?.message).toBe('Internal server error');
    expect(told(error)).toEqual({ status: 500, statusCode: '500', code: 'InternalError' });
    expect(lines).toEqual([
      expect.stringMatching(/^POST \/storage\/v1\/object\/full\/a: Internal .*ENOENT/),
    ]);
    expect((await storage.from('full').list()).data).toEqual([]);
  });

  it('bytes that are gone: the object is not found', async () => {
    const storage = await start();
    await storage.createBucket('lost', { public: false });
    await storage.from('lost').upload('a', 'x');
    await rm(path.join(folder, 'objects'), { recursive: true });
    const { error } = await storage.from('lost').download('a');
    expect(told(error)).toEqual({ status: 400, statusCode: '404', code: 'NoSuchKey' });
    expect(told((await storage.from('lost').copy('a', 'b')).error)).toMatchObject({
      code: 'NoSuchKey',
    });
  });

  it('a statement that is cancelled: 544, on HTTP too', async () => {
    const storage = await start();
    const locker = new pg.Client({ connectionString: database.url('supabase_admin') });
    await locker.connect();
    await locker.query('begin; lock table storage.buckets in access exclusive mode');
    const listed = storage.listBuckets();
    await waitUntil('it to be cancelled', async () => {
      const { rows } = await locker.query(`
        select pg_cancel_backend(pid) from pg_stat_activity
        where usename = 'supabase_storage_admin' and wait_event_type = 'Lock'`);
      return rows.length > 0;
    });
    const { error } = await listed;
    await locker.end();
    expect(error?.message).toBe('The connection to the database timed out');
    expect(told(error)).toEqual({ status: 544, statusCode: '544', code: 'DatabaseTimeout' });
  });

  it('a database that takes no more connections: 429, on HTTP too', async () => {
    const storage = await start();
    await database.as('supabase_admin', 'alter role supabase_storage_admin connection limit 1');
    const answers = await Promise.all(Array.from({ length: 5 }, () => storage.listBuckets()));
    await database.as('supabase_admin', 'alter role supabase_storage_admin connection limit -1');
    const refused = answers.flatMap(({ error }) => (error ? [told(error)] : []));
    expect(refused).not.toEqual([]);
    expect(refused[0]).toEqual({ status: 429, statusCode: '429', code: 'SlowDown' });
  });

  it('a policy that fails: 500 with its SQLSTATE', async () => {
    const storage = await start();
    await storage.createBucket('broken', { public: false });
    const check = '1 / (length(name) - length(name)) > 0';
    const policy = `create policy broken on storage.objects for insert with check (${check})`;
    await database.as('postgres', policy);
    const anonymous = await start({}, keys.anonKey);
    const { error } = await anonymous.from('broken').upload('a', 'x');
    expect(error?.message).toBe('database error, code: 22012');
    expect(told(error)).toEqual({ status: 500, statusCode: '500', code: 'DatabaseError' });
    expect(lines).toEqual([expect.stringContaining('division by zero')]);
  });

  it.runIf(existsSync('/proc/self/fd'))('who leaves a download leaves no file open', async () => {
    const storage = await start({ file_size_limit: 10_000_000 });
    await storage.createBucket('large', { public: false });
    await storage.from('large').upload('a', new Uint8Array(10_000_000));
    const openFiles = async () => {
      const paths = (await readdir('/proc/self/fd')).map((fd) =>
        readlink(`/proc/self/fd/${fd}`).catch(() => ''),
      );
      return (await Promise.all(paths)).filter((file) => file.startsWith(folder)).length;
    };
    const { data } = await storage.from('large').download('a').asStream();
    const reader = data?.getReader();
    await reader?.read();
    expect(await openFiles()).toBe(1);
    await reader?.cancel();
    await waitUntil('the file to be closed', async () => (await openFiles()) === 0);
  });

  it('a database that is gone: 500, and the server lives', async () => {
    const storage = await start();
    await database.stop();
    const { error } = await storage.listBuckets();
    expect(told(error)).toEqual({ status: 500, statusCode: '500', code: 'InternalError' });
    expect(lines[0]).toMatch(/^GET \/storage\/v1\/bucket: Internal server error \(.+\)/);
  });
});
