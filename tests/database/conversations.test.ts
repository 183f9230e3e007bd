// conversations: what a person does with own conversations, and nobody with those of others.
import { beforeAll, describe, expect, it } from 'vitest';
import { createCharacter } from '../support/chat.ts';
import { converse, suspend } from '../support/conversation.ts';
import { anonymousClient, createPerson, type Person, serviceClient } from '../support/person.ts';
import { sql, sqlOne } from '../support/sql.ts';

let owner: Person;
let stranger: Person;
let suspended: Person;
let character: { id: string; slug: string };
/** Of the suspended person, and of the witness, whose conversation nobody may change. */
let suspendedId: string;
let witnessId: string;

beforeAll(async () => {
  character = await createCharacter();
  const [a, b, c, witness] = await Promise.all([1, 2, 3, 4].map(() => createPerson()));
  if (!a || !b || !c || !witness) throw new Error('Four people signed up.');
  [owner, stranger, suspended] = [a, b, c];
  suspendedId = (await converse(suspended, character.slug)).id;
  witnessId = (await converse(witness, character.slug, ['Hello'], 'Mine')).id;
  await suspend(suspended);
});

const rowOf = (id: string) => sqlOne`select * from public.conversations where id = ${id}`;

describe('a conversation', () => {
  it('is made with a character by slug or id, with and without a title', async () => {
    const { client } = owner;
    const bySlug = await client.rpc('create_conversation', { p_character: character.slug });
    expect(bySlug.data).toMatchObject({ user_id: owner.id, title: null, deleted_at: null });
    const byId = await client.rpc('create_conversation', {
      p_character: character.id,
      p_title: 'Plans',
    });
    expect(byId.data).toMatchObject({ character_id: character.id, title: 'Plans' });
  });

  it('is made once by one client id, also by two devices at once', async () => {
    const p_client_id = crypto.randomUUID();
    const made = await Promise.all(
      ['One', 'Two', 'Three', 'Four'].map((p_title) =>
        owner.client.rpc('create_conversation', {
          p_character: character.slug,
          p_client_id,
          p_title,
        }),
      ),
    );
    expect(made.map(({ error }) => error)).toEqual([null, null, null, null]);
    const [first] = made;
    expect(new Set(made.map(({ data }) => data?.id)).size).toBe(1);
    expect(new Set(made.map(({ data }) => data?.title)).size).toBe(1);
    expect(first?.data?.client_id).toBe(p_client_id);
  });

  it('keeps its character when the client id is used for another', async () => {
    const p_client_id = crypto.randomUUID();
    await owner.client.rpc('create_conversation', { p_character: character.slug, p_client_id });
    const other = await createCharacter();
    const { error } = await owner.client.rpc('create_conversation', {
      p_character: other.slug,
      p_client_id,
    });
    expect(error).toMatchObject({ code: 'PT409', message: 'character_mismatch' });
  });

  it.each(['draft', 'archived'])('is not made with a character that is %s', async (status) => {
    const { slug } = await createCharacter({ status });
    const { error } = await owner.client.rpc('create_conversation', { p_character: slug });
    expect(error).toMatchObject({ code: 'PT404', message: 'character_not_found' });
  });

  it.each([
    ['the service', () => serviceClient(), '42501'],
    ['a visitor', () => anonymousClient(), '42501'],
    ['a suspended person', () => suspended.client, 'PT403'],
  ])('is not made by %s', async (_, clientOf, code) => {
    const made = await clientOf().rpc('create_conversation', { p_character: character.slug });
    expect(made.error).toMatchObject({ code });
  });
});

