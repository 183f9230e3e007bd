// participants: several people in one conversation: what each role may do, and who pays.
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createCharacter } from '../support/chat.ts';
import { invite, join, refusal, speak } from '../support/circle.ts';
import { anonymousClient, createPerson, type Person } from '../support/person.ts';
import { sql, sqlOne } from '../support/sql.ts';
import { anew, asService, shown, type Talk, talk } from '../support/talk.ts';
import { begin, end, refusalOf } from '../support/turn.ts';

let character: { slug: string };
let ada: Person;
let ben: Person;
let rea: Person;
let stranger: Person;
let theirs: Talk;

beforeAll(async () => {
  character = await createCharacter();
  [ada, ben, rea, stranger] = (await Promise.all(
    ['Ada', 'Ben', 'Rea', 'Stranger'].map(async (name) => {
      const person = await createPerson({ credits: 1000 });
      await person.client
        .from('profiles')
        .update({ display_name: name })
        .eq('id', person.id)
        .throwOnError();
      return person;
    }),
  )) as [Person, Person, Person, Person];
});

beforeEach(async () => {
  theirs = await talk(ada, character.slug, ['Hello', 'Hi']);
  await join(ada, theirs.conversation, ben);
  await join(ada, theirs.conversation, rea, 'reader');
});

async function creditsOf({ client }: Person): Promise<number> {
  const { data } = await client.from('my_credits').select('available_credits').single();
  return data?.available_credits ?? Number.NaN;
}

const readAs = async (person: Person) => shown({ ...theirs, owner: person });

describe('who takes part', () => {
  it('reads what was said; a stranger does not', async () => {
    for (const person of [ada, ben, rea]) expect(await readAs(person)).toEqual(['Hello', 'Hi']);
    expect(await readAs(stranger)).toEqual([]);
  });

  it('finds it in the own list, with the own role, pins, and number of unread', async () => {
    const list = (person: Person) =>
      person.client
        .from('my_conversations')
        .select('role, is_pinned, is_shared, unread_messages')
        .eq('id', theirs.conversation)
        .throwOnError();
    await ben.client
      .from('participants')
      .update({ pinned_at: 'now' })
      .eq('conversation_id', theirs.conversation)
      .throwOnError();
    await rea.client.rpc('mark_read', { p_conversation_id: theirs.conversation }).throwOnError();
    const shared = { is_pinned: false, is_shared: true, unread_messages: 1 };
    expect((await list(ada)).data).toEqual([{ ...shared, role: 'owner' }]);
    expect((await list(ben)).data).toEqual([{ ...shared, role: 'member', is_pinned: true }]);
    expect((await list(rea)).data).toEqual([{ ...shared, role: 'reader', unread_messages: 0 }]);
    expect((await list(stranger)).data).toEqual([]);
  });

  it('finds its words, and exports it', async () => {
    await end(asService, await speak(ben, theirs.conversation, 'Periwinkle'), { text: 'Blue' });
    for (const person of [ada, ben, rea]) {
      const found = await person.client.rpc('search_messages', { p_query: 'periwinkle' });
      expect(
        found.data?.filter((each) => each.conversation_id === theirs.conversation),
      ).toHaveLength(1);
      const { data } = await person.client.rpc('export_conversation', {
        p_id: theirs.conversation,
      });
      expect(data).toMatchObject({ id: theirs.conversation });
    }
    const { data } = await stranger.client.rpc('search_messages', { p_query: 'periwinkle' });
    expect(data).toEqual([]);
  });
});

