// moderation: what becomes of turns that meet a rule, and what is recorded of them.
import { beforeAll, describe, expect, it } from 'vitest';
import type { Catalog } from '../../shared/contracts/catalog.ts';
import { applyModeration } from '../support/moderated-catalog.ts';
import { ownDatabase } from '../support/own-database.ts';
import {
  begin,
  type Call,
  type Context,
  end,
  expireTurn,
  makeCharacter,
  makePerson,
  overSql,
  read,
  refusalOf,
  sweep,
} from '../support/turn.ts';

const database = ownDatabase({ connections: 3 });
let call: Call;
let character: string;

beforeAll(async () => {
  call = overSql(database.service);
  character = await makeCharacter(database.pool, { price: 10 });
});

type Moderated = Context & { moderation?: unknown };

const apply = (moderation: Partial<Catalog['moderation']>) =>
  applyModeration(database.adminUrl, moderation);

interface Row {
  direction: string;
  action: string;
  source: string;
  category: string | null;
  attempt: number;
  scores: unknown;
  excerpt: string | null;
}

async function decisionsOf(user: string): Promise<Row[]> {
  const { rows } = await database.pool.query<Row>(
    `select direction, action, source, category, attempt, scores, excerpt
     from private.moderation_decision where user_id = $1 order by attempt, direction`,
    [user],
  );
  return rows;
}

async function creditsOf(user: string): Promise<unknown> {
  const { rows } = await database.pool.query(
    `select sum(balance - held)::int as available, sum(held)::int as held
     from private.ledger_account where owner_id = $1`,
    [user],
  );
  return rows[0];
}

/** What the worker of a turn is to do after a checkpoint. */
function wishAt({ turn_id, attempt }: Context, text: string): Promise<unknown> {
  return call('checkpoint_turn', { p_turn_id: turn_id, p_attempt: attempt, p_text: text });
}

const record = (
  { turn_id, attempt }: Pick<Context, 'turn_id' | 'attempt'>,
  direction: string,
  verdict: object,
  excerpt: string | null = null,
) =>
  call('record_moderation', {
    p_turn_id: turn_id,
    p_attempt: attempt,
    p_verdicts: JSON.stringify([{ direction, ...verdict, excerpt }]),
  });

const FROG = { category: 'frogs', direction: 'both', kind: 'words', content: 'frog' } as const;

describe('a message that a pattern blocks', () => {
  beforeAll(() => apply({ patterns: [{ ...FROG, action: 'block' }] }));

  it('fails its turn at once, and nothing is held, charged or counted', async () => {
    const user = await makePerson(database.pool, 10);
    const turn = (await begin(call, { user, character, text: 'A frog.' })) as Moderated;
    expect(turn).toMatchObject({ is_repeat: true, messages: [] });
    expect(turn.moderation).toBeUndefined();
    expect(await read(call, turn.turn_id)).toMatchObject({
      state: 'failed',
      text: '',
      receipt: {
        charged_credits: 0,
        error_code: 'message_blocked',
        notices: [{ direction: 'input', action: 'block', category: 'frogs', message: null }],
      },
    });
    expect(await creditsOf(user)).toEqual({ available: 10, held: 0 });
    expect(await decisionsOf(user)).toMatchObject([
      { direction: 'input', action: 'block', source: 'pattern', excerpt: 'A frog.' },
    ]);
  });

  it('sent again is judged again; once an admin overturned it, it is not', async () => {
    const user = await makePerson(database.pool, 10);
    const asked = { user, character, chat: 'c', message: 'm', text: 'A frog.' };
    await begin(call, asked);
    expect(await begin(call, asked)).toMatchObject({ is_repeat: true, attempt: 2 });
    await database.pool.query(
      `update private.moderation_decision set review = 'overturned'
       where user_id = $1 and attempt = 1`,
      [user],
    );
    const allowed = (await begin(call, asked)) as Moderated;
    expect(allowed).toMatchObject({ is_repeat: false, attempt: 3, moderation: { input: {} } });
    expect(await end(call, allowed)).toMatchObject({ state: 'complete', charged_credits: 10 });
    expect((await decisionsOf(user)).map(({ attempt }) => attempt)).toEqual([1, 2]);
  });

  it('keeps its decision when the conversation is deleted, not with the account', async () => {
    const user = await makePerson(database.pool, 10);
    const turn = await begin(call, { user, character, text: 'A frog.' });
    await database.pool.query('delete from public.conversations where id = $1', [
      turn.conversation_id,
    ]);
    expect(await decisionsOf(user)).toHaveLength(1);
    await database.pool.query('delete from auth.users where id = $1', [user]);
    expect(await decisionsOf(user)).toEqual([]);
  });
});

