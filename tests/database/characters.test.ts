// characters: the cards that everyone reads, the prompts that nobody does, and the first ten.
import { beforeAll, describe, expect, it } from 'vitest';
import { FIRST_CHARACTER } from '../../scripts/demo-accounts.ts';
import { createCharacter } from '../support/chat.ts';
import {
  anonymousClient,
  type Client,
  createPerson,
  type Person,
  serviceClient,
} from '../support/person.ts';
import { sql } from '../support/sql.ts';

let person: Person;
let admin: Person;

beforeAll(async () => {
  [person, admin] = await Promise.all([createPerson(), createPerson({ isAdmin: true })]);
});

describe('the first ten', () => {
  /** Those of the migrations; other test files make characters of the categories test…. */
  const firstTen = () =>
    anonymousClient().from('characters').select().not('category', 'like', 'test%').order('slug');

  it('are published, and a visitor reads their cards', async () => {
    const { data, error } = await firstTen();
    expect(error).toBeNull();
    expect(data).toHaveLength(10);
    expect(data?.map(({ slug }) => slug)).toContain(FIRST_CHARACTER);
    for (const card of data ?? []) {
      expect(card.status, card.slug).toBe('published');
      expect(card.tags.length, card.slug).toBeGreaterThan(2);
      expect(card.credit_price, card.slug).toBeGreaterThan(0);
    }
  });

  it('are specialists: each with a prompt, a greeting and a tagline of its own', async () => {
    const prompts = await sql<{ slug: string; prompt: string; greeting: string; tagline: string }>`
      select slug, system_prompt as prompt, greeting, tagline from public.characters
      join private.character_prompt on character_id = id where category not like 'test%'`;
    expect(prompts).toHaveLength(10);
    for (const { slug, prompt } of prompts) expect(prompt.length, slug).toBeGreaterThan(800);
    for (const part of ['prompt', 'greeting', 'tagline'] as const)
      expect(new Set(prompts.map((row) => row[part])).size, part).toBe(10);
  });

  it('are for everyone, but for some that are for premium members', async () => {
    const { data } = await firstTen();
    const premium = data?.filter((card) => card.is_premium) ?? [];
    expect(premium.length).toBeGreaterThan(0);
    expect(premium.length).toBeLessThan(5);
    expect(data?.find(({ slug }) => slug === FIRST_CHARACTER)?.is_premium).toBe(false);
  });
});

describe('prompts', () => {
  it('are in no card, whoever reads it', async () => {
    const { slug } = await createCharacter();
    for (const client of [anonymousClient(), person.client, admin.client, serviceClient()]) {
      const { data } = await client.from('characters').select().eq('slug', slug).single();
      expect(data?.slug).toBe(slug);
      expect(JSON.stringify(data)).not.toContain('You are Testa');
    }
  });

  it('cannot be embedded or asked for by another way', async () => {
    for (const client of [anonymousClient(), person.client, admin.client, serviceClient()]) {
      const embedded = await client.from('characters').select('slug, character_prompt(*)' as '*');
      expect([embedded.data, embedded.error?.code]).toEqual([null, 'PGRST200']);
      const direct = await client.from('character_prompt' as 'characters').select();
      expect([direct.data, direct.status]).toEqual([null, 404]);
      const other = await client
        .schema('private' as 'public')
        .from('characters')
        .select();
      expect([other.data, other.error?.code]).toEqual([null, 'PGRST106']);
    }
  });
});

describe.each(['draft', 'archived'])('a character that is %s', (status) => {
  let slug: string;
  const find = (client: Client) => client.from('characters').select('slug').eq('slug', slug);

  beforeAll(async () => {
    ({ slug } = await createCharacter({ status }));
  });

  it('is not there for visitors and people', async () => {
    expect((await find(anonymousClient())).data).toEqual([]);
    expect((await find(person.client)).data).toEqual([]);
  });

  it('is there for admins and the service', async () => {
    expect((await find(admin.client)).data).toEqual([{ slug }]);
    expect((await find(serviceClient())).data).toEqual([{ slug }]);
  });

  it('is there for visitors once it is published', async () => {
    const { error } = await serviceClient()
      .from('characters')
      .update({ status: 'published' })
      .eq('slug', slug);
    expect(error).toBeNull();
    expect((await find(anonymousClient())).data).toEqual([{ slug }]);
  });
});

describe('changing a card', () => {
  it.each<[string, () => Client, number]>([
    ['a visitor', anonymousClient, 401],
    ['a person', () => person.client, 403],
    ['an admin, without the service,', () => admin.client, 403],
  ])('%s cannot', async (_, client, refusal) => {
    const { id } = await createCharacter({ price: 2 });
    const table = client().from('characters');
    const answers = [
      await table.update({ credit_price: 0 }).eq('id', id),
      await table.delete().eq('id', id),
      await table.insert({ ...CARD, slug: `test-${crypto.randomUUID()}` }),
    ];
    expect(answers.map(({ status, error }) => [status, error?.code])).toEqual(
      Array(3).fill([refusal, '42501']),
    );
    expect(await sql`select credit_price from public.characters where id = ${id}`).toEqual([
      { credit_price: 2 },
    ]);
  });

  it('the service makes, edits and removes one', async () => {
    const slug = `test-${crypto.randomUUID()}`;
    const table = serviceClient().from('characters');
    const made = await table
      .insert({ ...CARD, slug })
      .select()
      .single();
    expect(made.data).toMatchObject({ slug, status: 'draft', credit_price: 1, is_premium: false });
    const edited = await table.update({ name: 'Other' }).eq('slug', slug).select().single();
    expect(edited.data?.name).toBe('Other');
    expect(edited.data?.updated_at).not.toBe(made.data?.updated_at);
    const removed = await table.delete({ count: 'exact' }).eq('slug', slug);
    expect(removed.count).toBe(1);
  });

  it.each([
    ['characters_slug_check', { slug: 'Not a slug' }],
    ['characters_name_check', { name: '' }],
    ['characters_credit_price_check', { credit_price: -1 }],
    ['characters_temperature_check', { temperature: 2.1 }],
    ['characters_status_check', { status: 'public' }],
    ['characters_tags_check', { tags: Array<string>(21).fill('tag') }],
  ])('%s keeps nonsense out', async (constraint, change) => {
    const card = { ...CARD, slug: `test-${crypto.randomUUID()}`, ...change };
    const { error } = await serviceClient().from('characters').insert(card);
    expect(error?.message).toContain(constraint);
  });
});

const CARD = {
  name: 'Testa',
  tagline: 'Is tested.',
  greeting: 'Hello.',
  category: 'test',
  model: 'gpt-4.1-mini',
};
