// moderation-admin: what admins see of moderation, how they review it, and the patterns they add.
import { beforeAll, describe, expect, it } from 'vitest';
import { type Admin, auditOf, createAdmin } from '../support/admin.ts';
import { forbidWord, ownWord } from '../support/moderation.ts';
import {
  anonymousClient,
  createPerson,
  type Person,
  type PersonOptions,
  serviceClient,
} from '../support/person.ts';
import { connect } from '../support/sql.ts';
import { begin, type Call, makeCharacter, overDataApi, refusalOf } from '../support/turn.ts';

const service: Call = overDataApi(serviceClient());
let ada: Admin;
let testa: string;
let word: string;

beforeAll(async () => {
  ada = await createAdmin();
  const db = await connect();
  testa = await makeCharacter(db, { price: 1 });
  db.release();
  word = await forbidWord(ada, 'block', 'input');
});

interface Row {
  id: number;
  user_id: string;
  action: string;
  review: string | null;
  excerpt: string | null;
  blocks_of_person: number;
}

function decisions(filters: Record<string, unknown>): Promise<Row[]> {
  return ada.call('read_moderation', filters) as Promise<Row[]>;
}

/** Somebody who said the forbidden word so many times. */
async function blocked(times: number, options: PersonOptions = {}): Promise<Person> {
  const person = await createPerson(options);
  for (let nr = 0; nr < times; nr++)
    await begin(service, { user: person.id, character: testa, text: `${nr} ${word}` });
  return person;
}

describe('decisions', () => {
  it('are seen newest first, page by page, with how often the person was blocked', async () => {
    const { id } = await blocked(3);
    const [newest, ...others] = await decisions({ p_user_id: id, p_limit: 2 });
    expect(newest).toMatchObject({
      user_id: id,
      action: 'block',
      excerpt: `2 ${word}`,
      blocks_of_person: 3,
    });
    expect(others.map(({ excerpt }) => excerpt)).toEqual([`1 ${word}`]);
    const rest = await decisions({ p_user_id: id, p_before_id: others[0]?.id });
    expect(rest.map(({ excerpt }) => excerpt)).toEqual([`0 ${word}`]);
  });

  it.each([
    [{ p_action: 'block' }, 1],
    [{ p_action: 'flag' }, 0],
    [{ p_action: 'allow' }, 0],
    [{ p_direction: 'input' }, 1],
    [{ p_direction: 'output' }, 0],
    [{ p_category: 'test-word' }, 1],
    [{ p_category: 'hate' }, 0],
    [{ p_review: 'open' }, 1],
    [{ p_review: 'upheld' }, 0],
    [{ p_limit: -5 }, 1],
  ])('are filtered by %o', async (filter, count) => {
    const { id } = await blocked(1);
    expect(await decisions({ p_user_id: id, ...filter })).toHaveLength(count);
  });

  it('that were allowed are seen when they are asked for', async () => {
    const person = await createPerson();
    const turn = await begin(service, { user: person.id, character: testa });
    const verdict = { action: 'allow', scores: { hate: 0.2 } };
    await service('record_moderation', {
      p_turn_id: turn.turn_id,
      p_attempt: 1,
      p_verdicts: [{ direction: 'input', ...verdict }],
    });
    expect(await decisions({ p_user_id: person.id })).toEqual([]);
    expect(await decisions({ p_user_id: person.id, p_action: 'allow' })).toMatchObject([verdict]);
  });
});

