// answer-kinds: answers that are heard, and answers that come with a picture of the gallery.
import { beforeAll, describe, expect, it } from 'vitest';
import { type Said, type Talk, talkIn } from '../support/attached-talk.ts';
import { giveMembership, makePlan } from '../support/membership.ts';
import { ownDatabase } from '../support/own-database.ts';
import { type Call, end, overSql, refusalOf } from '../support/turn.ts';

const database = ownDatabase({ connections: 4 });
let call: Call;
beforeAll(() => {
  call = overSql(database.service);
});

interface Answer {
  kind: string;
  attachments: { asset_id: string | null; caption: string | null; is_premium: boolean }[];
}

/** What a complete answer is, as its settlement tells and everybody reads it afterwards. */
async function answerTo(talk: Talk, said: Said): Promise<Answer> {
  const { turn_id, attempt } = await talk.say(said);
  const args = { p_turn_id: turn_id, p_attempt: attempt, p_state: 'complete', p_text: 'Here.' };
  const { answer } = (await call('settle_turn', args)) as { answer: Answer };
  expect(await call('read_turn', { p_turn_id: turn_id })).toMatchObject({ answer });
  return answer;
}

const captionOf = async (talk: Talk, said: Said) =>
  (await answerTo(talk, said)).attachments.map(({ caption }) => caption).join();

/** Puts a picture into the gallery of the character. */
async function show(
  { user, character }: Talk,
  caption: string,
  tags: string[],
  { isPremium = false, state = 'ready' } = {},
): Promise<string> {
  const { rows } = await database.pool.query(
    `with asset as (
       insert into public.media_assets (id, owner_id, character_id, purpose, kind, mime_type,
         size_bytes, width, height, content_hash, original, state, blurhash)
       select id, $1, (select id from public.characters where slug = $2), 'gallery', 'image',
         'image/png', 1, 8, 6, encode(sha256(convert_to(id::text, 'UTF8')), 'hex'),
         'original.png', $3, 'LEHV6n'
       from gen_random_uuid() as id returning id, character_id
     )
     insert into private.gallery_item (asset_id, character_id, caption, tags, is_premium)
     select id, character_id, $4, $5, $6 from asset returning asset_id`,
    [user, character, state, caption, tags, isPremium],
  );
  return rows[0].asset_id;
}

async function giveSpeech({ user }: Talk): Promise<void> {
  const plan = await makePlan(database.pool, { features: ['speech'], rank: 999 });
  await giveMembership(database.pool, { user, plan });
}

describe('an answer to be heard', () => {
  it('is what a character gives that speaks, to those whose plan has speech', async () => {
    const talk = await talkIn(database, { answer_kind: 'audio' });
    expect(await answerTo(talk, {})).toEqual({ kind: 'text', attachments: [] });
    await giveSpeech(talk);
    expect(await answerTo(talk, {})).toEqual({ kind: 'audio', attachments: [] });
    expect(await answerTo(talk, { answer: 'text' })).toMatchObject({ kind: 'text' });
  });

  it('asked for without such a plan is refused, nothing is kept and nothing held', async () => {
    const talk = await talkIn(database);
    expect(await refusalOf(talk.say({ answer: 'audio' }))).toMatchObject({
      message: 'feature_not_in_plan',
      details: expect.stringContaining('speech'),
    });
    const { rows } = await database.pool.query(
      `select from public.turns where user_id = $1
       union all select from public.conversations where user_id = $1`,
      [talk.user],
    );
    expect(rows).toEqual([]);
    await giveSpeech(talk);
    expect(await answerTo(talk, { answer: 'audio' })).toMatchObject({ kind: 'audio' });
  });

  it('that was cut is text', async () => {
    const talk = await talkIn(database, { answer_kind: 'audio' });
    await giveSpeech(talk);
    const turn = await talk.say();
    await end(call, turn, { state: 'stopped', text: 'He' });
    expect(await call('read_turn', { p_turn_id: turn.turn_id })).toMatchObject({
      answer: { kind: 'text' },
    });
  });
});

