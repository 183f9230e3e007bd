// branches: saying something anew in a conversation, and which branch of it is shown.
import { beforeAll, describe, expect, it } from 'vitest';
import { createCharacter } from '../support/chat.ts';
import { anonymousClient, createPerson, creditsOf, type Person } from '../support/person.ts';
import { anew, asService, idsOf, type Operation, saidIn, shown, talk } from '../support/talk.ts';
import { begin, type Context, end, refusalOf } from '../support/turn.ts';

let owner: Person;
let stranger: Person;
let character: { slug: string };

beforeAll(async () => {
  [owner, stranger, character] = await Promise.all([
    createPerson({ credits: 100_000 }),
    createPerson(),
    createCharacter({ price: 2 }),
  ]);
});

describe('another question', () => {
  it('is asked with what came before it, and the old branch is kept', async () => {
    const one = await talk(
      owner,
      character.slug,
      ['One?', 'One.'],
      ['Two?', 'Two.'],
      ['Three?', 'Three.'],
    );
    const turn = await anew('begin_edit', one, one.ids['Two?'], 'Zwei?');
    expect(saidIn(turn)).toEqual(['One?', 'One.', 'Zwei?']);
    await end(asService, turn, { text: 'Zwei.' });
    expect(await shown(one)).toEqual(['One?', 'One.', 'Zwei?', 'Zwei.']);
    expect(Object.keys(await idsOf(one.conversation)).sort()).toEqual(
      ['One.', 'One?', 'Three.', 'Three?', 'Two.', 'Two?', 'Zwei.', 'Zwei?'].sort(),
    );
  });

  it('may be the first one', async () => {
    const one = await talk(owner, character.slug, ['One?', 'One.'], ['Two?', 'Two.']);
    const turn = await anew('begin_edit', one, one.ids['One?'], 'Eins?');
    expect(saidIn(turn)).toEqual(['Eins?']);
    expect(await shown(one)).toEqual(['Eins?', '']);
  });

  it('is found by the id that its client gave it, also when it was edited before', async () => {
    const chat = crypto.randomUUID();
    const asked = { user: owner.id, character: character.slug, chat, message: 'mine' };
    const first = await begin(asService, { ...asked, message: crypto.randomUUID(), text: 'Helo' });
    await end(asService, first);
    const message = crypto.randomUUID();
    const second = await begin(asService, { ...asked, message, text: 'Wat?' });
    await end(asService, second, { text: 'Pardon?' });
    const one = { owner, chat };
    const third = await anew('begin_edit', one, message, 'What?');
    await end(asService, third, { text: 'Yes.' });
    const fourth = await anew('begin_edit', one, message, 'What now?');
    expect(saidIn(fourth)).toEqual(['Helo', 'A whole answer.', 'What now?']);
  });

  it('sent twice, also at once, is one turn and one charge', async () => {
    const one = await talk(owner, character.slug, ['One?', 'One.']);
    const before = (await creditsOf(owner.id)).available;
    const edits = await Promise.all(
      Array.from({ length: 5 }, () => anew('begin_edit', one, one.ids['One?'], 'Eins?')),
    );
    expect(new Set(edits.map(({ turn_id }) => turn_id)).size).toBe(1);
    expect(edits.filter(({ is_repeat }) => !is_repeat)).toHaveLength(1);
    await end(asService, edits[0] as Context);
    expect((await creditsOf(owner.id)).available).toBe(before - 2);
  });

  it('that is blocked leaves the old branch shown; one that failed stays', async () => {
    const one = await talk(owner, character.slug, ['One?', 'One.'], ['Two?', 'Two.']);
    const blocked = await anew('begin_edit', one, one.ids['One?'], 'Bad?');
    const ending = { state: 'failed', text: '', errorCode: 'message_blocked' };
    await end(asService, blocked, ending);
    expect(await shown(one)).toEqual(['One?', 'One.', 'Two?', 'Two.']);
    const lost = await anew('begin_edit', one, one.ids['One?'], 'Eins?');
    await end(asService, lost, { state: 'failed', text: '' });
    expect(await shown(one)).toEqual(['Eins?', '']);
  });

  it('of an answer is refused: only questions are edited', async () => {
    const one = await talk(owner, character.slug, ['One?', 'One.']);
    const refusal = await refusalOf(anew('begin_edit', one, one.ids['One.'], 'Mine.'));
    expect([refusal.code, refusal.message]).toEqual(['PT404', 'message_not_found']);
  });
});