describe('a review', () => {
  it('that overturns takes the block from the person’s count, and back', async () => {
    const { id } = await blocked(2);
    const [newest] = await decisions({ p_user_id: id });
    const review = (p_review: string) =>
      ada.call('review_moderation', { p_decision_id: newest?.id, p_review });
    const now = async () => {
      const [row] = await decisions({ p_user_id: id });
      return [row?.review, row?.blocks_of_person];
    };
    await review('overturned');
    expect(await now()).toEqual(['overturned', 1]);
    await review('upheld');
    expect(await now()).toEqual(['upheld', 2]);
  });

  it('of two admins at once: both are written down, one stands', async () => {
    const { id } = await blocked(1);
    const grace = await createAdmin();
    const [row] = await decisions({ p_user_id: id });
    const args = { p_decision_id: row?.id };
    await Promise.all([
      ada.call('review_moderation', { ...args, p_review: 'upheld' }),
      grace.call('review_moderation', { ...args, p_review: 'overturned' }),
    ]);
    const [after] = await decisions({ p_user_id: id });
    expect(['upheld', 'overturned']).toContain(after?.review);
    expect(await auditOf(grace)).toEqual([
      {
        action: 'review_moderation',
        subject: `${row?.id}`,
        details: { review: 'overturned' },
      },
    ]);
  });

  it.each([
    ['a word that is none', 1, 'maybe', 'PT400'],
    ['nothing', 1, null, 'PT400'],
    ['what is not there', 0, 'upheld', 'PT404'],
  ])('of %s is refused', async (_, p_decision_id, p_review, code) => {
    const refused = ada.call('review_moderation', { p_decision_id, p_review });
    expect(await refusalOf(refused)).toMatchObject({ code });
  });
});

describe('a pattern of an admin', () => {
  it('is in force from the next message on, until it is removed', async () => {
    const person = await createPerson();
    const own = ownWord();
    const say = () => begin(service, { user: person.id, character: testa, text: own });
    expect((await say()).is_repeat).toBe(false);
    const p_id = await ada.call('add_moderation_pattern', {
      p_category: 'test-word',
      p_content: own,
      p_action: 'block',
    });
    expect((await say()).is_repeat).toBe(true);
    expect(await ada.call('read_moderation_patterns', {})).toContainEqual(
      expect.objectContaining({ id: p_id, content: own, source: 'admin', kind: 'words' }),
    );
    expect(await ada.call('remove_moderation_pattern', { p_id })).toBe(true);
    expect((await say()).is_repeat).toBe(false);
    expect(await ada.call('remove_moderation_pattern', { p_id })).toBe(false);
  });

  it.each([
    ['that does not compile', { p_content: '(', p_kind: 'regex' }],
    ['that may explode', { p_content: '(a)\\1', p_kind: 'regex' }],
    ['without a word', { p_content: ' ' }],
    ['of an unknown action', { p_action: 'shout' }],
    ['of no category', { p_category: '' }],
    ['of nothing', { p_content: null }],
    ['of a very long category', { p_category: 'x'.repeat(200) }],
  ])('%s is refused with a reason', async (_, change) => {
    const pattern = { p_category: 'test', p_content: ownWord(), p_action: 'block', ...change };
    const refusal = await refusalOf(ada.call('add_moderation_pattern', pattern));
    expect(refusal).toMatchObject({ code: 'PT400', message: 'invalid_pattern' });
    expect(JSON.parse(refusal.details ?? '{}').reason).not.toBe('');
  });
});

describe('whoever is no admin', () => {
  const verbs: [string, Record<string, unknown>][] = [
    ['read_moderation', {}],
    ['review_moderation', { p_decision_id: 1, p_review: 'upheld' }],
    ['read_moderation_patterns', {}],
    ['add_moderation_pattern', { p_category: 'x', p_content: 'x', p_action: 'block' }],
    ['remove_moderation_pattern', { p_id: 1 }],
  ];

  it.each(verbs)('gets nothing from %s', async (verb, args) => {
    const stranger = overDataApi((await createPerson()).client);
    expect(await refusalOf(stranger(verb, args))).toMatchObject({
      code: 'PT403',
      message: 'admin_required',
    });
    const anonymous = overDataApi(anonymousClient());
    expect(await refusalOf(anonymous(verb, args))).toMatchObject({ code: '42501' });
  });

  it('cannot record a verdict', async () => {
    const args = { p_turn_id: crypto.randomUUID(), p_attempt: 1 };
    const stranger = overDataApi((await createPerson()).client);
    const refused = stranger('record_moderation', { ...args, p_verdicts: [] });
    expect(await refusalOf(refused)).toMatchObject({ code: '42501' });
  });
});

it('each look is written down', async () => {
  const grace = await createAdmin();
  const { id } = await blocked(1);
  await grace.call('read_moderation', { p_user_id: id, p_action: 'block' });
  await grace.call('read_moderation_patterns', {});
  expect(await auditOf(grace)).toEqual([
    { action: 'read_moderation', subject: id, details: { action: 'block' } },
    { action: 'read_moderation_patterns', subject: 'moderation', details: {} },
  ]);
});
