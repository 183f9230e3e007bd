// rights: which policies each call needs (row-level security as the caller), tried one by one.
import { describe, expect, it } from 'vitest';
import { allow, createBucket, type Right, told } from '../support/bucket.ts';
import { createPerson, serviceClient } from '../support/person.ts';
import { sql } from '../support/sql.ts';

const person = await createPerson();
const service = serviceClient().storage;
type Files = ReturnType<typeof person.client.storage.from>;
type Answer = { error: unknown };

const upsert = { upsert: true };
const calls: [string, Right[], (files: Files) => Promise<Answer>][] = [
  ['upload', ['insert'], (files) => files.upload('new', 'x')],
  ['upload with upsert', ['insert', 'select', 'update'], (files) => files.upload('a', 'x', upsert)],
  [
    'upload with upsert of a new name',
    ['insert', 'select'],
    (files) => files.upload('n', 'x', upsert),
  ],
  ['update', ['insert', 'select', 'update'], (files) => files.update('a', 'x')],
  ['createSignedUploadUrl', ['insert'], (files) => files.createSignedUploadUrl('new')],
  ['download', ['select'], async (files) => await files.download('a')],
  ['info', ['select'], (files) => files.info('a')],
  ['createSignedUrl', ['select'], (files) => files.createSignedUrl('a', 60)],
  ['remove', ['select', 'delete'], async (files) => emptyIsError(await files.remove(['a']))],
  ['list', ['select'], async (files) => emptyIsError(await files.list())],
  ['move', ['select', 'update'], (files) => files.move('a', 'b')],
  ['copy', ['select', 'insert'], (files) => files.copy('a', 'b')],
];

function emptyIsError({ data, error }: { data: unknown[] | null; error: unknown }): Answer {
  return { error: error ?? (data?.length ? null : { code: 'nothing' }) };
}

describe.each(calls)('%s', (_, needed, call) => {
  it(`works with ${needed.join(', ')}`, async () => {
    const bucket = await filled();
    await allow(bucket, needed);
    expect((await call(person.client.storage.from(bucket))).error).toBeNull();
  });

  it.each(needed.map((right) => [right]))(
    'does not without %s, and nothing is changed',
    async (right) => {
      const bucket = await filled();
      await allow(
        bucket,
        needed.filter((each) => each !== right),
      );
      const before = await sql`select * from storage.objects where bucket_id = ${bucket}`;
      const { error } = await call(person.client.storage.from(bucket));
      expect(['AccessDenied', 'NoSuchKey', 'nothing']).toContain(told(error).code);
      expect(await sql`select * from storage.objects where bucket_id = ${bucket}`).toEqual(before);
      expect(await (await service.from(bucket).download('a')).data?.text()).toBe('first');
    },
  );
});

async function filled(): Promise<string> {
  const bucket = await createBucket({ ownFolders: false });
  const { error } = await service.from(bucket).upload('a', 'first');
  if (error) throw error;
  return bucket;
}

describe('a policy sees', () => {
  it('the operation', async () => {
    const bucket = await filled();
    const only = (operation: string) => `storage.allow_only_operation('${operation}')`;
    await allow(bucket, ['select'], only('storage.object.info_authenticated'));
    const files = person.client.storage.from(bucket);
    expect((await files.info('a')).error).toBeNull();
    expect(told((await files.download('a')).error)).toMatchObject({ code: 'NoSuchKey' });
    expect((await files.list()).data).toEqual([]);
    await allow(bucket, ['select'], only('object.list'));
    expect((await files.list()).data).toHaveLength(1);
  });

  it('the claims of the token, the headers and the method', async () => {
    const bucket = await filled();
    await allow(
      bucket,
      ['select'],
      `(select auth.jwt()) ->> 'email' = '${person.email}'
        and current_setting('request.jwt.claim.sub') = '${person.id}'
        and (current_setting('request.headers')::json) ->> 'x-client-info' like 'supabase-js%'
        and current_setting('request.method') = 'GET'`,
    );
    expect((await person.client.storage.from(bucket).download('a')).error).toBeNull();
    const other = await createPerson();
    const { error } = await other.client.storage.from(bucket).download('a');
    expect(told(error)).toMatchObject({ code: 'NoSuchKey' });
  });

  it('type, size and metadata of what is to be uploaded', async () => {
    const bucket = await createBucket({ ownFolders: false });
    await allow(
      bucket,
      ['insert'],
      `metadata ->> 'mimetype' = 'text/plain' and (metadata ->> 'size')::int < 10
        and user_metadata ->> 'album' = 'mine'`,
    );
    const files = person.client.storage.from(bucket);
    const options = { contentType: 'text/plain', metadata: { album: 'mine' } };
    expect((await files.upload('a', 'short', options)).error).toBeNull();
    for (const [body, wish] of [
      ['long enough to be refused', options],
      ['short', { ...options, contentType: 'text/x-other' }],
      ['short', { ...options, metadata: { album: 'yours' } }],
    ] as const)
      expect(told((await files.upload('b', body, wish)).error)).toMatchObject({
        code: 'AccessDenied',
      });
  });
});
