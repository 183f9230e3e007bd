// lists: what is in a folder, for whom, in which order, page by page.
import { beforeAll, describe, expect, it } from 'vitest';
import { createBucket, told } from '../support/bucket.ts';
import { createPerson, type Person, serviceClient } from '../support/person.ts';

const service = serviceClient().storage;
let person: Person;
let stranger: Person;
let bucket: string;

// In the order in which they are made.
const names = ['pets/cat.png', 'b.txt', 'pets/dog.png', 'a_1.txt', 'pets/wild/wolf.png', 'Z.txt'];

beforeAll(async () => {
  [person, stranger] = await Promise.all([createPerson(), createPerson()]);
  bucket = await createBucket();
  for (const name of names) await service.from(bucket).upload(`${person.id}/${name}`, name);
});

const mine = () => person.client.storage.from(bucket);

describe('list', () => {
  it('has folders and files of one level, with relative names', async () => {
    const { data } = await mine().list(person.id);
    expect(data?.map(({ name }) => name).sort()).toEqual(['Z.txt', 'a_1.txt', 'b.txt', 'pets']);
    const folder = data?.find(({ name }) => name === 'pets');
    expect(folder).toEqual({
      name: 'pets',
      id: null,
      updated_at: null,
      created_at: null,
      last_accessed_at: null,
      metadata: null,
    });
    const file = data?.find(({ name }) => name === 'b.txt');
    expect(file).toMatchObject({
      id: expect.any(String),
      created_at: expect.stringMatching(/Z$/),
      metadata: { size: 5, mimetype: 'text/plain;charset=UTF-8' },
    });
  });

  it('sorts, pages and searches', async () => {
    const list = async (options: object, folder = `${person.id}/pets`) =>
      (await mine().list(folder, options)).data?.map(({ name }) => name);
    expect(await list({})).toEqual(['cat.png', 'dog.png', 'wild']);
    expect(await list({ sortBy: { order: 'desc' } })).toEqual(['wild', 'dog.png', 'cat.png']);
    const newest = { sortBy: { column: 'created_at', order: 'desc' } };
    expect(await list(newest)).toEqual(['wild', 'dog.png', 'cat.png']);
    expect(await list({ limit: 1, offset: 1 })).toEqual(['dog.png']);
    expect(await list({ search: 'do' })).toEqual(['dog.png']);
    expect(await list({ search: 'wo' }, `${person.id}/pets/wild/`)).toEqual(['wolf.png']);
    expect(await list({ search: 'a_1' }, person.id)).toEqual(['a_1.txt']);
    expect(await list({ search: '_1' }, person.id)).toEqual([]);
  });

  it('is empty for a stranger, and for a bucket that is not there', async () => {
    const files = stranger.client.storage;
    expect(await files.from(bucket).list(person.id)).toEqual({ data: [], error: null });
    expect(await files.from(bucket).list()).toEqual({ data: [], error: null });
    expect(await files.from('nowhere').list()).toEqual({ data: [], error: null });
  });

  it('refuses an order by another column', async () => {
    const sortBy = { column: 'owner; drop table x', order: 'asc' };
    const { error } = await mine().list('', { sortBy });
    expect(told(error)).toEqual({ status: 400, statusCode: '400', code: undefined });
  });
});

describe('list-v2', () => {
  const whole = (name: string) => `${person.id}/${name}`;

  it('without a delimiter: every object below the prefix, by whole name', async () => {
    const { data } = await mine().listV2({ prefix: whole('') });
    expect(data?.objects.map(({ name }) => name)).toEqual([...names].sort().map(whole));
    expect(data).toMatchObject({ hasNext: false, folders: [] });
    expect(data?.nextCursor).toBeUndefined();
  });

  it('a prefix may end in mid-name, and its characters are just characters', async () => {
    const { data } = await mine().listV2({ prefix: whole('a_') });
    expect(data?.objects.map(({ name }) => name)).toEqual([whole('a_1.txt')]);
    expect((await mine().listV2({ prefix: whole('_') })).data?.objects).toEqual([]);
  });

  it('with a delimiter: folders apart from objects', async () => {
    const { data } = await mine().listV2({ prefix: whole(''), with_delimiter: true });
    expect(data?.folders).toEqual([{ name: whole('pets/'), key: whole('pets/') }]);
    expect(data?.objects.map(({ name }) => name)).toEqual(['Z.txt', 'a_1.txt', 'b.txt'].map(whole));
  });

  it.each([
    { sortBy: undefined, with_delimiter: false },
    { sortBy: { column: 'name', order: 'desc' }, with_delimiter: true },
    { sortBy: { column: 'created_at', order: 'asc' }, with_delimiter: false },
    { sortBy: { column: 'created_at', order: 'desc' }, with_delimiter: true },
    { sortBy: { column: 'updated_at', order: 'desc' }, with_delimiter: true },
  ] as const)('page by page it is the same as at once: %o', async (options) => {
    const wish = { prefix: whole(''), ...options, sortBy: options.sortBy ?? { column: 'name' } };
    const all = (await mine().listV2(wish as never)).data;
    const wanted = [...(all?.folders ?? []), ...(all?.objects ?? [])].map(({ name }) => name);
    const pages: string[] = [];
    let cursor: string | undefined;
    do {
      const { data } = await mine().listV2({ ...wish, limit: 2, cursor } as never);
      const page = [...(data?.folders ?? []), ...(data?.objects ?? [])].map(({ name }) => name);
      expect(page.length).toBeLessThanOrEqual(2);
      pages.push(...page);
      cursor = data?.nextCursor;
    } while (cursor);
    expect(pages.toSorted()).toEqual(wanted.toSorted());
    expect(new Set(pages).size).toBe(wanted.length);
    if (!options.with_delimiter) expect(pages).toEqual(wanted);
  });

  it('orders by time', async () => {
    const sortBy = { column: 'created_at', order: 'desc' } as const;
    const { data } = await mine().listV2({ prefix: whole(''), sortBy });
    expect(data?.objects.map(({ name }) => name)).toEqual([...names].reverse().map(whole));
  });

  it('is empty for a stranger, and refuses a cursor that is none', async () => {
    const files = stranger.client.storage.from(bucket);
    const { data } = await files.listV2({ with_delimiter: true });
    expect(data).toEqual({ hasNext: false, folders: [], objects: [] });
    const { error } = await files.listV2({ cursor: 'made up' });
    expect(told(error)).toMatchObject({ statusCode: '400', code: 'InvalidRequest' });
  });
});
