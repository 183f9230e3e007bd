// matrix: every route to a private file, and who gets through: its owner and the service. A witness
// beside it stays as it was.
import { createHmac } from 'node:crypto';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createBucket, fetchStorage, rowOf } from '../support/bucket.ts';
import { anonymousClient, createPerson, type Person, serviceClient } from '../support/person.ts';
import { sql } from '../support/sql.ts';

type Who = 'owner' | 'stranger' | 'anonymous visitor' | 'nobody' | 'service';
type Outcome = 'allowed' | 'refused';

const service = serviceClient();
let owner: Person;
let stranger: Person;
let bucket: string;
let picture: Buffer;
let witness: Record<string, unknown>;

beforeAll(async () => {
  [owner, stranger] = await Promise.all([createPerson(), createPerson()]);
  bucket = await createBucket();
  const red = { width: 40, height: 20, channels: 3, background: 'red' } as const;
  picture = await sharp({ create: red }).png().toBuffer();
  await put('witness.png');
  witness = await rowOf(bucket, pathOf('witness.png'));
});

afterAll(async () => {
  expect(await rowOf(bucket, pathOf('witness.png'))).toEqual(witness);
  const names = await sql<{ name: string }>`
    select name from storage.objects where bucket_id = ${bucket}`;
  const foreign = names.filter(({ name }) => !name.startsWith(owner.id));
  expect(foreign.filter(({ name }) => !name.startsWith(stranger.id))).toEqual([]);
});

const pathOf = (name: string) => `${owner.id}/${name}`;

async function put(name: string): Promise<string> {
  const options = { contentType: 'image/png', upsert: true };
  const { error } = await service.storage.from(bucket).upload(pathOf(name), picture, options);
  if (error) throw error;
  return pathOf(name);
}

/** `nobody` sends neither key nor token. */
function headersOf(who: Who): Record<string, string> {
  const { publishableKey, secretKey } = inject('stack');
  if (who === 'nobody') return {};
  if (who === 'service') return { apikey: secretKey };
  if (who === 'anonymous visitor') return { apikey: publishableKey };
  const { token } = who === 'owner' ? owner : stranger;
  return { apikey: publishableKey, authorization: `Bearer ${token}` };
}

const ask = (path: string, who: Who, init: RequestInit = {}) =>
  fetchStorage(path, { ...init, headers: { ...headersOf(who), ...init.headers } });
const post = (path: string, who: Who, body: object) =>
  ask(path, who, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  });
const encode = (text: string) => Buffer.from(text).toString('base64');

/** Each reads or changes the file at `path`, or says who may. */
const routes: Record<string, (path: string, who: Who) => Promise<Response>> = {
  download: (path, who) => ask(`/object/${bucket}/${path}`, who),
  'download, authenticated': (path, who) => ask(`/object/authenticated/${bucket}/${path}`, who),
  'the head of a download': (path, who) =>
    ask(`/object/${bucket}/${path}`, who, { method: 'HEAD' }),
  render: (path, who) => ask(`/render/image/authenticated/${bucket}/${path}?width=10`, who),
  info: (path, who) => ask(`/object/info/${bucket}/${path}`, who),
  'info, authenticated': (path, who) => ask(`/object/info/authenticated/${bucket}/${path}`, who),
  sign: (path, who) => post(`/object/sign/${bucket}/${path}`, who, { expiresIn: 60 }),
  'sign an image': (path, who) =>
    post(`/object/sign/${bucket}/${path}`, who, { expiresIn: 60, transform: { width: 10 } }),
  copy: (path, who) =>
    post('/object/copy', who, {
      bucketId: bucket,
      sourceKey: path,
      destinationKey: `${who === 'stranger' ? stranger.id : owner.id}/copy-${crypto.randomUUID()}`,
    }),
  move: (path, who) =>
    post('/object/move', who, {
      bucketId: bucket,
      sourceKey: path,
      destinationKey: `${who === 'stranger' ? stranger.id : owner.id}/moved-${crypto.randomUUID()}`,
    }),
  'remove one': (path, who) => ask(`/object/${bucket}/${path}`, who, { method: 'DELETE' }),
  replace: (path, who) => ask(`/object/${bucket}/${path}`, who, { method: 'PUT', body: 'x' }),
  'replace by upsert': (path, who) =>
    ask(`/object/${bucket}/${path}`, who, {
      method: 'POST',
      body: 'x',
      headers: { 'x-upsert': 'true' },
    }),
  'a signed upload over it': (path, who) =>
    ask(`/object/upload/sign/${bucket}/${path}`, who, {
      method: 'POST',
      headers: { 'x-upsert': 'true' },
    }),
  'a resumable upload over it': (path, who) =>
    ask('/upload/resumable', who, {
      method: 'POST',
      headers: {
        'tus-resumable': '1.0.0',
        'upload-length': '1',
        'upload-metadata': `bucketName ${encode(bucket)},objectName ${encode(path)}`,
        'x-upsert': 'true',
      },
    }),
};

const everybody: [Who, Outcome][] = [
  ['owner', 'allowed'],
  ['service', 'allowed'],
  ['stranger', 'refused'],
  ['anonymous visitor', 'refused'],
  ['nobody', 'refused'],
];

