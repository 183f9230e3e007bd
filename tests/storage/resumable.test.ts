// resumable: uploads in pieces by tus-js-client, broken off and taken up again.

import { Upload, type UploadOptions } from 'tus-js-client';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { createBucket, eTagOf, fetchStorage, rowOf } from '../support/bucket.ts';
import { createPerson, type Person, serviceClient } from '../support/person.ts';
import { sql } from '../support/sql.ts';

const PIECE = 256 * 1024;
const service = serviceClient().storage;
const content = Buffer.from(Array.from({ length: PIECE * 3 + 17 }, (_, index) => index % 251));
let person: Person;
let stranger: Person;
let bucket: string;

beforeAll(async () => {
  [person, stranger] = await Promise.all([createPerson(), createPerson()]);
  bucket = await createBucket();
});

const pathOf = (name: string) => `${person.id}/${name}`;
const endpoint = `${inject('stack').apiUrl}/storage/v1/upload/resumable`;

interface Sent {
  upload: Upload;
  /** Ends with the error that ended it, or undefined. */
  ended: Promise<Error | undefined>;
}

/** Starts an upload as a browser would do it; it does not try again by itself. */
function send(name: string, options: Partial<UploadOptions> = {}, body = content): Sent {
  let upload: Upload | undefined;
  const ended = new Promise<Error | undefined>((resolve) => {
    upload = new Upload(body, {
      endpoint,
      headers: { authorization: `Bearer ${person.token}` },
      metadata: {
        bucketName: bucket,
        objectName: name,
        contentType: 'image/test',
        cacheControl: '99',
        metadata: JSON.stringify({ album: 'mine' }),
      },
      chunkSize: PIECE,
      retryDelays: null,
      onSuccess: () => resolve(undefined),
      onError: resolve,
      ...options,
    });
    upload.start();
  });
  return { upload: upload as Upload, ended };
}

const statusOf = (error: Error | undefined) =>
  (error as { originalResponse?: { getStatus(): number } })?.originalResponse?.getStatus();
const wordsOf = (error: Error | undefined) =>
  (error as { originalResponse?: { getBody(): string } })?.originalResponse?.getBody();

async function isStored(path: string): Promise<void> {
  const { data, error } = await service.from(bucket).download(path);
  if (error) throw error;
  expect(Buffer.from(await data.arrayBuffer()).equals(content)).toBe(true);
}