describe('a turn of a member', () => {
  it('is charged to the member, who alone reads its receipt', async () => {
    const before = [await creditsOf(ada), await creditsOf(ben)];
    const turn = await speak(ben, theirs.conversation, 'And me?');
    const receipt = await end(asService, turn, { text: 'You too' });
    expect(receipt.charged_credits).toBeGreaterThan(0);
    expect([await creditsOf(ada), await creditsOf(ben)]).toEqual([
      before[0],
      (before[1] ?? 0) - receipt.charged_credits,
    ]);
    const receipts = async ({ client }: Person) =>
      (await client.from('turns').select('id').eq('id', turn.turn_id).throwOnError()).data.length;
    expect([await receipts(ada), await receipts(ben)]).toEqual([0, 1]);
    expect(await readAs(ada)).toEqual(['Hello', 'Hi', 'And me?', 'You too']);
  });

  it('has its author, and tells the model who speaks', async () => {
    const turn = await speak(ben, theirs.conversation, 'And me?');
    expect(turn.messages.map(({ content }) => content)).toEqual([
      'Ada: Hello',
      'Hi',
      'Ben: And me?',
    ]);
    expect(turn.system_prompt).toContain('Several people take part.');
    const { data } = await ada.client
      .from('messages')
      .select('author_id')
      .eq('conversation_id', theirs.conversation)
      .order('ordinal')
      .throwOnError();
    expect(data.map(({ author_id }) => author_id)).toEqual([ada.id, null, ben.id, null]);
  });

  it('tells no name where one person talks alone', async () => {
    const alone = await talk(ada, character.slug, ['Hello', 'Hi']);
    const turn = await begin(asService, { user: ada.id, chat: alone.chat, text: 'Well?' });
    expect(turn.messages.map(({ content }) => content)).toEqual(['Hello', 'Hi', 'Well?']);
    expect(turn.system_prompt).not.toContain('Several people');
  });

  it('is refused while the answer to somebody else streams, and costs nothing then', async () => {
    const turn = await speak(ada, theirs.conversation, 'First');
    const before = await creditsOf(ben);
    const refused = await refusalOf(speak(ben, theirs.conversation, 'Second'));
    expect(refused).toMatchObject({ code: 'PT409', message: 'answer_streams' });
    expect(await creditsOf(ben)).toBe(before);
    await end(asService, turn);
    await speak(ben, theirs.conversation, 'Second');
  });

  it('is stopped by nobody else', async () => {
    const turn = await speak(ben, theirs.conversation, 'A long one');
    const stop = ({ client }: Person) => client.rpc('stop_turn', { p_turn_id: turn.turn_id });
    expect(await refusal(stop(ada))).toBe('turn_not_found');
    expect((await stop(ben)).data).toBe('streaming');
  });

  it('is estimated where the member takes part', async () => {
    const { data } = await ben.client.rpc('estimate_turn', {
      p_character: character.slug,
      p_chat_id: theirs.conversation,
    });
    expect(data).toMatchObject({ available_credits: await creditsOf(ben) });
  });
});

