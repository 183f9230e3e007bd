// conversations-lists: the list and the history page by page, and what is unread.
import { beforeAll, describe, expect, it } from 'vitest';
import { createCharacter } from '../support/chat.ts';
import { converse, say, suspend } from '../support/conversation.ts';
import { anonymousClient, createPerson, type Person, serviceClient } from '../support/person.ts';
import { sql } from '../support/sql.ts';

let stranger: Person;
let witness: Person;
let witnessId: string;
let character: { id: string; slug: string };

beforeAll(async () => {
  character = await createCharacter();
  [stranger, witness] = await Promise.all([createPerson(), createPerson()]);
  witnessId = (await converse(witness, character.slug, ['Hello', 'Hi', 'How are you?'])).id;
});

const unreadOf = async ({ client }: Person, id: string) => {
  const { data } = await client.from('my_conversations').select('unread_messages').eq('id', id);
  return data?.[0]?.unread_messages;
};

/** The next page of those that are not pinned, as the comment of my_conversations says. */
async function pageAfter({ client }: Person, last?: { last_message_at: string; id: string }) {
  let query = client.from('my_conversations').select('id, last_message_at').is('is_pinned', false);
  if (last) {
    const { last_message_at: at, id } = last;
    query = query.lte('last_message_at', at).or(`last_message_at.lt."${at}",id.gt.${id}`);
  }
  const { data, error } = await query
    .order('last_message_at', { ascending: false })
    .order('id')
    .limit(7);
  if (error) throw error;
  return data as { id: string; last_message_at: string }[];
}

describe('the list', () => {
  it('shows who it is with, the beginning of the last message, pinned ones first', async () => {
    const owner = await createPerson();
    const pinned = await converse(owner, character.slug, ['Hello'], 'Kept');
    const long = await converse(owner, character.slug, ['Hello', 'ü'.repeat(500)]);
    await sql`insert into public.messages (conversation_id, role, content, state)
      values (${long.id}, 'assistant', '', 'failed')`;
    const deleted = await converse(owner, character.slug, ['Hello']);
    await owner.client.rpc('delete_conversation', { p_id: deleted.id });
    await owner.client.from('conversations').update({ pinned_at: 'now' }).eq('id', pinned.id);
    await sql`update public.characters set status = 'archived' where id = ${character.id}`;
    const { data } = await owner.client
      .from('my_conversations')
      .select()
      .order('is_pinned', { ascending: false })
      .order('last_message_at', { ascending: false })
      .order('id');
    await sql`update public.characters set status = 'published' where id = ${character.id}`;
    expect(data).toMatchObject([
      { id: pinned.id, is_pinned: true, title: 'Kept', last_message: 'Hello', unread_messages: 0 },
      {
        id: long.id,
        is_pinned: false,
        is_archived: false,
        character_slug: character.slug,
        character_name: 'Testa',
        last_message: 'ü'.repeat(120),
        unread_messages: 1,
      },
    ]);
  });

  it('is paged through 60 conversations without gap or repeat while new ones arrive', async () => {
    const owner = await createPerson();
    // Thirty at one moment: the time alone does not order them.
    await sql`
      insert into public.conversations (user_id, character_id, last_message_at)
      select ${owner.id}, ${character.id}, now() - (greatest(nr, 30) || ' minutes')::interval
      from generate_series(1, 60) as nr`;
    const before = await sql<{ id: string }>`
      select id from public.conversations where user_id = ${owner.id}`;
    const seen: string[] = [];
    let page = await pageAfter(owner);
    while (page.length > 0) {
      seen.push(...page.map(({ id }) => id));
      await converse(owner, character.slug, ['A new one']);
      page = await pageAfter(owner, page.at(-1));
    }
    expect(seen).toHaveLength(60);
    expect(new Set(seen)).toEqual(new Set(before.map(({ id }) => id)));
  });

  it('is empty for a stranger, shut for visitors and the service', async () => {
    for (const name of ['my_conversations', 'my_conversation_stats'] as const) {
      expect((await stranger.client.from(name).select()).data).toEqual([]);
      expect((await anonymousClient().from(name).select()).error?.code).toBe('42501');
      expect((await serviceClient().from(name).select()).error?.code).toBe('42501');
    }
  });
});

