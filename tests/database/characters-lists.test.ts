// characters-lists: characters listed, filtered, sorted and searched with the unmodified client,
// and which indexes that reads.
import { beforeAll, describe, expect, it } from 'vitest';
import { CARD, create, createMaker } from '../support/made-character.ts';
import { anonymousClient, createPerson, type Person, serviceClient } from '../support/person.ts';
import { connect, sql } from '../support/sql.ts';

const category = `test-${crypto.randomUUID().slice(0, 8)}`;
const visitor = anonymousClient();
let maker: Person;
let admin: Person;

const CARDS = [
  {
    name: 'Tomasz',
    tagline: 'Bread of rye.',
    tags: ['bread', 'oven'],
    language: 'pl',
    popularity: 3,
  },
  { name: 'Amara', tagline: 'Cakes.', tags: ['cake', 'oven'], language: 'en', popularity: 9 },
  { name: 'Breadwin', tagline: 'Knives.', tags: ['steel'], language: 'en', popularity: 5 },
  { name: 'Draft', tagline: 'Bread too.', tags: ['bread'], status: 'draft', popularity: 8 },
  { name: '小麦', tagline: 'パンを焼く。', tags: ['bread'], language: 'ja', popularity: 1 },
];

beforeAll(async () => {
  [maker, admin] = await Promise.all([createMaker(), createPerson({ isAdmin: true })]);
  for (const card of CARDS) {
    const { error } = await serviceClient()
      .from('characters')
      .insert({
        ...{ ...CARD, status: 'published', slug: `test-${crypto.randomUUID()}` },
        ...card,
        category,
      });
    if (error) throw error;
  }
  await create(maker.client, { name: 'Own bread', category, tags: ['bread'] });
});

type Rows = { data: { name: string }[] | null; error: unknown };

function names({ data, error }: Rows): string[] {
  expect(error).toBeNull();
  return data?.map(({ name }) => name) ?? [];
}

describe('a list', () => {
  it('is sorted by popularity, page by page', async () => {
    const page = (from: number) =>
      visitor
        .from('characters')
        .select('name', { count: 'exact' })
        .eq('status', 'published')
        .eq('category', category)
        .order('popularity', { ascending: false })
        .order('id')
        .range(from, from + 1);
    const [first, second] = [await page(0), await page(2)];
    expect([names(first), names(second)]).toEqual([
      ['Amara', 'Breadwin'],
      ['Tomasz', '小麦'],
    ]);
    expect(first.count).toBe(4);
  });

  it('is filtered by language, tags, traits and price', async () => {
    const list = () => visitor.from('characters').select('name').eq('category', category);
    expect(names(await list().in('language', ['en', 'pl']).order('name'))).toEqual([
      'Amara',
      'Breadwin',
      'Tomasz',
    ]);
    expect(names(await list().contains('tags', ['oven', 'bread']))).toEqual(['Tomasz']);
    expect(names(await list().contains('traits', ['witty']))).toEqual([]);
    expect(names(await list().eq('is_premium', false).lte('credit_price', 0))).toEqual([]);
  });

  it('of own characters shows drafts to their owner and to nobody else', async () => {
    const own = (person: Person) =>
      person.client.from('characters').select('name').eq('owner_id', maker.id);
    expect(names(await own(maker))).toEqual(['Own bread']);
    expect(names(await own(await createPerson()))).toEqual([]);
  });

  it('of what a personality may be offers more than thirty traits to a visitor', async () => {
    const { data } = await visitor.from('personality_sentences').select().eq('aspect', 'trait');
    expect(data?.length).toBeGreaterThan(30);
  });
});

