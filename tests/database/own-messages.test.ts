// own-messages: deleting, restoring and rating single messages.
import { beforeAll, describe, expect, it } from 'vitest';
import { createCharacter } from '../support/chat.ts';
import { join, speak } from '../support/circle.ts';
import { anonymousClient, createPerson, type Person } from '../support/person.ts';
import { sql, sqlOne } from '../support/sql.ts';
import { anew, asService, idsOf, saidIn, shown, type Talk, talk } from '../support/talk.ts';
import { begin, end, refusalOf } from '../support/turn.ts';

let owner: Person;
let stranger: Person;
let admin: Person;
let character: { slug: string };

beforeAll(async () => {
  [owner, stranger, admin, character] = await Promise.all([
    createPerson({ credits: 100_000 }),
    createPerson(),
    createPerson({ isAdmin: true }),
    createCharacter(),
  ]);
});

const pair = (): Promise<Talk> =>
  talk(owner, character.slug, ['One?', 'One.'], ['Two zebras?', 'Two.']);
const idIn = ({ ids }: Talk, text: string) => ids[text] as string;

describe('a deleted message', () => {
  it('is in no history, context, search or export, and comes back where it was', async () => {
    const one = await pair();
    const p_id = idIn(one, 'Two zebras?');
    const everywhere = async () => {
      const { data: found } = await owner.client.rpc('search_messages', { p_query: 'zebras' });
      const { data: text } = await owner.client.rpc('export_conversation', {
        p_id: one.conversation,
        p_format: 'markdown',
      });
      return {
        shown: (await shown(one)).includes('Two zebras?'),
        found: found?.some(({ message_id }) => message_id === p_id),
        exported: JSON.stringify(text).includes('zebras'),
      };
    };
    expect(await everywhere()).toEqual({ shown: true, found: true, exported: true });
    const { data: at } = await owner.client.rpc('delete_message', { p_id }).throwOnError();
    expect((await owner.client.rpc('delete_message', { p_id })).data).toBe(at);
    expect(await everywhere()).toEqual({ shown: false, found: false, exported: false });
    const next = await begin(asService, { user: owner.id, chat: one.chat, text: 'Three?' });
    expect(saidIn(next)).toEqual(['One?', 'One.', 'Two.', 'Three?']);
    await end(asService, next);

    await owner.client.rpc('restore_message', { p_id }).throwOnError();
    await owner.client.rpc('restore_message', { p_id }).throwOnError();
    expect(await shown(one)).toEqual([
      ...['One?', 'One.', 'Two zebras?', 'Two.', 'Three?', 'A whole answer.'],
    ]);
  });

  it('stays hidden when it comes back after another version took its place', async () => {
    const one = await pair();
    const p_id = idIn(one, 'Two.');
    await owner.client.rpc('delete_message', { p_id }).throwOnError();
    await end(asService, await anew('begin_regeneration', one, one.ids['One.']), { text: 'Eins.' });
    await owner.client.rpc('restore_message', { p_id }).throwOnError();
    expect(await shown(one)).toEqual(['One?', 'Eins.']);
  });

  it('is asked again by nobody: its answer cannot be given anew', async () => {
    const one = await pair();
    await owner.client.rpc('delete_message', { p_id: idIn(one, 'Two zebras?') }).throwOnError();
    const refusal = await refusalOf(anew('begin_regeneration', one, one.ids['Two.']));
    expect(refusal.message).toBe('message_not_found');
  });

  it('is read by who may restore it, and by nobody else who takes part', async () => {
    const one = await pair();
    const [member, reader] = await Promise.all([createPerson({ credits: 100 }), createPerson()]);
    await join(owner, one.conversation, member);
    await join(owner, one.conversation, reader, 'reader');
    const turn = await speak(member, one.conversation, 'A secret?');
    await end(asService, turn, { text: 'Its answer.' });
    const { 'A secret?': said = '', 'Its answer.': answered = '' } = await idsOf(one.conversation);
    for (const p_id of [idIn(one, 'One.'), said, answered])
      await owner.client.rpc('delete_message', { p_id }).throwOnError();
    const readBy = async ({ client }: Person) => {
      const { data } = await client
        .from('messages')
        .select('content')
        .eq('conversation_id', one.conversation)
        .not('deleted_at', 'is', null)
        .order('ordinal')
        .throwOnError();
      return data.map(({ content }) => content);
    };
    expect(await readBy(owner)).toEqual(['One.', 'A secret?', 'Its answer.']);
    expect(await readBy(member)).toEqual(['A secret?', 'Its answer.']);
    expect(await readBy(reader)).toEqual([]);
  });

  it('is not asked again by the id of a turn that failed, nor charged', async () => {
    const chat = crypto.randomUUID();
    const asked = { user: owner.id, character: character.slug, chat, message: chat, text: 'Lost?' };
    const turn = await begin(asService, asked);
    await end(asService, turn, { state: 'failed', text: '' });
    const ids = await idsOf(turn.conversation_id);
    const again = async (p_id = '') => {
      await owner.client.rpc('delete_message', { p_id }).throwOnError();
      return begin(asService, asked);
    };
    const second = await again(ids['']);
    expect([second.turn_id, second.attempt]).toEqual([turn.turn_id, 2]);
    await end(asService, second, { text: 'Found.' });
    const one = { owner, chat, conversation: turn.conversation_id, ids };
    expect(await shown(one)).toEqual(['Lost?', 'Found.']);

    const other = { ...asked, message: crypto.randomUUID(), text: 'Gone?' };
    const third = await begin(asService, other);
    await end(asService, third, { state: 'failed', text: '' });
    const p_id = (await idsOf(turn.conversation_id))['Gone?'] as string;
    await owner.client.rpc('delete_message', { p_id }).throwOnError();
    expect(await refusalOf(begin(asService, other))).toMatchObject({
      code: 'PT404',
      message: 'message_not_found',
    });
  });

  it('leaves its text after 30 days, and its receipt stays', async () => {
    const one = await pair();
    const p_id = idIn(one, 'Two zebras?');
    await owner.client.rpc('delete_message', { p_id }).throwOnError();
    await sql`
      update public.messages set deleted_at = now() - interval '31 days' where id = ${p_id}`;
    await sql`select private.purge_messages()`;
    const { data } = await owner.client.from('messages').select('content').eq('id', p_id).single();
    expect(data).toEqual({ content: '' });
    const { turns } = await sqlOne<{ turns: number }>`
      select count(*)::integer as turns from public.turns where user_message_id = ${p_id}`;
    expect(turns).toBe(1);
    const { error } = await owner.client.rpc('restore_message', { p_id });
    expect(error?.message).toBe('message_not_found');
  });

  it('cannot be an answer that streams', async () => {
    const one = await pair();
    const turn = await begin(asService, { user: owner.id, chat: one.chat, text: 'Long?' });
    const p_id = turn.assistant_message_id;
    const { error } = await owner.client.rpc('delete_message', { p_id });
    expect([error?.code, error?.message]).toEqual(['PT409', 'answer_streams']);
  });
});

