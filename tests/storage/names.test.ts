// names: which names objects may have, and that none is a path on anybody's disk.
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { createBucket, fetchStorage, told } from '../support/bucket.ts';
import { serviceClient } from '../support/person.ts';
import { sql } from '../support/sql.ts';

const service = serviceClient().storage;
const authorization = `Bearer ${inject('stack').serviceRoleKey}`;
let bucket: string;

beforeAll(async () => {
  bucket = await createBucket();
});

describe.each([
  ["all that S3 calls safe: !-_.*'()"],
  ['and what it calls special: &$@=;:+,'],
  ['../../../../etc/passwd'],
  ['a/../../b'],
  ['./a'],
  ['/etc/passwd'],
  ['a//b'],
  ['C:/con'],
  ['.emptyFolderPlaceholder'],
  ['x'.repeat(900)],
])('%s', (name) => {
  it('is a name like others, to the letter', async () => {
    const body = name.endsWith('Placeholder') ? '' : name;
    // Encoded slashes: a URL parser would climb over the others.
    const url = `/object/${bucket}/${encodeURIComponent(name)}`;
    const headers = { authorization };
    const sent = await fetchStorage(url, { method: 'POST', body, headers });
    expect(await sent.json()).toEqual({ Id: expect.any(String), Key: `${bucket}/${name}` });
    expect(await (await fetchStorage(url, { headers })).text()).toBe(body);
    const rows = await sql`select from storage.objects
      where bucket_id = ${bucket} and name = ${name}`;
    expect(rows).toHaveLength(1);
    const removed = await service.from(bucket).remove([name]);
    expect(removed.data).toHaveLength(1);
  });
});

describe('refused, by upload, move and copy', () => {
  it.each([
    ['ä'],
    ['日本語'],
    ['🙂'],
    ['a\nb'],
    ['a\0b'],
    ['a\\b'],
    ['a%b'],
    ['a#b'],
    ['a[b]'],
    ['a~b'],
    ['a"b'],
    ['a<b>'],
    ['a|b'],
    ['a`b'],
    ['a{b}'],
    ['a^b'],
  ])('%j', async (name) => {
    const files = service.from(bucket);
    await files.upload('source', 'x', { upsert: true });
    const answer = await fetchStorage(`/object/${bucket}/${encodeURIComponent(name)}`, {
      method: 'POST',
      body: 'x',
      headers: { authorization },
    });
    expect(await answer.json()).toEqual({
      statusCode: '400',
      error: 'InvalidKey',
      message: `Invalid key: ${name}`,
      code: 'InvalidKey',
    });
    for (const { error } of [await files.move('source', name), await files.copy('source', name)])
      expect(told(error)).toEqual({ status: 400, statusCode: '400', code: 'InvalidKey' });
  });

  it('what is not properly encoded', async () => {
    for (const name of ['%', '%E4', '%zz', 'a%00b']) {
      const answer = await fetchStorage(`/object/${bucket}/${name}`, {
        method: 'POST',
        body: 'x',
        headers: { authorization },
      });
      expect(await answer.json()).toMatchObject({ code: 'InvalidKey' });
    }
  });
});

it('reading under such a name says so, listing and removing find nothing', async () => {
  const files = service.from(bucket);
  for (const { error } of [await files.download('ä'), await files.info('a\0b')])
    expect(told(error)).toMatchObject({ code: 'InvalidKey' });
  expect((await files.remove(['ä', '../x'])).data).toEqual([]);
  expect((await files.list('ä')).data).toEqual([]);
  for (const { error } of [await files.remove(['a\0b']), await files.list('a\0b')])
    expect(told(error)).toMatchObject({ statusCode: '400', code: 'InvalidRequest' });
  expect(told((await service.from('a\0b').upload('x', 'x')).error)).toMatchObject({
    code: 'InvalidRequest',
  });
});
