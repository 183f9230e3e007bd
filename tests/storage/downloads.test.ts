// downloads: bytes, headers, ranges and conditions, from private and public buckets.
import { beforeAll, describe, expect, it } from 'vitest';
import { createBucket, eTagOf, fetchStorage, told } from '../support/bucket.ts';
import { createPerson, type Person, serviceClient } from '../support/person.ts';
import { sql } from '../support/sql.ts';

const text = '0123456789';
const service = serviceClient().storage;
let person: Person;
let open: string;
let closed: string;

beforeAll(async () => {
  person = await createPerson();
  open = await createBucket({ isPublic: true });
  closed = await createBucket();
  for (const bucket of [open, closed]) await upload(bucket, 'ten.txt');
});

async function upload(bucket: string, name: string, contentType = 'text/plain'): Promise<void> {
  const path = `${person.id}/${name}`;
  const { error } = await service.from(bucket).upload(path, text, { contentType, upsert: true });
  if (error) throw error;
}

const getPublic = (name = 'ten.txt', init: RequestInit = {}) =>
  fetchStorage(`/object/public/${open}/${person.id}/${name}`, init);
const getPrivate = (route: string, init: RequestInit = {}) =>
  fetchStorage(`${route}/${closed}/${person.id}/ten.txt`, {
    ...init,
    headers: { authorization: `Bearer ${person.token}` },
  });

describe('headers', () => {
  it('say what the bytes are and how long they may be kept', async () => {
    const answer = await getPublic();
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe(text);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'accept-ranges': 'bytes',
      'access-control-allow-origin': '*',
      'cache-control': 'max-age=3600',
      'content-length': '10',
      'content-type': 'text/plain',
      etag: eTagOf(text),
      'last-modified': expect.stringMatching(/ GMT$/),
      'x-robots-tag': 'none',
    });
    expect(answer.headers.has('content-disposition')).toBe(false);
  });

  it.each([['/object'], ['/object/authenticated']])('%s to HEAD as to GET', async (route) => {
    const [get, head] = [await getPrivate(route), await getPrivate(route, { method: 'HEAD' })];
    expect(await get.text()).toBe(text);
    expect(await head.text()).toBe('');
    for (const name of ['content-length', 'content-type', 'etag', 'last-modified'])
      expect([name, head.headers.get(name)]).toEqual([name, get.headers.get(name)]);
  });

  it('a page is shown as text, under this address', async () => {
    await upload(open, 'page.html', 'text/html; charset=utf-8');
    const answer = await getPublic('page.html');
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
  });

  it.each([
    ['?download', 'attachment;'],
    ['?download=', 'attachment;'],
    [
      '?download=a%20%C3%A9.txt',
      "attachment; filename=a%20%C3%A9.txt; filename*=UTF-8''a%20%C3%A9.txt;",
    ],
    [
      '?download=a%0D%0Aset-cookie:%20b',
      "attachment; filename=a%0D%0Aset-cookie%3A%20b; filename*=UTF-8''a%0D%0Aset-cookie%3A%20b;",
    ],
  ])('%s is saved, not shown', async (query, disposition) => {
    const answer = await getPublic(`ten.txt${query}`);
    expect(answer.headers.get('content-disposition')).toBe(disposition);
  });

  it('an encoding comes back as it was named', async () => {
    const path = `${person.id}/encoded`;
    const options = { contentEncoding: 'gzip' };
    const body = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'));
    await service.from(open).upload(path, body, options);
    const answer = await getPublic('encoded');
    expect(answer.headers.get('content-encoding')).toBe('gzip');
    expect(await answer.text()).toBe(text);
    expect((await service.from(open).info(path)).data?.contentEncoding).toBe('gzip');
  });
});

describe('ranges', () => {
  it.each([
    ['bytes=2-4', '234', 'bytes 2-4/10'],
    ['bytes=7-', '789', 'bytes 7-9/10'],
    ['bytes=-3', '789', 'bytes 7-9/10'],
    ['bytes=5-100', '56789', 'bytes 5-9/10'],
    ['bytes=-100', text, 'bytes 0-9/10'],
  ])('%s', async (range, bytes, contentRange) => {
    const answer = await getPublic('ten.txt', { headers: { range } });
    expect([answer.status, await answer.text()]).toEqual([206, bytes]);
    expect(answer.headers.get('content-range')).toBe(contentRange);
    expect(answer.headers.get('content-length')).toBe(String(bytes.length));
  });

  it.each([['bytes=a-b'], ['bytes=0-1,3-4'], ['lines=1-2'], ['bytes=-']])(
    '%s is no range: all of it',
    async (range) => {
      const answer = await getPublic('ten.txt', { headers: { range } });
      expect([answer.status, await answer.text()]).toEqual([200, text]);
    },
  );

  it.each([['bytes=10-'], ['bytes=4-2'], ['bytes=-0']])('%s is beyond it', async (range) => {
    const answer = await getPublic('ten.txt', { headers: { range } });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ statusCode: '416', code: 'InvalidRange' });
  });

  it('only of the version that the caller has begun', async () => {
    const headers = (condition: string) => ({ range: 'bytes=0-1', 'if-range': condition });
    const same = await getPublic('ten.txt', { headers: headers(eTagOf(text)) });
    const other = await getPublic('ten.txt', { headers: headers('"other"') });
    expect([same.status, other.status]).toEqual([206, 200]);
  });
});

