// parallel: a hundred uploads of 5 MB at once, and what the server holds of them.
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { freePort } from '../../local/ports.ts';
import { temporaryFolder } from '../local/database-fixture.ts';
import { eTagOf } from '../support/bucket.ts';
import { type HeldStack, holdStack } from './hold-stack.ts';
import { slowBodies } from './slow-body.ts';

const MB = 1024 ** 2;
const COUNT = 100;
const content = new Uint8Array(5 * MB).map((_, index) => index % 253);
let stack: HeldStack;

beforeAll(async () => {
  stack = await holdStack(path.join(await temporaryFolder(), 'data'), await freePort());
  await stack.client.storage.createBucket('large', { public: false });
}, 60_000);
afterAll(() => stack.stop());

it('memory stays flat while a hundred times 4 MB have come and none is whole', async () => {
  const files = stack.client.storage.from('large');
  await files.upload('warm', content);
  const before = await stack.memory();

  const bodies = slowBodies(content, 4 * MB, COUNT);
  const sendRaw = async (name: string) => (await files.upload(name, bodies.make())).error;
  const head = '--x\r\ncontent-disposition: form-data; name=""; filename="blob"\r\n\r\n';
  const sendForm = async (name: string) => {
    const answer = await fetch(`${stack.apiUrl}/storage/v1/object/large/${name}`, {
      method: 'POST',
      body: bodies.make(head, '\r\n--x--\r\n'),
      headers: { apikey: stack.secretKey, 'content-type': 'multipart/form-data; boundary=x' },
      duplex: 'half',
    } as RequestInit);
    return answer.ok ? null : await answer.text();
  };
  const sent = Array.from({ length: COUNT }, (_, index) =>
    (index % 2 ? sendRaw : sendForm)(`upload-${index}`),
  );
  await bodies.atStop;
  const during = await stack.memory();
  // Nobody waits for a connection to the database that an upload holds.
  expect((await files.list()).data?.map(({ name }) => name)).toEqual(['warm']);
  bodies.goOn();

  expect(await Promise.all(sent)).toEqual(sent.map(() => null));
  const growth = Math.round((during - before) / MB);
  // A server that keeps bodies would hold 400 MB more at that moment.
  expect(growth).toBeLessThan(200);
  const { data } = await files.listV2({ prefix: 'upload-' });
  const eTags = new Set(data?.objects.map(({ metadata }) => metadata?.eTag));
  expect([data?.objects.length, [...eTags]]).toEqual([COUNT, [eTagOf(content)]]);
}, 120_000);

it('a large download is not held either', async () => {
  const files = stack.client.storage.from('large');
  await files.upload('huge', new Uint8Array(50 * MB));
  const before = await stack.memory();
  const url = `${stack.apiUrl}/storage/v1/object/authenticated/large/huge`;
  const readers = await Promise.all(
    Array.from({ length: 10 }, async () => {
      const answer = await fetch(url, { headers: { apikey: stack.secretKey } });
      return answer.body?.getReader();
    }),
  );
  for (const reader of readers) await reader?.read();
  expect(Math.round(((await stack.memory()) - before) / MB)).toBeLessThan(150);
  for (const reader of readers) await reader?.cancel();
});