describe('an upload in pieces', () => {
  it('becomes an object like every other', async () => {
    const path = pathOf('whole.bin');
    const { upload, ended } = send(path);
    expect(await ended).toBeUndefined();
    await isStored(path);
    expect(await rowOf(bucket, path)).toMatchObject({
      owner: person.id,
      owner_id: person.id,
      user_metadata: { album: 'mine' },
      metadata: {
        eTag: eTagOf(content),
        size: content.length,
        contentLength: content.length,
        mimetype: 'image/test',
        cacheControl: 'max-age=99',
        httpStatusCode: 200,
      },
    });
    const id = Buffer.from(upload.url?.split('/').at(-1) ?? '', 'base64url').toString();
    expect(id).toMatch(new RegExp(`^${bucket}/${path}/[0-9a-f-]{36}$`));
  });

  it('goes on where it was broken off', async () => {
    const path = pathOf('resumed.bin');
    let abort = () => undefined as unknown;
    const first = send(path, {
      onChunkComplete: () => abort(),
    });
    await new Promise<void>((resolve) => {
      abort = () => first.upload.abort().then(resolve);
    });
    expect(await sql`select from storage.objects where name = ${path}`).toEqual([]);
    const { url } = first.upload;
    const accepted: number[] = [];
    const second = send(path, {
      uploadUrl: url,
      onChunkComplete: (_, bytes) => void accepted.push(bytes),
    });
    expect(await second.ended).toBeUndefined();
    expect(accepted[0]).toBeGreaterThan(PIECE);
    await isStored(path);
  });

  it('keeps what came before the connection broke in mid-piece', async () => {
    const path = pathOf('cut.bin');
    const url = await create(path, content.length);
    const pieces = [content.subarray(0, PIECE), content.subarray(PIECE, PIECE + 9)];
    const breaking = new ReadableStream({
      pull(controller) {
        const piece = pieces.shift();
        if (piece) controller.enqueue(piece);
        else controller.error(new Error('The cable is out.'));
      },
    });
    const patch = fetch(url, {
      method: 'PATCH',
      headers: headers({ 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' }),
      body: breaking,
      duplex: 'half',
    } as RequestInit);
    await expect(patch).rejects.toThrow();
    // What was on its way may still be arriving: then the client asks again how far it came.
    const { ended } = send(path, { uploadUrl: url, retryDelays: [10, 100, 1000] });
    expect(await ended).toBeUndefined();
    await isStored(path);
  });

  it('of nothing is an empty object, and of unknown length ends when it is told', async () => {
    const empty = send(pathOf('empty.bin'), {}, Buffer.alloc(0));
    expect(await empty.ended).toBeUndefined();
    expect(await rowOf(bucket, pathOf('empty.bin'))).toMatchObject({ metadata: { size: 0 } });
    const path = pathOf('deferred.bin');
    expect(await send(path, { uploadLengthDeferred: true }).ended).toBeUndefined();
    await isStored(path);
  });

  it('may be given up', async () => {
    const url = await create(pathOf('gone.bin'), 10);
    expect((await fetch(url, { method: 'DELETE', headers: headers() })).status).toBe(204);
    expect((await fetch(url, { method: 'HEAD', headers: headers() })).status).toBe(404);
  });

  it('replaces only with x-upsert', async () => {
    const path = pathOf('again.bin');
    await service.from(bucket).upload(path, 'first');
    const refused = await send(path).ended;
    expect([statusOf(refused), wordsOf(refused)]).toEqual([409, 'The resource already exists']);
    const upsert = { authorization: `Bearer ${person.token}`, 'x-upsert': 'true' };
    expect(await send(path, { headers: upsert }).ended).toBeUndefined();
    await isStored(path);
  });

  it('two finish under one name: one is stored, the other refused', async () => {
    const path = pathOf('race.bin');
    const ends = await Promise.all([send(path).ended, send(path).ended]);
    expect(ends.map(statusOf).sort()).toEqual([409, undefined]);
    await isStored(path);
  });
});

describe('refusals have their real status', () => {
  it('of size, type, name and bucket, before anything is sent', async () => {
    const small = await createBucket({ fileSizeLimit: 10, allowedMimeTypes: ['image/png'] });
    const wish = (bucketName: string, objectName: string, contentType = 'image/png') => ({
      metadata: { bucketName, objectName, contentType },
    });
    const ten = Buffer.alloc(10);
    expect(statusOf(await send('', wish(small, pathOf('a'))).ended)).toBe(413);
    expect(statusOf(await send('', wish(small, pathOf('a'), 'image/gif'), ten).ended)).toBe(415);
    const untyped = { metadata: { bucketName: small, objectName: pathOf('a') } };
    expect(statusOf(await send('', untyped, ten).ended)).toBe(415);
    expect(statusOf(await send('', wish(small, pathOf('ä')), ten).ended)).toBe(400);
    expect(statusOf(await send('', wish('nowhere', pathOf('a')), ten).ended)).toBe(404);
    expect(statusOf(await send('', { metadata: {} }, ten).ended)).toBe(400);
    expect(await send('', wish(small, pathOf('a')), ten).ended).toBeUndefined();
  });

  it('of a length that was not told: more than allowed is refused on the way', async () => {
    const small = await createBucket({ fileSizeLimit: 10 });
    const metadata = { bucketName: small, objectName: pathOf('a') };
    const error = await send('', { metadata, uploadLengthDeferred: true }).ended;
    expect(statusOf(error)).toBe(413);
    expect(await sql`select from storage.objects where bucket_id = ${small}`).toEqual([]);
  });

  it('of a stranger, at every step', async () => {
    for (const token of [stranger.token, inject('stack').anonKey]) {
      const theirs = { authorization: `Bearer ${token}` };
      const error = await send(pathOf('theirs'), { headers: theirs }).ended;
      expect(statusOf(error)).toBe(403);
      expect(wordsOf(error)).toBe('new row violates row-level security policy');
      const url = await create(pathOf('mine'), content.length);
      expect(statusOf(await send('', { uploadUrl: url, headers: theirs }).ended)).toBe(403);
      const gone = await fetch(url, { method: 'DELETE', headers: { ...headers(), ...theirs } });
      expect(gone.status).toBe(403);
    }
    const without = await send(pathOf('theirs'), { headers: {} }).ended;
    expect(statusOf(without)).toBe(400);
    const invalid = await send(pathOf('x'), { headers: { authorization: 'Bearer x' } }).ended;
    expect(statusOf(invalid)).toBe(403);
  });

  it('an id that is made up leads nowhere', async () => {
    const climbing = Buffer.from('../../../etc/passwd').toString('base64url');
    for (const id of ['..%2F..%2Fetc', climbing, 'x']) {
      const answer = await fetch(`${endpoint}/${id}`, { method: 'HEAD', headers: headers() });
      expect(answer.status).toBe(404);
    }
  });
});

describe('with a signed upload', () => {
  it('anybody sends the pieces, in the name of who asked', async () => {
    const path = pathOf('signed.bin');
    const files = person.client.storage.from(bucket);
    const token = (await files.createSignedUploadUrl(path)).data?.token ?? '';
    const signed = { endpoint: `${endpoint}/sign`, headers: { 'x-signature': token } };
    expect(await send(path, signed).ended).toBeUndefined();
    expect(await rowOf(bucket, path)).toMatchObject({ owner: person.id });
    await isStored(path);
    expect(statusOf(await send(pathOf('other'), signed).ended)).toBe(400);
    expect(statusOf(await send(path, { ...signed, headers: {} }).ended)).toBe(400);
  });
});

it('a browser may read where the upload is and how far it came', async () => {
  const answer = await fetchStorage('/upload/resumable', { method: 'OPTIONS' });
  expect(answer.status).toBe(204);
  expect(answer.headers.get('tus-version')).toBe('1.0.0');
  const exposed = answer.headers.get('access-control-expose-headers');
  for (const name of ['Location', 'Upload-Offset', 'Upload-Length', 'Tus-Resumable', 'Date'])
    expect(exposed).toContain(name);
});

function headers(more: Record<string, string> = {}): Record<string, string> {
  return { authorization: `Bearer ${person.token}`, 'tus-resumable': '1.0.0', ...more };
}

/** An upload of which nothing was sent; its URL. */
async function create(path: string, length: number): Promise<string> {
  const encode = (text: string) => Buffer.from(text).toString('base64');
  const answer = await fetch(endpoint, {
    method: 'POST',
    headers: headers({
      'upload-length': String(length),
      'upload-metadata': `bucketName ${encode(bucket)},objectName ${encode(path)}`,
    }),
  });
  expect(answer.status).toBe(201);
  return answer.headers.get('location') ?? '';
}
