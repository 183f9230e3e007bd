// buckets: making, changing, emptying and deleting them, by the unmodified client.
import { beforeAll, describe, expect, it } from 'vitest';
import { allowOnBucket, createBucket, told } from '../support/bucket.ts';
import { anonymousClient, createPerson, type Person, serviceClient } from '../support/person.ts';
import { sql } from '../support/sql.ts';

const service = serviceClient().storage;
const newId = () => `made-${crypto.randomUUID()}`;
let person: Person;

beforeAll(async () => {
  person = await createPerson();
});

describe('the service', () => {
  it('makes a bucket, changes it and deletes it', async () => {
    const id = newId();
    const made = await service.createBucket(id, {
      public: false,
      fileSizeLimit: '1.5MB',
      allowedMimeTypes: ['image/*', 'text/plain'],
    });
    expect(made).toEqual({ data: { name: id }, error: null });
    const first = await service.getBucket(id);
    expect(first.data).toMatchObject({
      id,
      name: id,
      owner: '',
      public: false,
      type: 'STANDARD',
      file_size_limit: 1_500_000,
      allowed_mime_types: ['image/*', 'text/plain'],
    });

    const changed = await service.updateBucket(id, { public: true, fileSizeLimit: null });
    expect(changed).toEqual({ data: { message: 'Successfully updated' }, error: null });
    const second = await service.getBucket(id);
    expect(second.data).toMatchObject({
      public: true,
      file_size_limit: null,
      allowed_mime_types: ['image/*', 'text/plain'],
      created_at: first.data?.created_at,
    });

    const gone = await service.deleteBucket(id);
    expect(gone).toEqual({ data: { message: 'Successfully deleted' }, error: null });
    expect(told((await service.getBucket(id)).error)).toEqual({
      status: 400,
      statusCode: '404',
      code: 'NoSuchBucket',
    });
  });

  it('lists buckets in an order, by pages, and finds them by a part of their name', async () => {
    const mark = crypto.randomUUID();
    const ids = ['a', 'b', 'c'].map((letter) => `${mark}-${letter}`);
    for (const id of ids) await service.createBucket(id, { public: false });
    const listed = async (options: Parameters<typeof service.listBuckets>[0]) =>
      (await service.listBuckets(options)).data?.map(({ id }) => id);
    const newest = { search: mark, sortColumn: 'created_at', sortOrder: 'desc' } as const;
    expect(await listed({ search: mark.toUpperCase() })).toEqual(ids);
    expect(await listed({ ...newest, limit: 2 })).toEqual([ids[2], ids[1]]);
    expect(await listed({ ...newest, limit: 2, offset: 2 })).toEqual([ids[0]]);
    expect(await listed({ search: '%' })).toEqual([]);
  });

  it('deletes a bucket only when it is empty, and empties it with its files', async () => {
    const id = await createBucket();
    await service.from(id).upload('one.txt', 'one');
    expect(told((await service.deleteBucket(id)).error)).toMatchObject({
      statusCode: '409',
      code: 'ResourceNotEmpty',
    });
    const message = 'Empty bucket has been queued. Completion may take up to an hour.';
    expect(await service.emptyBucket(id)).toEqual({ data: { message }, error: null });
    expect(await sql`select from storage.objects where bucket_id = ${id}`).toEqual([]);
    expect((await service.deleteBucket(id)).error).toBeNull();
  });

  it('is told what is wrong with a wish', async () => {
    const id = newId();
    await service.createBucket(id, { public: false });
    const refusal = async (name: string, options: object = {}) =>
      told((await service.createBucket(name, { public: false, ...options })).error);
    expect(await refusal(id)).toMatchObject({ statusCode: '409', code: 'BucketAlreadyExists' });
    for (const name of ['a/b', ' a', 'ä', 'x'.repeat(101), ''])
      expect(await refusal(name)).toMatchObject({ statusCode: '400', code: 'InvalidBucketName' });
    expect(await refusal(newId(), { fileSizeLimit: '10 pounds' })).toMatchObject({
      code: 'InvalidRequest',
    });
    expect(await refusal(newId(), { fileSizeLimit: '1GB' })).toMatchObject({
      statusCode: '413',
      code: 'EntityTooLarge',
    });
    expect(await refusal(newId(), { allowedMimeTypes: ['image'] })).toMatchObject({
      statusCode: '415',
      code: 'InvalidMimeType',
    });
    expect(await refusal(newId(), { public: 'yes' })).toEqual({
      status: 400,
      statusCode: '400',
      code: undefined,
    });
    expect(told((await service.updateBucket(newId(), { public: true })).error)).toMatchObject({
      code: 'NoSuchBucket',
    });
  });

  it('two make a bucket of the same name at once: one does', async () => {
    const id = newId();
    const answers = await Promise.all([
      service.createBucket(id, { public: false }),
      service.createBucket(id, { public: false }),
    ]);
    const codes = answers.map(({ error }) => error && told(error).code).sort();
    expect(codes).toEqual(['BucketAlreadyExists', null]);
  });
});

describe('a person without rights on buckets', () => {
  it('makes, sees, changes, empties and deletes none', async () => {
    const id = await createBucket();
    await service.from(id).upload('kept.txt', 'kept');
    for (const { storage } of [person.client, anonymousClient()]) {
      const { error } = await storage.createBucket(newId(), { public: true });
      expect(error?.message).toBe('new row violates row-level security policy');
      expect(told(error)).toEqual({ status: 400, statusCode: '403', code: 'AccessDenied' });
      expect((await storage.listBuckets({ search: id })).data).toEqual([]);
      for (const answer of [
        await storage.getBucket(id),
        await storage.updateBucket(id, { public: true }),
        await storage.emptyBucket(id),
      ])
        expect(told(answer.error)).toMatchObject({ statusCode: '404', code: 'NoSuchBucket' });
    }
    expect(await sql`select name from storage.objects where bucket_id = ${id}`).toHaveLength(1);
    await service.emptyBucket(id);
    expect(told((await person.client.storage.deleteBucket(id)).error)).toMatchObject({
      code: 'NoSuchBucket',
    });
    expect((await service.getBucket(id)).error).toBeNull();
  });

  it('who sees a bucket does not empty it: that takes the right to delete it', async () => {
    const id = await createBucket();
    await service.from(id).upload('kept.txt', 'kept');
    await allowOnBucket(id, ['select']);
    const { storage } = person.client;
    expect((await storage.getBucket(id)).data?.id).toBe(id);
    expect(told((await storage.emptyBucket(id)).error)).toMatchObject({ code: 'NoSuchBucket' });
    expect(await sql`select from storage.objects where bucket_id = ${id}`).toHaveLength(1);
    await allowOnBucket(id, ['delete']);
    expect((await storage.emptyBucket(id)).error).toBeNull();
    expect((await storage.deleteBucket(id)).error).toBeNull();
  });
});
