// continuations: more of an answer that was cut.
import { beforeAll, describe, expect, it } from 'vitest';
import { createCharacter } from '../support/chat.ts';
import { createPerson, type Person } from '../support/person.ts';
import { anew, asService, idsOf, saidIn, shown, type Talk, talk } from '../support/talk.ts';
import { begin, end, refusalOf } from '../support/turn.ts';

let owner: Person;
let character: { slug: string };

beforeAll(async () => {
  [owner, character] = await Promise.all([
    createPerson({ credits: 100_000 }),
    createCharacter({ price: 2 }),
  ]);
});

describe('more of an answer', () => {
  async function cut(): Promise<Talk> {
    const one = await talk(owner, character.slug, ['One?', 'One.']);
    const turn = await begin(asService, { user: owner.id, chat: one.chat, text: 'Count' });
    await end(asService, turn, { state: 'stopped', text: '1, 2,' });
    return { ...one, ids: await idsOf(one.conversation) };
  }

  it('is asked with what there is, and stands below it', async () => {
    const one = await cut();
    const turn = await anew('begin_continuation', one, one.ids['1, 2,']);
    expect(saidIn(turn)).toEqual([
      'One?',
      'One.',
      'Count',
      '1, 2,',
      expect.stringMatching(/^Go on/),
    ]);
    await end(asService, turn, { text: ' 3.' });
    expect(await shown(one)).toEqual(['One?', 'One.', 'Count', '1, 2,', ' 3.']);
    const next = await begin(asService, { user: owner.id, chat: one.chat, text: 'And?' });
    expect(saidIn(next)).toEqual(['One?', 'One.', 'Count', '1, 2,', ' 3.', 'And?']);
  });

  it('asked for five times at once is one turn', async () => {
    const one = await cut();
    const turns = await Promise.all(
      Array.from({ length: 5 }, () => anew('begin_continuation', one, one.ids['1, 2,'])),
    );
    expect(new Set(turns.map(({ turn_id }) => turn_id)).size).toBe(1);
  });

  it('and more of that again, by whichever message it is asked for', async () => {
    const one = await cut();
    const second = await anew('begin_continuation', one, one.ids['1, 2,']);
    await end(asService, second, { state: 'interrupted', text: ' 3,' });
    const third = await anew('begin_continuation', one, one.ids['1, 2,']);
    expect(third.turn_id).not.toBe(second.turn_id);
    expect([second.ui_message_id, third.ui_message_id]).toEqual([
      one.ids['1, 2,'],
      one.ids['1, 2,'],
    ]);
    await end(asService, third, { text: ' 4.' });
    expect((await shown(one)).slice(-3)).toEqual(['1, 2,', ' 3,', ' 4.']);
    const again = await anew('begin_continuation', one, one.ids['1, 2,']);
    expect([again.turn_id, again.is_repeat]).toEqual([third.turn_id, true]);
  });

  it('that does not come leaves the answer to be continued', async () => {
    const one = await cut();
    const turn = await anew('begin_continuation', one, one.ids['1, 2,']);
    await end(asService, turn, { state: 'failed', text: '' });
    expect(await shown(one)).toEqual(['One?', 'One.', 'Count', '1, 2,']);
    const again = await anew('begin_continuation', one, one.ids['1, 2,']);
    expect(again.is_repeat).toBe(false);
  });

  it('is there for an answer cut at its length, and not for a whole one', async () => {
    const one = await talk(owner, character.slug, ['One?', 'One.']);
    const turn = await begin(asService, { user: owner.id, chat: one.chat, text: 'Tell' });
    await end(asService, turn, { text: 'Once upon', finishReason: 'length' });
    const { assistant_message_id } = turn;
    expect((await anew('begin_continuation', one, assistant_message_id)).is_repeat).toBe(false);
    for (const [chat, id] of [
      [one, one.ids['One.']],
      [await talk(owner, character.slug, ['A?', 'A.']), undefined],
    ] as const) {
      const whole = id ?? (await idsOf(chat.conversation))['A.'];
      const refusal = await refusalOf(anew('begin_continuation', chat, whole));
      expect([refusal.code, refusal.message]).toEqual(['PT409', 'nothing_to_continue']);
    }
  });
});