describe('its owner', () => {
  it.each([
    { title: 'A better name' },
    { title: null },
    { pinned_at: 'now' },
    { pinned_at: null },
    { archived_at: 'now' },
    { archived_at: null },
  ])('changes it: %j', async (change) => {
    const { id } = await converse(owner, character.slug, [], 'Old');
    const { data, error } = await owner.client
      .from('conversations')
      .update(change)
      .eq('id', id)
      .select()
      .single();
    expect(error).toBeNull();
    for (const [column, value] of Object.entries(change)) {
      expect(data).toHaveProperty(column, value === 'now' ? expect.any(String) : value);
    }
  });

  it.each([
    [{ title: '' }, 'conversations_title_check'],
    [{ title: ' \n ' }, 'conversations_title_check'],
    [{ title: 'x'.repeat(201) }, 'conversations_title_check'],
    [{ pinned_at: 'infinity' }, 'conversations_pinned_at_check'],
    [{ archived_at: '-infinity' }, 'conversations_archived_at_check'],
  ])('does not change it to nonsense: %j', async (change, constraint) => {
    const { id } = await converse(owner, character.slug);
    const { error } = await owner.client.from('conversations').update(change).eq('id', id);
    expect(error).toMatchObject({ code: '23514', message: expect.stringContaining(constraint) });
  });

  it.each([
    { user_id: crypto.randomUUID() },
    { character_id: crypto.randomUUID() },
    { deleted_at: null },
    { last_message_at: 'now' },
    { client_id: 'other' },
  ])('does not change what is not for clients: %j', async (change) => {
    const { id } = await converse(owner, character.slug);
    const { error } = await owner.client.from('conversations').update(change).eq('id', id);
    expect(error).toMatchObject({ code: '42501' });
  });

  it('deletes and restores it, each as often as asked', async () => {
    const { id } = await converse(owner, character.slug);
    const first = await owner.client.rpc('delete_conversation', { p_id: id });
    const second = await owner.client.rpc('delete_conversation', { p_id: id });
    expect(first.data).toEqual(expect.any(String));
    expect(second.data).toBe(first.data);
    for (const _ of ['once', 'again']) {
      const { data } = await owner.client.rpc('restore_conversation', { p_id: id });
      expect(data).toMatchObject({ id, deleted_at: null });
    }
  });

  it('deletes it on two devices at once', async () => {
    const { id } = await converse(owner, character.slug);
    const deleted = await Promise.all(
      [1, 2, 3].map(() => owner.client.rpc('delete_conversation', { p_id: id })),
    );
    expect(new Set(deleted.map(({ data }) => data)).size).toBe(1);
    expect(deleted[0]?.data).toEqual(expect.any(String));
  });

  it('finds it by deleted_at while it is deleted, and does not rename it there', async () => {
    const { id } = await converse(owner, character.slug, [], 'Gone');
    await owner.client.rpc('delete_conversation', { p_id: id });
    const { data } = await owner.client
      .from('conversations')
      .select('id')
      .not('deleted_at', 'is', null)
      .eq('id', id);
    expect(data).toEqual([{ id }]);
    const renamed = await owner.client
      .from('conversations')
      .update({ title: 'Back' })
      .eq('id', id)
      .select();
    expect(renamed.data).toEqual([]);
    expect(await rowOf(id)).toMatchObject({ title: 'Gone' });
  });
});

describe('nobody else', () => {
  const actions = ['delete_conversation', 'restore_conversation', 'revoke_share'] as const;
  const deeds = [...actions, 'share_conversation'] as const;

  it.each(deeds)('may %s: a stranger is told that it is not there', async (name) => {
    const before = await rowOf(witnessId);
    const { error } = await stranger.client.rpc(name, { p_id: witnessId });
    expect(error).toMatchObject({ code: 'PT404', message: 'conversation_not_found' });
    const unknown = await stranger.client.rpc(name, { p_id: crypto.randomUUID() });
    expect(unknown.error).toEqual(error);
    expect(await rowOf(witnessId)).toEqual(before);
  });

  it.each(deeds)('may %s: a suspended person not even for own ones', async (name) => {
    const { error } = await suspended.client.rpc(name, { p_id: suspendedId });
    expect(error).toMatchObject({ code: 'PT403', message: 'account_suspended' });
  });

  it.each(deeds)('may %s: a visitor has no right to call it', async (name) => {
    const { error } = await anonymousClient().rpc(name, { p_id: witnessId });
    expect(error).toMatchObject({ code: '42501' });
  });

  it('renames: strangers and suspended people find nothing, visitors may not', async () => {
    const change = { title: 'Taken', pinned_at: 'now' };
    const rename = (person: Pick<Person, 'client'>, id: string) =>
      person.client.from('conversations').update(change).eq('id', id).select();
    expect((await rename(stranger, witnessId)).data).toEqual([]);
    expect((await rename(suspended, suspendedId)).data).toEqual([]);
    expect((await rename({ client: anonymousClient() }, witnessId)).error?.code).toBe('42501');
    expect(await rowOf(witnessId)).toMatchObject({ title: 'Mine', pinned_at: null });
    expect(await rowOf(suspendedId)).toMatchObject({ title: null, pinned_at: null });
  });

  it('renames while banned', async () => {
    const banned = await createPerson();
    const { id } = await converse(banned, character.slug);
    await sql`update auth.users set banned_until = now() + interval '1 hour'
      where id = ${banned.id}`;
    const { data } = await banned.client
      .from('conversations')
      .update({ title: 'Still here' })
      .eq('id', id)
      .select();
    expect(data).toEqual([]);
  });
});
