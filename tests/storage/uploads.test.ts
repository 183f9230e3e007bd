// uploads: every kind of body, what is kept of it, and what is refused.
import { Readable } from 'node:stream';
import { beforeAll, describe, expect, it } from 'vitest';
import { createBucket, eTagOf, fetchStorage, rowOf, told } from '../support/bucket.ts';
import { createPerson, type Person, serviceClient } from '../support/person.ts';
import { sql } from '../support/sql.ts';

const text = 'Fünf Wörter, zweimal: é\r\n--nearly a boundary\r\n';
const bytes = new TextEncoder().encode(text);
const service = serviceClient().storage;
let person: Person;
let bucket: string;

beforeAll(async () => {
  person = await createPerson();
  bucket = await createBucket();
});

const mine = (id = bucket) => person.client.storage.from(id);
const pathOf = (name: string) => `${person.id}/${name}`;

async function contentOf(path: string, id = bucket): Promise<string> {
  const { data, error } = await service.from(id).download(path);
  if (error) throw error;
  return data.text();
}

describe('a body of any kind arrives as it was', () => {
  const form = () => {
    const body = new FormData();
    body.append('file', new Blob([bytes], { type: 'text/x-form' }), 'a.txt');
    return body;
  };
  it.each<[string, () => Parameters<ReturnType<typeof mine>['upload']>[1], string]>([
    ['Blob', () => new Blob([bytes], { type: 'text/x-blob' }), 'text/x-blob'],
    ['File', () => new File([bytes], 'b.txt', { type: 'text/x-file' }), 'text/x-file'],
    ['FormData', form, 'text/x-form'],
    ['ArrayBuffer', () => bytes.slice().buffer, 'text/x-own'],
    ['ArrayBufferView', () => bytes, 'text/x-own'],
    ['Buffer', () => Buffer.from(bytes), 'text/x-own'],
    ['base64', () => Buffer.from(Buffer.from(bytes).toString('base64'), 'base64'), 'text/x-own'],
    ['string', () => text, 'text/x-own'],
    ['ReadableStream', () => new Blob([bytes]).stream(), 'text/x-own'],
    ['Node stream', () => Readable.from([bytes.slice(0, 7), bytes.slice(7)]), 'text/x-own'],
  ])('%s', async (kind, body, mimetype) => {
    const path = pathOf(`kinds/${kind}.txt`);
    const options = { contentType: 'text/x-own', cacheControl: '60', metadata: { kind } };
    const { data, error } = await mine().upload(path, body(), options);
    expect(error).toBeNull();
    expect(data).toEqual({ path, id: expect.any(String), fullPath: `${bucket}/${path}` });
    expect(await contentOf(path)).toBe(text);
    expect(await rowOf(bucket, path)).toMatchObject({
      id: data?.id,
      owner: person.id,
      owner_id: person.id,
      path_tokens: [person.id, 'kinds', `${kind}.txt`],
      version: expect.stringMatching(/^[0-9a-f-]{36}$/),
      user_metadata: { kind },
      metadata: {
        eTag: eTagOf(bytes),
        size: bytes.byteLength,
        contentLength: bytes.byteLength,
        mimetype,
        cacheControl: 'max-age=60',
        lastModified: expect.stringMatching(/^\d{4}-.*Z$/),
        httpStatusCode: 200,
      },
    });
  });

  it('URLSearchParams', async () => {
    const path = pathOf('kinds/search.txt');
    await mine().upload(path, new URLSearchParams({ a: '1', b: 'é' }));
    expect(await contentOf(path)).toBe('a=1&b=%C3%A9');
  });

  it('an empty file is a file', async () => {
    for (const [name, body] of [
      ['blob', new Blob([])],
      ['raw', ''],
    ] as const) {
      const path = pathOf(`kinds/empty-${name}`);
      expect((await mine().upload(path, body)).error).toBeNull();
      expect(await contentOf(path)).toBe('');
      expect(await rowOf(bucket, path)).toMatchObject({ metadata: { size: 0 } });
    }
  });
});