describe('an answer that a pattern blocks', () => {
  beforeAll(() => apply({ patterns: [{ ...FROG, action: 'block', direction: 'output' }] }));

  it('at its end is not kept and free, though its tokens are known', async () => {
    const user = await makePerson(database.pool, 10);
    const turn = await begin(call, { user, character, text: 'A frog is fine here.' });
    const receipt = await end(call, turn, { text: 'No frog.', inputTokens: 9, outputTokens: 3 });
    expect(receipt).toMatchObject({
      state: 'failed',
      charged_credits: 0,
      error_code: 'answer_blocked',
      output_tokens: 3,
    });
    expect(await read(call, turn.turn_id)).toMatchObject({ text: '' });
    expect(await creditsOf(user)).toEqual({ available: 10, held: 0 });
    expect(await decisionsOf(user)).toMatchObject([{ direction: 'output', excerpt: 'No frog.' }]);
  });

  it('on the way is not stored further; a worker that dies leaves what came before', async () => {
    const user = await makePerson(database.pool, 10);
    const turn = await begin(call, { user, character });
    expect(await wishAt(turn, 'There is a fro')).toBe('streaming');
    expect(await wishAt(turn, 'There is a frog')).toBe('streaming');
    expect(await wishAt(turn, 'There is a frogmouth')).toBe('streaming');
    expect(await wishAt(turn, 'There is a frogmouth, a frog and')).toBe('blocked');
    expect(await read(call, turn.turn_id)).toMatchObject({ text: 'There is a frogmouth' });
    await expireTurn(database.pool, turn.turn_id);
    await sweep(database.pool);
    const swept = { state: 'interrupted', text: 'There is a frogmouth' };
    expect(await read(call, turn.turn_id)).toMatchObject(swept);
    await end(call, turn, { text: 'There is a frogmouth, a frog and more.' });
    expect(await read(call, turn.turn_id)).toMatchObject(swept);
  });

  it('as the last word before its worker died is not kept either', async () => {
    const user = await makePerson(database.pool, 10);
    const turn = await begin(call, { user, character });
    expect(await wishAt(turn, 'There is a frog')).toBe('streaming');
    await expireTurn(database.pool, turn.turn_id);
    await sweep(database.pool);
    expect(await read(call, turn.turn_id)).toMatchObject({
      state: 'failed',
      text: '',
      receipt: { error_code: 'answer_blocked', charged_credits: 0 },
    });
  });

  it('is found beyond what was compared before, over the edge of two checkpoints', async () => {
    const user = await makePerson(database.pool, 10);
    const turn = await begin(call, { user, character });
    const long = 'word '.repeat(1000);
    expect(await wishAt(turn, `${long}fr`)).toBe('streaming');
    expect(await wishAt(turn, `${long}frog and so on`)).toBe('blocked');
  });
});