describe('a rating', () => {
  it('is kept once for each person and answer, replaced and taken back', async () => {
    const one = await pair();
    const p_id = idIn(one, 'One.');
    const rated = { p_id, p_rating: 1, p_stars: 4, p_comment: 'Helpful.' };
    await Promise.all(
      Array.from({ length: 5 }, () => owner.client.rpc('rate_message', rated).throwOnError()),
    );
    await owner.client.rpc('rate_message', { p_id, p_rating: -1 }).throwOnError();
    const ratings = () =>
      owner.client.from('message_ratings').select('rating, stars, comment').eq('message_id', p_id);
    expect((await ratings()).data).toEqual([{ rating: -1, stars: null, comment: null }]);
    expect(
      (await admin.client.from('message_ratings').select().eq('message_id', p_id)).data,
    ).toHaveLength(1);
    await owner.client.rpc('rate_message', { p_id }).throwOnError();
    expect((await ratings()).data).toEqual([]);
  });

  it('counts for its character, once, whatever is said in between', async () => {
    const rated = await createCharacter();
    const one = await talk(owner, rated.slug, ['One?', 'One.']);
    const p_id = idIn(one, 'One.');
    const counted = () =>
      sqlOne`select rating_sum, rating_count from private.character_stats
        where character_id = ${rated.id}`;
    await owner.client.rpc('rate_message', { p_id, p_stars: 4 }).throwOnError();
    expect(await counted()).toEqual({ rating_sum: 4, rating_count: 1 });
    await owner.client.rpc('rate_message', { p_id, p_rating: -1 }).throwOnError();
    expect(await counted()).toEqual({ rating_sum: 1, rating_count: 1 });
    await owner.client.rpc('rate_message', { p_id, p_comment: 'Hm.' }).throwOnError();
    expect(await counted()).toEqual({ rating_sum: 0, rating_count: 0 });
  });

  it.each([
    ['two thumbs', { p_rating: 2 }, 'message_ratings_rating_check'],
    ['six stars', { p_stars: 6 }, 'message_ratings_stars_check'],
    ['a blank comment', { p_comment: ' ' }, 'message_ratings_comment_check'],
    ['a long comment', { p_comment: 'x'.repeat(1001) }, 'message_ratings_comment_check'],
  ])('with %s is refused', async (_, rating, constraint) => {
    const one = await pair();
    const { error } = await owner.client.rpc('rate_message', {
      p_id: idIn(one, 'One.'),
      ...rating,
    });
    expect(error?.message).toContain(constraint);
  });

  it('is for answers only', async () => {
    const one = await pair();
    const rated = { p_id: idIn(one, 'One?'), p_stars: 5 };
    expect((await owner.client.rpc('rate_message', rated)).error?.message).toBe(
      'message_not_found',
    );
  });
});

describe('others', () => {
  it.each([
    ['delete_message', {}],
    ['restore_message', {}],
    ['rate_message', { p_stars: 1 }],
  ] as const)('%s: neither a stranger nor a visitor', async (name, args) => {
    const one = await pair();
    const asked = { p_id: idIn(one, 'One.'), ...args };
    const foreign = await stranger.client.rpc(name, asked);
    expect([foreign.error?.code, foreign.error?.message]).toEqual(['PT404', 'message_not_found']);
    expect((await anonymousClient().rpc(name, asked)).error?.code).toBe('42501');
    expect(await shown(one)).toContain('One.');
  });
});