describe('an object that is there already', () => {
  it('is refused, and replaced with upsert or update, under the same id', async () => {
    const path = pathOf('again.txt');
    const first = await mine().upload(path, 'one', { metadata: { round: 1 } });
    const before = await rowOf(bucket, path);
    const second = await mine().upload(path, 'two');
    expect(second.error?.message).toBe('The resource already exists');
    expect(told(second.error)).toEqual({
      status: 400,
      statusCode: '409',
      code: 'KeyAlreadyExists',
    });
    expect(await contentOf(path)).toBe('one');

    const third = await mine().upload(path, 'three', { upsert: true });
    expect(third.data?.id).toBe(first.data?.id);
    expect(await contentOf(path)).toBe('three');
    const after = await rowOf(bucket, path);
    expect(after).toMatchObject({ user_metadata: null, created_at: before.created_at });
    expect(after.version).not.toBe(before.version);

    expect((await mine().update(path, new Blob(['four']))).data?.id).toBe(first.data?.id);
    expect(await contentOf(path)).toBe('four');
  });

  it('stays its owner’s when the service replaces it', async () => {
    const path = pathOf('owned.txt');
    await mine().upload(path, 'mine');
    await service.from(bucket).upload(path, 'the service’s', { upsert: true });
    expect(await rowOf(bucket, path)).toMatchObject({ owner: person.id, owner_id: person.id });
  });

  it('two upload it at once: one does, and its bytes are the row’s', async () => {
    const path = pathOf('twice.txt');
    const answers = await Promise.all(['one', 'two'].map((body) => mine().upload(path, body)));
    const codes = answers.map(({ error }) => error && told(error).code).sort();
    expect(codes).toEqual(['KeyAlreadyExists', null]);
    const won = answers[0]?.error ? 'two' : 'one';
    expect(await contentOf(path)).toBe(won);
    expect(await rowOf(bucket, path)).toMatchObject({ metadata: { eTag: eTagOf(won) } });
  });

  it('ten replace it at once: row and bytes agree in the end', async () => {
    const path = pathOf('many.txt');
    const bodies = Array.from({ length: 10 }, (_, index) => `body ${index}`);
    const upsert = { upsert: true };
    const answers = await Promise.all(bodies.map((body) => mine().upload(path, body, upsert)));
    expect(answers.map(({ error }) => error)).toEqual(bodies.map(() => null));
    const { metadata } = (await rowOf(bucket, path)) as { metadata: { eTag: string } };
    expect(metadata.eTag).toBe(eTagOf(await contentOf(path)));
  });
});

describe('limits', () => {
  it('of the bucket: a byte too many leaves nothing, however it is sent', async () => {
    const small = await createBucket({ fileSizeLimit: 1000 });
    const tooLarge = new Uint8Array(1001);
    for (const body of [tooLarge, new Blob([tooLarge]), new Blob([tooLarge]).stream()]) {
      const { error } = await mine(small).upload(pathOf('a'), body);
      expect(error?.message).toBe('The object exceeded the maximum allowed size');
      expect(told(error)).toEqual({ status: 400, statusCode: '413', code: 'EntityTooLarge' });
    }
    expect(await sql`select from storage.objects where bucket_id = ${small}`).toEqual([]);
    expect((await mine(small).upload(pathOf('a'), new Uint8Array(1000))).error).toBeNull();
  });

  it('of the project: 50 MiB, and the caller hears why although more was sent', async () => {
    const { error } = await mine().upload(pathOf('a'), new Uint8Array(50 * 1024 ** 2 + 1));
    expect(told(error)).toMatchObject({ code: 'EntityTooLarge' });
    const form = await mine().upload(pathOf('a'), new Blob([new Uint8Array(50 * 1024 ** 2 + 1)]));
    expect(told(form.error)).toMatchObject({ code: 'EntityTooLarge' });
  });

  it('of the type: as the bucket says, without regard to parameters and case', async () => {
    const images = await createBucket({ allowedMimeTypes: ['image/*', 'text/plain'] });
    const upload = async (name: string, contentType: string) =>
      (await mine(images).upload(pathOf(name), 'x', { contentType })).error;
    expect(await upload('a', 'image/png')).toBeNull();
    expect(await upload('b', 'Text/Plain;charset=UTF-8')).toBeNull();
    const refused = await upload('c', 'application/pdf');
    expect(refused?.message).toBe('mime type application/pdf is not supported');
    expect(told(refused)).toEqual({ status: 400, statusCode: '415', code: 'InvalidMimeType' });
    expect((await upload('d', 'nonsense'))?.message).toBe('Invalid Content-Type header');
    const folder = await mine(images).upload(pathOf('f/.emptyFolderPlaceholder'), '');
    expect(folder.error).toBeNull();
    const cheat = await mine(images).upload(pathOf('g/.emptyFolderPlaceholder'), 'x');
    expect(told(cheat.error)).toMatchObject({ code: 'EntityTooLarge' });
  });
});