describe('a search', () => {
  const search = (p_query: string, client = visitor) =>
    client.rpc('search_characters', { p_query }).eq('category', category);

  it('finds words of name, tags, category and tagline, the name first', async () => {
    expect(names(await search('breadwin'))).toEqual(['Breadwin']);
    expect(names(await search('BREAD'))).toEqual(['Tomasz', '小麦']);
    expect(names(await search('bread -oven'))).toEqual(['小麦']);
    expect(names(await search('"of rye"'))).toEqual(['Tomasz']);
    expect(names(await search('パン'))).toEqual(['小麦']);
    expect(names(await search('nothing of this kind'))).toEqual([]);
  });

  it('is sorted, filtered and cut as a table is', async () => {
    const { data, error } = await search('oven or steel')
      .select('name, popularity, category')
      .order('popularity', { ascending: false })
      .limit(2);
    expect(error).toBeNull();
    expect(data).toEqual([
      { name: 'Amara', popularity: 9, category },
      { name: 'Breadwin', popularity: 5, category },
    ]);
    expect(names(await search('oven').eq('language', 'pl'))).toEqual(['Tomasz']);
  });

  it('by tags wants all of them, the most popular first', async () => {
    const tagged = (p_tags: string[], p_query?: string) =>
      visitor
        .rpc('search_characters', { p_tags, ...(p_query ? { p_query } : {}) })
        .eq('category', category);
    expect(names(await tagged(['oven']))).toEqual(['Amara', 'Tomasz']);
    expect(names(await tagged(['oven', 'cake']))).toEqual(['Amara']);
    expect(names(await tagged(['oven'], 'rye'))).toEqual(['Tomasz']);
  });

  it('finds own drafts for their owner, and all for admins', async () => {
    expect(names(await search('bread', maker.client)).sort()).toEqual(
      ['Own bread', 'Tomasz', '小麦'].sort(),
    );
    expect(names(await search('bread', admin.client))).toContain('Draft');
  });

  it('follows a card that changes', async () => {
    const slug = `test-${crypto.randomUUID()}`;
    await serviceClient()
      .from('characters')
      .insert({ ...CARD, slug, category, status: 'published' })
      .throwOnError();
    const table = serviceClient().from('characters');
    await table.update({ tagline: 'Violins.' }).eq('slug', slug).throwOnError();
    expect(names(await search('violins'))).toEqual(['Testa']);
    await table.update({ tagline: 'Flutes.' }).eq('slug', slug).throwOnError();
    expect(names(await search('violins'))).toEqual([]);
    await table.delete().eq('slug', slug).throwOnError();
    expect(names(await search('flutes'))).toEqual([]);
  });

  it.each(['', '   ', '!!', '-'])('of %j is refused', async (p_query) => {
    const { error } = await search(p_query);
    expect(error).toMatchObject({ code: 'PT400', message: 'invalid_request' });
  });
});

describe('among 20,000 characters', () => {
  /** The plan of a statement as somebody, without reading any row in vain. */
  async function indexesOf(statement: string): Promise<string[]> {
    const db = await connect();
    try {
      await db.query('begin');
      await db.query(`alter table public.characters disable trigger user;
        insert into public.characters (slug, name, tagline, greeting, category, model, status,
          popularity, published_at, tags)
        select 'many-' || nr, 'Many', 'Many.', 'Hello.', 'many' || nr % 100, 'none', 'published',
          nr, now() - nr * interval '1 minute', array['tag' || nr % 500]
        from generate_series(1, 20000) as nr;
        analyze public.characters;
        set local request.jwt.claims = '{"role": "anon"}'`);
      if (!statement.includes('private.')) await db.query('set local role anon');
      const { rows } = await db.query(`explain (format json) ${statement}`);
      const plan = JSON.stringify(rows[0]['QUERY PLAN']);
      expect(plan).not.toContain('Seq Scan');
      expect(plan).not.toContain('"Sort"');
      return [...plan.matchAll(/"Index Name":"(\w+)"/g)].map(([, name = '']) => name);
    } finally {
      await db.query('rollback');
      db.release();
    }
  }

  it.each([
    [
      'by popularity',
      `where status = 'published' order by popularity desc, id`,
      'characters_popularity_idx',
    ],
    [
      'by popularity in a category',
      `where status = 'published' and category = 'many7' order by popularity desc, id`,
      'characters_category_popularity_idx',
    ],
    [
      'by age',
      `where status = 'published' order by published_at desc, id`,
      'characters_published_at_idx',
    ],
  ])('a page %s reads an index in its order', async (_, rest, index) => {
    expect(await indexesOf(`select * from public.characters ${rest} limit 20`)).toEqual([index]);
  });
});

it('the words of a card are kept once', async () => {
  const [row] = await sql<{ cards: number; searched: number }>`
    select (select count(*)::int from public.characters) as cards,
      (select count(*)::int from private.character_search) as searched`;
  expect(row?.searched).toBe(row?.cards);
});