describe('a message', () => {
  it('is edited by its author only', async () => {
    const edit = (owner: Person) =>
      anew('begin_edit', { owner, chat: theirs.conversation }, theirs.ids.Hello, 'Good day');
    expect(await refusalOf(edit(ben))).toMatchObject({
      code: 'PT403',
      message: 'not_your_message',
    });
    await edit(ada);
  });

  it('is answered anew for who asks, and charged to them', async () => {
    const turn = await anew(
      'begin_regeneration',
      { owner: ben, chat: theirs.conversation },
      theirs.ids.Hi,
    );
    const { user_id } = await sqlOne<{ user_id: string }>`
      select user_id from public.turns where id = ${turn.turn_id}`;
    expect(user_id).toBe(ben.id);
    const owners = anew('begin_regeneration', { owner: ada, chat: theirs.chat }, theirs.ids.Hi);
    expect(await refusalOf(owners)).toMatchObject({ message: 'answer_streams' });
    await end(asService, turn, { text: 'Hi Ben' });
    expect(await readAs(ada)).toEqual(['Hello', 'Hi Ben']);
    // The same wish of somebody else is no repeat: it would show the receipt of another.
    const again = await anew(
      'begin_regeneration',
      { owner: ada, chat: theirs.chat },
      theirs.ids.Hi,
    );
    expect(again.turn_id).not.toBe(turn.turn_id);
  });

  it('is deleted by who said or paid it, and by the owner', async () => {
    await end(asService, await speak(ben, theirs.conversation, 'Mine'), { text: 'Yours' });
    const rows = await sql<{ id: string; content: string }>`
      select id, content from public.messages where conversation_id = ${theirs.conversation}`;
    const idOf = (text: string) => rows.find(({ content }) => content === text)?.id ?? '';
    const remove = ({ client }: Person, text: string) =>
      client.rpc('delete_message', { p_id: idOf(text) });
    expect(await refusal(remove(ben, 'Hello'))).toBe('not_your_message');
    expect(await refusal(remove(ben, 'Hi'))).toBe('not_your_message');
    expect(await refusal(remove(rea, 'Mine'))).toBe('role_required');
    expect(await refusal(remove(stranger, 'Mine'))).toBe('message_not_found');
    for (const [person, text] of [
      [ben, 'Yours'],
      [ada, 'Mine'],
      [ada, 'Hi'],
    ] as const)
      expect((await remove(person, text)).error).toBeNull();
    expect(await readAs(rea)).toEqual(['Hello']);
  });

  it('is rated by members, each for themselves', async () => {
    const rate = ({ client }: Person, p_stars: number) =>
      client.rpc('rate_message', { p_id: theirs.ids.Hi ?? '', p_stars });
    for (const person of [ada, ben]) expect((await rate(person, 4)).error).toBeNull();
    expect(await refusal(rate(rea, 1))).toBe('role_required');
    const { data } = await ben.client.from('message_ratings').select('user_id').throwOnError();
    expect(data).toEqual([{ user_id: ben.id }]);
  });
});

describe('a role', () => {
  it('decides each verb', async () => {
    const p_id = theirs.conversation;
    const of = { p_conversation_id: p_id, p_user_id: ben.id };
    const owners = ({ client }: Person) => [
      client.rpc('delete_conversation', { p_id }),
      client.rpc('restore_conversation', { p_id }),
      client.rpc('share_conversation', { p_id }),
      client.rpc('revoke_share', { p_id }),
      client.rpc('invite', { p_conversation_id: p_id }),
      client.rpc('remove_participant', of),
      client.rpc('change_role', { ...of, p_role: 'reader' }),
      client.rpc('hand_over_conversation', { p_id, p_user_id: ben.id }),
    ];
    for (const call of owners(ben)) expect(await refusal(call)).toBe('role_required');
    for (const call of owners(rea)) expect(await refusal(call)).toBe('role_required');
    for (const call of owners(stranger)) expect(await refusal(call)).toBe('conversation_not_found');
    for (const person of [ben, rea, stranger]) {
      const { data } = await person.client
        .from('conversations')
        .update({ title: 'Mine' })
        .eq('id', p_id)
        .select('id');
      expect(data).toEqual([]);
    }
    const asked = await refusalOf(speak(rea, p_id, 'May I?'));
    expect(asked).toMatchObject({ code: 'PT403', message: 'role_required' });
    const branch = (person: Person) =>
      person.client.rpc('select_branch', { p_message_id: theirs.ids.Hello ?? '' });
    expect(await refusal(branch(rea))).toBe('role_required');
    expect((await branch(ben)).error).toBeNull();
  });

  it('changes: a member who becomes a reader sends no more, and back', async () => {
    const of = { p_conversation_id: theirs.conversation, p_user_id: ben.id };
    await ada.client.rpc('change_role', { ...of, p_role: 'reader' }).throwOnError();
    const refused = await refusalOf(speak(ben, theirs.conversation, 'Still me?'));
    expect(refused).toMatchObject({ message: 'role_required' });
    await ada.client.rpc('change_role', { ...of, p_role: 'member' }).throwOnError();
    await speak(ben, theirs.conversation, 'Me again');
  });
});

it('an anonymous caller reads nobody who takes part', async () => {
  const code = await invite(ada, theirs.conversation);
  expect(code).toMatch(/^[\w-]{43}$/);
  const { error } = await anonymousClient().from('participants').select();
  expect(error?.code).toBe('42501');
});