it('the history is read newest first, 20 at a time, through 100 messages', async () => {
  const owner = await createPerson();
  const all = Array.from({ length: 100 }, (_, index) => `Message ${index}`);
  const { id } = await converse(owner, character.slug, all);
  const seen: string[] = [];
  let before: number | undefined;
  for (let page = 0; page < 6; page += 1) {
    let query = owner.client.from('messages').select('ordinal, content').eq('conversation_id', id);
    if (before !== undefined) query = query.lt('ordinal', before);
    const { data } = await query.order('ordinal', { ascending: false }).limit(20);
    expect(data).toHaveLength(page < 5 ? 20 : 0);
    seen.push(...(data ?? []).map(({ content }) => content));
    before = data?.at(-1)?.ordinal ?? before;
    await say(id, ['Said meanwhile']);
  }
  expect(seen).toEqual(all.toReversed());
});

describe('what is unread', () => {
  it('is the answers after the last one that was read, up to 100', async () => {
    const owner = await createPerson();
    const { id, ordinals } = await converse(owner, character.slug, ['a', 'b', 'c', 'd']);
    expect(await unreadOf(owner, id)).toBe(2);
    const marked = await owner.client.rpc('mark_read', {
      p_conversation_id: id,
      p_ordinal: ordinals[1] ?? 0,
    });
    expect(marked.data).toBe(ordinals[1]);
    expect(await unreadOf(owner, id)).toBe(1);
    await owner.client.rpc('mark_read', { p_conversation_id: id });
    expect(await unreadOf(owner, id)).toBe(0);
    await say(id, Array<string>(230).fill('More'));
    expect(await unreadOf(owner, id)).toBe(100);
  });

  it('never grows by reading: not backwards, not beyond the end, not by two at once', async () => {
    const owner = await createPerson();
    const { id, ordinals } = await converse(owner, character.slug, ['a', 'b', 'c', 'd', 'e', 'f']);
    const marks = await Promise.all(
      [...ordinals, -5, 2 ** 53].map((p_ordinal) =>
        owner.client.rpc('mark_read', { p_conversation_id: id, p_ordinal }),
      ),
    );
    expect(marks.map(({ error }) => error).filter(Boolean)).toEqual([]);
    const { data } = await owner.client.from('conversation_reads').select('read_ordinal');
    expect(data).toEqual([{ read_ordinal: ordinals.at(-1) }]);
    await say(id, ['g', 'h']);
    expect(await unreadOf(owner, id)).toBe(1);
  });

  it('is zero in a conversation where nothing was said', async () => {
    const owner = await createPerson();
    const { id } = await converse(owner, character.slug);
    expect((await owner.client.rpc('mark_read', { p_conversation_id: id })).data).toBe(0);
    expect(await unreadOf(owner, id)).toBe(0);
  });

  it('is marked by the owner only', async () => {
    const mark = (client: Person['client'], id = witnessId) =>
      client.rpc('mark_read', { p_conversation_id: id });
    expect((await mark(stranger.client)).error).toMatchObject({
      code: 'PT404',
      message: 'conversation_not_found',
    });
    expect((await mark(anonymousClient())).error?.code).toBe('42501');
    const suspended = await createPerson();
    const { id } = await converse(suspended, character.slug, ['a', 'b']);
    await suspend(suspended);
    expect((await mark(suspended.client, id)).error?.code).toBe('PT403');
    expect(await unreadOf(suspended, id)).toBe(1);
    await witness.client.rpc('mark_read', { p_conversation_id: witnessId });
    expect((await stranger.client.from('conversation_reads').select()).data).toEqual([]);
  });
});

it('the statistics count conversations and messages for each character', async () => {
  const owner = await createPerson();
  const other = await createCharacter();
  await converse(owner, character.slug, ['a', 'b']);
  await converse(owner, character.slug, ['a', 'b', 'c']);
  await converse(owner, other.slug);
  const deleted = await converse(owner, other.slug, ['gone']);
  await owner.client.rpc('delete_conversation', { p_id: deleted.id });
  const { data } = await owner.client.from('my_conversation_stats').select().order('messages');
  expect(data).toMatchObject([
    { character_slug: other.slug, conversations: 1, messages: 0 },
    { character_slug: character.slug, character_name: 'Testa', conversations: 2, messages: 5 },
  ]);
});