describe.each(Object.entries(routes))('%s', (_, route) => {
  it.each(everybody)('%s: %s', async (who, outcome) => {
    const path = await put(`${crypto.randomUUID()}.png`);
    const before = await rowOf(bucket, path);
    const answer = await route(path, who);
    const body = await answer.text();
    expect([answer.ok ? 'allowed' : 'refused', body]).toEqual([outcome, body]);
    if (outcome === 'allowed') return;
    expect(body).not.toContain(picture.toString('latin1').slice(0, 20));
    expect(await rowOf(bucket, path)).toEqual(before);
    const { data, error } = await service.storage.from(bucket).download(path);
    if (error) throw error;
    expect(Buffer.from(await data.arrayBuffer()).equals(picture)).toBe(true);
  });
});

describe('routes that never refuse show nothing to others', () => {
  const counts: [Who, number][] = [
    ['owner', 1],
    ['service', 1],
    ['stranger', 0],
    ['anonymous visitor', 0],
  ];
  it.each(counts)('%s: %i', async (who, count) => {
    const path = await put(`${crypto.randomUUID()}.png`);
    const json = async (answer: Promise<Response>) => (await answer).json() as Promise<unknown>;
    const search = path.split('/').at(-1);
    const list = await json(post(`/object/list/${bucket}`, who, { prefix: owner.id, search }));
    expect(list).toHaveLength(count);
    const page = await json(post(`/object/list-v2/${bucket}`, who, { prefix: path }));
    expect((page as { objects: unknown[] }).objects).toHaveLength(count);
    const folders = await json(post(`/object/list-v2/${bucket}`, who, { with_delimiter: true }));
    expect((folders as { folders: unknown[] }).folders.length > 0).toBe(count > 0);
    const wish = { expiresIn: 60, paths: [path] };
    const signed = (await json(post(`/object/sign/${bucket}`, who, wish))) as object[];
    expect(signed.filter((each) => 'signedURL' in each && each.signedURL)).toHaveLength(count);
    const removal = { method: 'DELETE', body: JSON.stringify({ prefixes: [path] }) };
    const removed = (await json(ask(`/object/${bucket}`, who, removal))) as unknown[];
    expect(removed).toHaveLength(count);
    const rows = await sql`select from storage.objects where name = ${path}`;
    expect(rows).toHaveLength(1 - count);
  });

  it('nobody may not even ask', async () => {
    for (const path of [
      `/object/list/${bucket}`,
      `/object/list-v2/${bucket}`,
      `/object/sign/${bucket}`,
    ])
      expect((await post(path, 'nobody', { prefix: '' })).status).toBe(400);
    expect((await ask(`/object/${bucket}`, 'nobody', { method: 'DELETE' })).status).toBe(400);
  });
});

describe('the public routes of a private bucket are closed to all', () => {
  const open = ['/object/public', '/object/info/public', '/render/image/public'];
  it.each(everybody)('%s', async (who) => {
    const path = await put('witnessed.png');
    for (const route of open) {
      const answer = await ask(`${route}/${bucket}/${path}`, who);
      expect(await answer.json()).toMatchObject({ statusCode: '404', code: 'NoSuchBucket' });
    }
  });
});

it('a stranger takes no file out by way of a bucket of their own', async () => {
  const [path, theirs] = [await put('taken.png'), await createBucket()];
  for (const verb of ['copy', 'move']) {
    const answer = await post(`/object/${verb}`, 'stranger', {
      bucketId: bucket,
      sourceKey: path,
      destinationBucket: theirs,
      destinationKey: `${stranger.id}/taken.png`,
    });
    expect(await answer.json()).toMatchObject({ statusCode: '404', code: 'NoSuchKey' });
  }
  expect(await sql`select from storage.objects where bucket_id = ${theirs}`).toEqual([]);
});

it('the owner puts no file into a stranger’s folder', async () => {
  const path = await put('given.png');
  const files = owner.client.storage.from(bucket);
  const there = `${stranger.id}/given.png`;
  for (const { error } of [await files.copy(path, there), await files.move(path, there)])
    expect(error).toMatchObject({ statusCode: '403', code: 'AccessDenied' });
  expect(await sql`select from storage.objects where name = ${there}`).toEqual([]);
});

it('a token that has run out, or of another secret, is nobody’s', async () => {
  const path = await put('guarded.png');
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const forge = (secret: string, exp: number) => {
    const text = `${part({ alg: 'HS256' })}.${part({ role: 'service_role', exp })}`;
    return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
  };
  const { jwtSecret } = inject('stack');
  const none = `${part({ alg: 'none' })}.${part({ role: 'service_role' })}.`;
  for (const token of [forge(jwtSecret, 1), forge('x'.repeat(40), 9e9), none]) {
    const headers = { authorization: `Bearer ${token}` };
    const read = await fetchStorage(`/object/${bucket}/${path}`, { headers });
    expect(await read.json()).toMatchObject({ code: 'NoSuchBucket' });
    const strict = await fetchStorage(`/object/authenticated/${bucket}/${path}`, { headers });
    expect(await strict.json()).toMatchObject({ statusCode: '403', code: 'AccessDenied' });
  }
});

it('the client of an anonymous visitor gets nothing', async () => {
  const files = anonymousClient().storage.from(bucket);
  expect((await files.download(pathOf('witness.png'))).error).toMatchObject({ code: 'NoSuchKey' });
  expect((await files.exists(pathOf('witness.png'))).data).toBe(false);
});