describe('a picture with an answer', () => {
  it('is the one whose tags share most words with the question, if any does', async () => {
    const talk = await talkIn(database, { gallery_every: 1, language: 'en' });
    await show(talk, 'Beach', ['beach', 'summer']);
    await show(talk, 'Party', ['beach', 'party', 'night']);
    await show(talk, 'Unready', ['beach', 'party', 'night', 'dancing'], { state: 'processing' });
    expect(await captionOf(talk, { text: 'How do you do?' })).toBe('');
    expect(await captionOf(talk, { text: 'Were you DANCING at beach parties at night?' })).toBe(
      'Party',
    );
    expect(await answerTo(talk, { text: 'And the beach in summer?' })).toMatchObject({
      kind: 'media',
      attachments: [{ caption: 'Beach', kind: 'image', width: 8, blurhash: 'LEHV6n' }],
    });
    // Each was shown by now.
    expect(await captionOf(talk, { text: 'The beach again?' })).toBe('');
  });

  it('comes with at most one in so many answers, and never where none is to come', async () => {
    const talk = await talkIn(database, { gallery_every: 3 });
    for (const name of ['One', 'Two', 'Three']) await show(talk, name, ['cat']);
    const shown: string[] = [];
    for (let nr = 0; nr < 7; nr += 1) shown.push(await captionOf(talk, { text: 'A cat?' }));
    expect(shown.map((caption) => caption !== '')).toEqual([
      ...[true, false, false, true, false, false, true],
    ]);
    expect(new Set(shown).size).toBe(4);

    const shy = await talkIn(database);
    await show(shy, 'One', ['cat']);
    expect(await captionOf(shy, { text: 'A cat?' })).toBe('');
  });

  it('comes when it is asked for, and not when text is', async () => {
    const talk = await talkIn(database, { gallery_every: 1 });
    await show(talk, 'One', ['cat']);
    expect(await captionOf(talk, { text: 'A cat?', answer: 'text' })).toBe('');
    await database.pool.query(`update public.characters set gallery_every = null where slug = $1`, [
      talk.character,
    ]);
    expect(await captionOf(talk, { text: 'A cat?', answer: 'media' })).toBe('One');
  });

  it('does not come with an answer that failed, nor twice when it is settled twice', async () => {
    const talk = await talkIn(database, { gallery_every: 1 });
    const asset = await show(talk, 'One', ['cat']);
    const count = async () => {
      const { rows } = await database.pool.query(
        'select count(*)::int from public.message_attachments where asset_id = $1',
        [asset],
      );
      return rows[0].count;
    };
    await end(call, await talk.say({ text: 'A cat?' }), { state: 'failed', text: '' });
    expect(await count()).toBe(0);
    const turn = await talk.say({ text: 'A cat, then?' });
    await Promise.all([end(call, turn), end(call, turn)]);
    expect(await count()).toBe(1);
  });

  it('that is deleted while the answer ends keeps nobody from the answer', async () => {
    const talk = await talkIn(database, { gallery_every: 1 });
    const asset = await show(talk, 'One', ['cat']);
    const turn = await talk.say({ text: 'A cat?' });
    const [receipt] = await Promise.all([
      end(call, turn),
      database.pool.query('delete from public.media_assets where id = $1', [asset]),
    ]);
    expect(receipt).toMatchObject({ state: 'complete', charged_credits: 10 });
    const { rows } = await database.pool.query(
      `select asset_id, caption, blurhash from public.message_attachments
       where conversation_id = $1`,
      [turn.conversation_id],
    );
    for (const row of rows) expect(row).toEqual({ asset_id: null, caption: null, blurhash: null });
  });

  it('is not told to the model, and stays in the gallery when its message goes', async () => {
    const talk = await talkIn(database, { gallery_every: 1 });
    const asset = await show(talk, 'One', ['cat'], { isPremium: true });
    expect(await answerTo(talk, { text: 'A cat?' })).toMatchObject({
      attachments: [{ asset_id: asset, is_premium: true }],
    });
    const { messages, conversation_id } = await talk.say({ text: 'Nice' });
    expect(messages[1]).toEqual({ role: 'assistant', content: 'Here.' });
    await database.pool.query('delete from public.conversations where id = $1', [conversation_id]);
    const { rows } = await database.pool.query('select from public.media_assets where id = $1', [
      asset,
    ]);
    expect(rows).toHaveLength(1);
  });
});