describe('the provider’s verdict', () => {
  const score = { action: 'flag', category: 'hate', scores: { hate: 0.7 } };
  beforeAll(() => apply({ patterns: [{ ...FROG, action: 'warn', direction: 'input' }] }));

  it('joins what a pattern decided: the stronger stands, with the scores', async () => {
    const user = await makePerson(database.pool, 20);
    const weaker = await begin(call, { user, character, text: 'A frog.' });
    await record(weaker, 'input', score, 'A frog.');
    const [first] = await decisionsOf(user);
    expect(first).toMatchObject({ action: 'warn', source: 'pattern', scores: { hate: 0.7 } });

    const other = await makePerson(database.pool, 10);
    const turn = await begin(call, { user: other, character, text: 'A frog.' });
    await record(turn, 'input', { ...score, action: 'block' }, 'A frog.');
    expect(await decisionsOf(other)).toMatchObject([
      { action: 'block', source: 'provider', category: 'hate' },
    ]);
  });

  it('is one row, however often it is told', async () => {
    const user = await makePerson(database.pool, 10);
    const turn = await begin(call, { user, character });
    await Promise.all([1, 2, 3].map(() => record(turn, 'output', score, 'x'.repeat(5000))));
    const decisions = await decisionsOf(user);
    expect(decisions).toMatchObject([{ action: 'flag', excerpt: 'x'.repeat(1000) }]);
  });

  it('without anything to it keeps scores and no text', async () => {
    const user = await makePerson(database.pool, 10);
    const turn = await begin(call, { user, character });
    await record(turn, 'input', { action: 'allow', scores: {} }, 'Hello');
    expect(await decisionsOf(user)).toMatchObject([{ action: 'allow', scores: {}, excerpt: null }]);
  });

  it('comes with the settlement, and twice is once', async () => {
    const user = await makePerson(database.pool, 10);
    const turn = await begin(call, { user, character });
    await record(turn, 'output', { ...score, action: 'warn' }, 'An answer.');
    const verdicts = [
      { direction: 'input', action: 'allow', scores: { hate: 0.1 } },
      { direction: 'output', ...score, action: 'warn', excerpt: 'An answer.' },
    ];
    const notices = [{ direction: 'output', action: 'warn', category: 'hate' }];
    expect(await end(call, turn, { verdicts })).toMatchObject({ charged_credits: 10, notices });
    expect(await end(call, turn, { verdicts })).toMatchObject({ charged_credits: 10, notices });
    expect((await decisionsOf(user)).map(({ action }) => action).sort()).toEqual(['allow', 'warn']);
  });

  it.each([
    ['a category longer than any', { action: 'flag', category: 'x'.repeat(41) }],
    ['a form of its own', { action: { of: 'another kind' } }],
    ['no action', {}],
  ])('with %s is lost, and the turn is settled all the same', async (_, verdict) => {
    const user = await makePerson(database.pool, 10);
    const turn = await begin(call, { user, character });
    const verdicts = [{ direction: 'input', ...verdict }];
    expect(await end(call, turn, { verdicts })).toMatchObject({ state: 'complete' });
    expect(await decisionsOf(user)).toEqual([]);
    expect(await creditsOf(user)).toEqual({ available: 0, held: 0 });
  });

  it('on a turn that is not there is refused', async () => {
    const nothing = { turn_id: crypto.randomUUID(), attempt: 1 };
    expect(await refusalOf(record(nothing, 'input', score))).toMatchObject({ code: 'PT404' });
  });
});

it('is forgotten in time: what was allowed after 30 days, texts after 90', async () => {
  const user = await makePerson(database.pool, 100);
  for (const [age, action] of [
    [29, 'allow'],
    [31, 'allow'],
    [89, 'flag'],
    [91, 'block'],
  ]) {
    const turn = await begin(call, { user, character });
    await record(turn, 'input', { action, scores: {} }, `${age}`);
    await database.pool.query(
      `update private.moderation_decision set created_at = now() - $2 * interval '1 day'
       where subject_id = $1`,
      [turn.turn_id, age],
    );
  }
  await database.pool.query('select private.prune_moderation()');
  const left = (await decisionsOf(user)).map(({ action, excerpt }) => `${action} ${excerpt}`);
  expect(left.sort()).toEqual(['allow null', 'block null', 'flag 89']);
});