describe('forms', () => {
  const upload = (body: BodyInit, type?: string) =>
    fetchStorage(`/object/${bucket}/${pathOf(crypto.randomUUID())}`, {
      method: 'POST',
      body,
      headers: {
        authorization: `Bearer ${person.token}`,
        ...(type ? { 'content-type': type } : {}),
      },
    });

  it('without a file, cut off, without a boundary: InvalidRequest', async () => {
    const empty = new FormData();
    empty.append('cacheControl', '3600');
    const part = '--x\r\ncontent-disposition: form-data; name=""; filename="a"\r\n\r\nhalf';
    for (const answer of [
      await upload(empty),
      await upload(part, 'multipart/form-data; boundary=x'),
      await upload('anything', 'multipart/form-data'),
      await upload('no delimiter at all', 'multipart/form-data; boundary=x'),
    ]) {
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({ statusCode: '400', code: 'InvalidRequest' });
    }
  });

  it('without cacheControl: no-cache; a field names the type; no JSON is no metadata', async () => {
    const form = new FormData();
    form.append('contentType', 'text/x-named');
    form.append('metadata', 'no json');
    form.append('', new Blob(['x']));
    const { Key } = (await (await upload(form)).json()) as { Key: string };
    expect(await rowOf(bucket, Key.slice(bucket.length + 1))).toMatchObject({
      user_metadata: null,
      metadata: { mimetype: 'text/x-named', cacheControl: 'no-cache' },
    });
  });

  it.each([['cacheControl'], ['contentEncoding'], ['contentType']])(
    'a %s that is no header is refused',
    async (field) => {
      const form = new FormData();
      form.append(field, 'text/é\r\nset-cookie: a=b');
      form.append('', new Blob(['x']));
      expect((await upload(form)).status).toBe(400);
    },
  );

  it('with more fields than anybody needs is refused', async () => {
    const form = new FormData();
    for (let index = 0; index < 11; index++) form.append(`field ${index}`, 'x');
    form.append('', new Blob(['x']));
    expect(await (await upload(form)).json()).toMatchObject({ message: 'Too many fields' });
  });

  it('a NUL in metadata is refused', async () => {
    const { error } = await mine().upload(pathOf('nul'), 'x', { metadata: { a: 'b\0c' } });
    expect(told(error)).toMatchObject({ statusCode: '400', code: 'InvalidRequest' });
  });

  it('metadata of more than a megabyte is refused', async () => {
    const form = new FormData();
    form.append('metadata', JSON.stringify({ a: 'x'.repeat(1024 ** 2) }));
    form.append('', new Blob(['x']));
    expect(await (await upload(form)).json()).toMatchObject({
      message: 'The user_metadata exceeded the maximum allowed size',
    });
  });
});

it('a bucket that is not there is NoSuchBucket', async () => {
  const { error } = await mine('nowhere').upload(pathOf('a'), 'x');
  expect(error?.message).toBe('Bucket not found');
  expect(told(error)).toEqual({ status: 400, statusCode: '404', code: 'NoSuchBucket' });
});