describe('what the caller has already', () => {
  it('by ETag, and without one by time: 304 without a body', async () => {
    const modified = (await getPublic()).headers.get('last-modified') ?? '';
    for (const headers of [
      { 'if-none-match': eTagOf(text) },
      { 'if-none-match': `"other", W/${eTagOf(text)}` },
      { 'if-modified-since': modified },
    ]) {
      const answer = await getPublic('ten.txt', { headers: new Headers(headers as HeadersInit) });
      expect([answer.status, await answer.text()]).toEqual([304, '']);
      expect(answer.headers.get('etag')).toBe(eTagOf(text));
    }
  });

  it('another version is sent', async () => {
    for (const headers of [
      { 'if-none-match': '"other"' },
      { 'if-none-match': '"other"', 'if-modified-since': new Date(9e12).toUTCString() },
      { 'if-modified-since': new Date(0).toUTCString() },
    ]) {
      const answer = await getPublic('ten.txt', { headers: new Headers(headers as HeadersInit) });
      expect(answer.status).toBe(200);
    }
  });
});

describe('the client', () => {
  it('downloads, streams, and knows what there is', async () => {
    const files = person.client.storage.from(closed);
    const path = `${person.id}/ten.txt`;
    const whole = await files.download(path);
    expect(await whole.data?.text()).toBe(text);
    const streamed = await files.download(path).asStream();
    expect(await new Response(streamed.data).text()).toBe(text);
    expect((await files.info(path)).data).toEqual({
      id: expect.any(String),
      name: path,
      version: expect.any(String),
      bucketId: closed,
      size: 10,
      contentType: 'text/plain',
      contentEncoding: null,
      cacheControl: 'max-age=3600',
      etag: eTagOf(text),
      metadata: null,
      lastModified: expect.any(String),
      createdAt: expect.any(String),
    });
    expect(await files.exists(path)).toEqual({ data: true, error: null });
    const missing = await files.exists(`${person.id}/nothing`);
    expect([missing.data, told(missing.error)]).toEqual([
      false,
      { status: 400, statusCode: '404', code: 'NoSuchKey' },
    ]);
    const nowhere = person.client.storage.from('nowhere').exists(path);
    await expect(nowhere).rejects.toMatchObject({ code: 'NoSuchBucket' });
  });

  it('a public URL is for everybody, and of a private bucket for nobody', async () => {
    const files = person.client.storage;
    const path = `${person.id}/ten.txt`;
    const urls = [open, closed].map((id) => files.from(id).getPublicUrl(path).data.publicUrl);
    const [ofOpen, ofClosed] = await Promise.all(urls.map((url) => fetch(url)));
    expect(await ofOpen?.text()).toBe(text);
    expect(ofClosed?.status).toBe(400);
    expect(await ofClosed?.json()).toEqual({
      statusCode: '404',
      error: 'Bucket not found',
      message: 'Bucket not found',
      code: 'NoSuchBucket',
    });
  });
});

it('readers of an object that is replaced meanwhile get one version or the next', async () => {
  const path = `${person.id}/replaced`;
  const bodies = Array.from({ length: 20 }, (_, index) => `version ${index}`.repeat(1000));
  const files = service.from(open);
  await files.upload(path, bodies[0] ?? '');
  const replace = async () => {
    for (const body of bodies) await files.upload(path, body, { upsert: true });
  };
  let isDone = false;
  const read = async () => {
    while (!isDone) {
      const answer = await getPublic('replaced');
      const body = await answer.text();
      expect([answer.status, answer.headers.get('etag')]).toEqual([200, eTagOf(body)]);
      expect(bodies).toContain(body);
      const copied = await files.copy(path, `${person.id}/${crypto.randomUUID()}`);
      expect(copied.error).toBeNull();
    }
  };
  const reading = Promise.all([read(), read(), read()]);
  await replace().finally(() => {
    isDone = true;
  });
  await reading;
});

it('a row without bytes is no object', async () => {
  const name = `${person.id}/row-only`;
  await sql`insert into storage.objects (bucket_id, name) values (${open}, ${name})`;
  const answer = await getPublic('row-only');
  expect(await answer.json()).toMatchObject({ statusCode: '404', code: 'NoSuchKey' });
  await service.from(open).remove([name]);
});

it('a caller who leaves in mid-download leaves nothing open', async () => {
  const large = new Uint8Array(20 * 1024 ** 2);
  await service.from(open).upload(`${person.id}/large`, large);
  const leaving = new AbortController();
  const answer = await getPublic('large', { signal: leaving.signal });
  await answer.body?.getReader().read();
  leaving.abort();
  expect((await (await getPublic('large')).arrayBuffer()).byteLength).toBe(large.byteLength);
});

it('a path that is nobody’s is 404', async () => {
  const answer = await fetchStorage('/objects');
  expect([answer.status, await answer.json()]).toEqual([
    404,
    { message: 'Route GET:/storage/v1/objects not found', error: 'Not Found', statusCode: 404 },
  ]);
});