describe('another answer', () => {
  it('is asked with the same question, and the old one is kept beside it', async () => {
    const one = await talk(owner, character.slug, ['One?', 'One.'], ['Two?', 'Two.']);
    const turn = await anew('begin_regeneration', one, one.ids['Two.']);
    expect(saidIn(turn)).toEqual(['One?', 'One.', 'Two?']);
    await end(asService, turn, { text: 'Zwei.' });
    expect(await shown(one)).toEqual(['One?', 'One.', 'Two?', 'Zwei.']);
    const { data } = await owner.client
      .from('messages')
      .select('content')
      .eq('parent_id', one.ids['Two?'] ?? '')
      .order('ordinal');
    expect(data).toEqual([{ content: 'Two.' }, { content: 'Zwei.' }]);
  });

  it('in the middle of a conversation hides what followed the old one', async () => {
    const one = await talk(owner, character.slug, ['One?', 'One.'], ['Two?', 'Two.']);
    await end(asService, await anew('begin_regeneration', one, one.ids['One?']), { text: 'Eins.' });
    expect(await shown(one)).toEqual(['One?', 'Eins.']);
  });

  it('asked for five times at once is one turn and one charge', async () => {
    const one = await talk(owner, character.slug, ['One?', 'One.']);
    const before = (await creditsOf(owner.id)).available;
    const turns = await Promise.all(
      Array.from({ length: 5 }, () => anew('begin_regeneration', one, one.ids['One.'])),
    );
    expect(new Set(turns.map(({ turn_id }) => turn_id)).size).toBe(1);
    await end(asService, turns[0] as Context, { text: 'Eins.' });
    expect((await anew('begin_regeneration', one, one.ids['One.'])).is_repeat).toBe(true);
    expect((await creditsOf(owner.id)).available).toBe(before - 2);
    const third = await anew('begin_regeneration', one, (await idsOf(one.conversation))['Eins.']);
    expect(third.is_repeat).toBe(false);
  });

  it('that does not come leaves the old one shown, for nothing', async () => {
    const one = await talk(owner, character.slug, ['One?', 'One.'], ['Two?', 'Two.']);
    const before = await creditsOf(owner.id);
    const turn = await anew('begin_regeneration', one, one.ids['One.']);
    await end(asService, turn, { state: 'failed', text: '' });
    expect(await shown(one)).toEqual(['One?', 'One.', 'Two?', 'Two.']);
    expect(await creditsOf(owner.id)).toEqual(before);
    const again = await anew('begin_regeneration', one, one.ids['One.']);
    expect([again.is_repeat, again.turn_id === turn.turn_id]).toEqual([false, false]);
  });

  it('that does not come leaves the branch shown that was chosen, not a newer one', async () => {
    const one = await talk(owner, character.slug, ['One?', 'One.'], ['Two?', 'Two.']);
    await end(asService, await anew('begin_edit', one, one.ids['Two?'], 'Zwei?'), {
      text: 'Zwei.',
    });
    const p_message_id = one.ids['Two?'] as string;
    await owner.client.rpc('select_branch', { p_message_id }).throwOnError();
    const turn = await anew('begin_regeneration', one, one.ids['One.']);
    await end(asService, turn, { state: 'failed', text: '' });
    expect(await shown(one)).toEqual(['One?', 'One.', 'Two?', 'Two.']);
  });

  it('to a question whose turn failed is a new attempt of that turn', async () => {
    const chat = crypto.randomUUID();
    const message = crypto.randomUUID();
    const asked = { user: owner.id, character: character.slug, chat, message, text: 'Lost?' };
    const turn = await begin(asService, asked);
    await end(asService, turn, { state: 'failed', text: '' });
    const one = { owner, chat };
    const again = await anew('begin_regeneration', one, message);
    expect(again).toMatchObject({ turn_id: turn.turn_id, attempt: 2, is_repeat: false });
    expect(saidIn(again)).toEqual(['Lost?']);
  });
});

describe('choosing a branch', () => {
  it('shows it to its newest end, and the next message follows it', async () => {
    const one = await talk(
      owner,
      character.slug,
      ['One?', 'One.'],
      ['Two?', 'Two.'],
      ['Three?', 'Three.'],
    );
    await end(asService, await anew('begin_edit', one, one.ids['Two?'], 'Zwei?'), {
      text: 'Zwei.',
    });
    const old = one.ids['Two?'] ?? '';
    const { data: leaf } = await owner.client
      .rpc('select_branch', { p_message_id: old })
      .throwOnError();
    expect(leaf).toBe(one.ids['Three.']);
    expect(await shown(one)).toEqual(['One?', 'One.', 'Two?', 'Two.', 'Three?', 'Three.']);
    const next = await begin(asService, { user: owner.id, chat: one.chat, text: 'Four?' });
    expect(saidIn(next)).not.toContain('Zwei.');
    const edited = (await idsOf(one.conversation))['Zwei?'] ?? '';
    await owner.client.rpc('select_branch', { p_message_id: edited }).throwOnError();
    expect(await shown(one)).toEqual(['One?', 'One.', 'Zwei?', 'Zwei.']);
  });

  it('is for the owner alone', async () => {
    const one = await talk(owner, character.slug, ['One?', 'One.']);
    const p_message_id = one.ids['One?'] ?? '';
    const { error } = await stranger.client.rpc('select_branch', { p_message_id });
    expect([error?.code, error?.message]).toEqual(['PT404', 'message_not_found']);
    const anonymous = await anonymousClient().rpc('select_branch', { p_message_id });
    expect(anonymous.error?.code).toBe('42501');
  });
});

describe('a stranger', () => {
  it.each<[Operation, string | undefined]>([
    ['begin_edit', 'Mine'],
    ['begin_regeneration', undefined],
    ['begin_continuation', undefined],
  ])('%s finds neither the conversation nor, in an own one, the message', async (name, text) => {
    const one = await talk(owner, character.slug, ['One?', 'One.']);
    const foreign = await refusalOf(anew(name, { ...one, owner: stranger }, one.ids['One?'], text));
    expect(foreign.message).toBe('conversation_not_found');
    const chat = crypto.randomUUID();
    await end(
      asService,
      await begin(asService, { user: stranger.id, character: character.slug, chat }),
    );
    const own = { owner: stranger, chat };
    const refusal = await refusalOf(anew(name, own, one.ids['One?'], text));
    expect(refusal.message).toBe('message_not_found');
  });
});
