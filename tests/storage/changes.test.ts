// changes: objects moved, copied and removed.
import { beforeAll, describe, expect, it } from 'vitest';
import { createBucket, fetchStorage, rowOf, told } from '../support/bucket.ts';
import { createPerson, type Person, serviceClient } from '../support/person.ts';
import { sql } from '../support/sql.ts';

const service = serviceClient().storage;
let person: Person;
let bucket: string;
let other: string;

beforeAll(async () => {
  person = await createPerson();
  [bucket, other] = [await createBucket(), await createBucket()];
});

const mine = (id = bucket) => person.client.storage.from(id);
const pathOf = (name: string) => `${person.id}/${name}`;
const contentOf = async (id: string, path: string) =>
  (await service.from(id).download(path)).data?.text();

async function upload(name: string, body = name): Promise<string> {
  const path = pathOf(name);
  const { error } = await mine().upload(path, body, { metadata: { name }, cacheControl: '7' });
  if (error) throw error;
  return path;
}

describe('move', () => {
  it('gives an object another name under the same id', async () => {
    const [from, to] = [await upload('m1'), pathOf('moved/m1')];
    const before = await rowOf(bucket, from);
    const { data } = await mine().move(from, to);
    expect(data).toEqual({
      message: 'Successfully moved',
      Id: before.id,
      Key: `${bucket}/${to}`,
    });
    expect(await contentOf(bucket, to)).toBe('m1');
    expect((await mine().exists(from)).data).toBe(false);
    const { id, metadata, user_metadata, created_at, owner } = before;
    expect(await rowOf(bucket, to)).toMatchObject({
      id,
      metadata,
      user_metadata,
      created_at,
      owner,
    });
  });

  it('takes it to another bucket', async () => {
    const path = await upload('m2');
    await mine().move(path, path, { destinationBucket: other });
    expect(await contentOf(other, path)).toBe('m2');
    expect(await contentOf(bucket, path)).toBeUndefined();
  });

  it('replaces nothing, and needs a source, a bucket and a valid name', async () => {
    const [from, taken] = [await upload('m3'), await upload('m4')];
    const refusal = async (to: string, source = from, options = {}) =>
      told((await mine().move(source, to, options)).error);
    expect(await refusal(taken)).toEqual({
      status: 400,
      statusCode: '409',
      code: 'KeyAlreadyExists',
    });
    expect(await refusal(pathOf('x'), pathOf('nothing'))).toMatchObject({ code: 'NoSuchKey' });
    expect(await refusal(pathOf('ä'))).toMatchObject({ code: 'InvalidKey' });
    const elsewhere = { destinationBucket: 'nowhere' };
    const asService = await service.from(bucket).move(from, pathOf('x'), elsewhere);
    expect(told(asService.error)).toMatchObject({ statusCode: '404', code: 'InvalidRequest' });
    expect([await contentOf(bucket, from), await contentOf(bucket, taken)]).toEqual(['m3', 'm4']);
  });

  it('two move it at once: one does', async () => {
    const from = await upload('m5');
    const answers = await Promise.all(['a', 'b'].map((name) => mine().move(from, pathOf(name))));
    expect(answers.map(({ error }) => error && told(error).code).sort()).toEqual([
      'NoSuchKey',
      null,
    ]);
  });
});

describe('copy', () => {
  it('makes an object of its own with the same bytes and metadata', async () => {
    const [from, to] = [await upload('c1'), pathOf('copied/c1')];
    expect(await mine().copy(from, to)).toEqual({ data: { path: `${bucket}/${to}` }, error: null });
    const [source, copy] = [await rowOf(bucket, from), await rowOf(bucket, to)];
    expect(copy.id).not.toBe(source.id);
    expect(copy.version).not.toBe(source.version);
    expect(copy).toMatchObject({
      user_metadata: { name: 'c1' },
      owner: person.id,
      metadata: { cacheControl: 'max-age=7', size: 2 },
    });
    await mine().update(from, 'changed');
    await mine().remove([from]);
    expect(await contentOf(bucket, to)).toBe('c1');
  });

  it('to another bucket, with metadata of its own', async () => {
    const from = await upload('c2');
    const metadata = { cacheControl: 'no-store', mimetype: 'text/x-copy' };
    const options = { destinationBucket: other, copyMetadata: false, metadata };
    expect((await mine().copy(from, from, options)).error).toBeNull();
    expect(await contentOf(other, from)).toBe('c2');
    expect(await rowOf(other, from)).toMatchObject({ metadata, user_metadata: null });
  });

  it('replaces nothing, and needs a source, a bucket and a valid name', async () => {
    const [from, taken] = [await upload('c3'), await upload('c4')];
    const refusal = async (to: string, source = from, options = {}) =>
      told((await mine().copy(source, to, options)).error);
    expect(await refusal(taken)).toMatchObject({ statusCode: '409', code: 'KeyAlreadyExists' });
    expect(await refusal(pathOf('x'), pathOf('nothing'))).toMatchObject({ code: 'NoSuchKey' });
    expect(await refusal(pathOf('a\nb'))).toMatchObject({ code: 'InvalidKey' });
    const metadata = { cacheControl: 'no\nheader' };
    expect(await refusal(pathOf('x'), from, { copyMetadata: false, metadata })).toMatchObject({
      code: 'InvalidRequest',
    });
    expect(await contentOf(bucket, taken)).toBe('c4');
  });
});

describe('remove', () => {
  it('tells what went; what is not there is absent', async () => {
    const [one, two] = [await upload('r1'), await upload('r2')];
    const { data } = await mine().remove([one, pathOf('nothing'), two]);
    expect(data?.map(({ name }) => name).sort()).toEqual([one, two]);
    expect(data?.[0]).toMatchObject({ bucket_id: bucket, owner: person.id });
    expect(await sql`select from storage.objects where name in (${one}, ${two})`).toEqual([]);
    expect(await mine().remove([one])).toEqual({ data: [], error: null });
  });

  it('one by its path', async () => {
    const path = await upload('r3');
    const remove = () =>
      fetchStorage(`/object/${bucket}/${path}`, {
        method: 'DELETE',
        headers: { authorization: `Bearer ${person.token}` },
      });
    expect(await (await remove()).json()).toEqual({ message: 'Successfully deleted' });
    expect(await (await remove()).json()).toMatchObject({ statusCode: '404', code: 'NoSuchKey' });
  });

  it('takes one to a thousand names', async () => {
    const names = Array.from({ length: 1001 }, (_, index) => pathOf(`${index}`));
    expect(told((await mine().remove([])).error)).toMatchObject({ statusCode: '400' });
    expect(told((await mine().remove(names)).error)).toMatchObject({ statusCode: '400' });
    expect((await mine().remove(names.slice(1))).error).toBeNull();
  });
});
