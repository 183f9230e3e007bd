// crash: a server killed in mid-upload, and what the next one finds.
import { randomUUID } from 'node:crypto';
import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { freePort } from '../../local/ports.ts';
import { waitUntil } from '../../local/wait-until.ts';
import { temporaryFolder } from '../local/database-fixture.ts';
import { type HeldStack, holdStack } from './hold-stack.ts';
import { slowBodies } from './slow-body.ts';

const MB = 1024 ** 2;
const content = new Uint8Array(3 * MB).map((_, index) => index % 253);
const port = await freePort();
let folder: string;
let stack: HeldStack;

beforeAll(async () => {
  const dataDir = path.join(await temporaryFolder(), 'data');
  folder = path.join(dataDir, 'parley-storage');
  stack = await holdStack(dataDir, port);
  const { storage } = stack.client;
  await storage.createBucket('kept', { public: false });
  await storage.from('kept').upload('whole', content);
  await storage.from('kept').upload('replaced', 'first');
}, 60_000);
afterAll(() => stack.stop());

const filesIn = (name: string) => readdir(path.join(folder, name));
const dataDirOf = () => path.dirname(folder);
const tus = { 'tus-resumable': '1.0.0' };

async function startAgain(): Promise<void> {
  stack = await holdStack(dataDirOf(), port);
}

async function versions(): Promise<string[]> {
  const client = new pg.Client({ connectionString: stack.dbUrl });
  await client.connect();
  const { rows } = await client.query('select version from storage.objects order by version');
  await client.end();
  return rows.map(({ version }) => version);
}

it('killed in mid-upload: what was whole is there, of the halves there is nothing', async () => {
  const files = stack.client.storage.from('kept');
  const bodies = slowBodies(content, 2 * MB, 2);
  const cut = [
    files.upload('half', bodies.make()),
    files.upload('replaced', bodies.make(), { upsert: true }),
  ];
  await bodies.atStop;
  await waitUntil('both drafts', async () => (await filesIn('incoming')).length === 2);
  await stack.kill();
  for (const { error } of await Promise.all(cut)) expect(error?.message).toBe('fetch failed');
  bodies.goOn();
  expect(await filesIn('incoming')).toHaveLength(2);

  await startAgain();
  const again = stack.client.storage.from('kept');
  expect((await again.list()).data?.map(({ name }) => name)).toEqual(['replaced', 'whole']);
  expect((await again.exists('half')).data).toBe(false);
  expect(await (await again.download('replaced')).data?.text()).toBe('first');
  const whole = await (await again.download('whole')).data?.arrayBuffer();
  expect(Buffer.from(whole ?? new ArrayBuffer()).equals(content)).toBe(true);
  expect(await filesIn('incoming')).toEqual([]);
  expect((await filesIn('objects')).sort()).toEqual(await versions());
}, 120_000);

it('files without a row, and pieces nobody can finish, go at the next start', async () => {
  await stack.stop();
  const [orphan, piece, old] = [randomUUID(), randomUUID(), randomUUID()];
  await writeFile(path.join(folder, 'objects', orphan), 'renamed, and then the power went');
  await writeFile(path.join(folder, 'resumable', piece), 'without what it will be');
  await writeFile(path.join(folder, 'resumable', old), 'from last week');
  const creation_date = new Date(Date.now() - 7 * 86_400_000).toISOString();
  const description = JSON.stringify({ id: old, size: 99, offset: 0, creation_date });
  await writeFile(path.join(folder, 'resumable', `${old}.json`), description);
  await startAgain();
  expect((await filesIn('objects')).sort()).toEqual(await versions());
  expect(await filesIn('resumable')).toEqual([]);
}, 120_000);

it('an upload in pieces goes on with the next server', async () => {
  const encode = (text: string) => Buffer.from(text).toString('base64');
  const headers = { ...tus, apikey: stack.secretKey };
  const created = await fetch(`${stack.apiUrl}/storage/v1/upload/resumable`, {
    method: 'POST',
    headers: {
      ...headers,
      'upload-length': String(content.byteLength),
      'upload-metadata': `bucketName ${encode('kept')},objectName ${encode('pieces')}`,
    },
  });
  const url = created.headers.get('location') ?? '';
  const send = (offset: number, bytes: Uint8Array<ArrayBuffer>) =>
    fetch(url, {
      method: 'PATCH',
      headers: {
        ...headers,
        'upload-offset': String(offset),
        'content-type': 'application/offset+octet-stream',
      },
      body: bytes,
    });
  expect((await send(0, content.slice(0, MB))).status).toBe(204);
  await stack.kill();
  await startAgain();
  const head = await fetch(url, { method: 'HEAD', headers });
  expect(head.headers.get('upload-offset')).toBe(String(MB));
  expect((await send(MB, content.slice(MB))).status).toBe(204);
  const { data } = await stack.client.storage.from('kept').download('pieces');
  expect(Buffer.from((await data?.arrayBuffer()) ?? new ArrayBuffer()).equals(content)).toBe(true);
  await waitUntil('its pieces to go', async () => (await filesIn('resumable')).length === 0);
}, 120_000);

it('a caller who leaves in mid-upload leaves nothing, and nobody else notices', async () => {
  const leaving = new AbortController();
  const bodies = slowBodies(content, 2 * MB, 2);
  const cut = ['left', 'replaced'].map((name) =>
    fetch(`${stack.apiUrl}/storage/v1/object/kept/${name}`, {
      method: 'PUT',
      body: bodies.make(),
      headers: { apikey: stack.secretKey },
      duplex: 'half',
      signal: leaving.signal,
    } as RequestInit),
  );
  await bodies.atStop;
  await waitUntil('both drafts', async () => (await filesIn('incoming')).length === 2);
  leaving.abort();
  for (const answer of cut) await expect(answer).rejects.toThrow();
  bodies.goOn();
  await waitUntil('the drafts to go', async () => (await filesIn('incoming')).length === 0);
  const files = stack.client.storage.from('kept');
  expect((await files.exists('left')).data).toBe(false);
  expect(await (await files.download('replaced')).data?.text()).toBe('first');
});

it('what is removed or replaced leaves no file', async () => {
  const files = stack.client.storage.from('kept');
  await files.upload('replaced', 'second', { upsert: true });
  await files.copy('replaced', 'copied');
  await files.remove(['replaced', 'whole']);
  expect((await filesIn('objects')).sort()).toEqual(await versions());
  expect(await (await files.download('copied')).data?.text()).toBe('second');
  await stack.client.storage.emptyBucket('kept');
  expect(await filesIn('objects')).toEqual([]);
});
