// turns-states: every move between two states, by hand as the owner of the tables: the legal ones
// of the turns migration are taken, all others refused.
import type pg from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { ownDatabase } from '../support/own-database.ts';
import { begin, end, makeCharacter, makePerson, overSql } from '../support/turn.ts';

const STATES = ['streaming', 'complete', 'stopped', 'interrupted', 'failed'] as const;
type State = (typeof STATES)[number];

const LEGAL: Record<State, State[]> = {
  streaming: ['complete', 'stopped', 'interrupted', 'failed'],
  complete: [],
  stopped: ['complete', 'interrupted'],
  interrupted: ['complete', 'stopped'],
  failed: ['streaming', 'complete', 'stopped', 'interrupted'],
};
const MOVES = STATES.flatMap((from) =>
  STATES.filter((to) => to !== from).map((to) => ({ from, to, isLegal: LEGAL[from].includes(to) })),
);

const database = ownDatabase({ connections: 4 });
const turns = {} as Record<State, { turn_id: string; assistant_message_id: string }>;

beforeAll(async () => {
  const call = overSql(database.service);
  const character = await makeCharacter(database.pool, {});
  for (const state of STATES) {
    const turn = await begin(call, { user: await makePerson(database.pool, 100), character });
    const text = state === 'failed' ? '' : 'Words.';
    if (state !== 'streaming') await end(call, turn, { state, text });
    turns[state] = turn;
  }
});

/** Runs a statement in a transaction that is always undone. */
async function attempt(text: string, values: unknown[]): Promise<pg.QueryResult> {
  const client = await database.pool.connect();
  try {
    await client.query('begin');
    return await client.query(text, values);
  } finally {
    await client.query('rollback');
    client.release();
  }
}

describe.each([
  [
    'a turn',
    (from: State, to: State) =>
      attempt(
        `update public.turns set state = $2, charged_credits = 0,
           settled_at = case when $2 = 'streaming' then null else now() end
         where id = $1`,
        [turns[from].turn_id, to],
      ),
  ],
  [
    'an answer',
    (from: State, to: State) =>
      attempt('update public.messages set state = $2 where id = $1', [
        turns[from].assistant_message_id,
        to,
      ]),
  ],
])('%s', (_, move) => {
  it.each(MOVES.filter(({ isLegal }) => isLegal))('may go from $from to $to', async (legal) => {
    expect((await move(legal.from, legal.to)).rowCount).toBe(1);
  });

  it.each(MOVES.filter(({ isLegal }) => !isLegal))('may not go from $from to $to', async (not) => {
    await expect(move(not.from, not.to)).rejects.toMatchObject({
      code: '23514',
      message: 'illegal_state_move',
      detail: expect.stringMatching(new RegExp(`${not.from} -> ${not.to}$`)),
    });
  });

  it.each(STATES)('may stay %s', async (state) => {
    expect((await move(state, state)).rowCount).toBe(1);
  });

  it('may not be in a state that is none', async () => {
    await expect(move('streaming', 'paused' as State)).rejects.toMatchObject({ code: '23514' });
  });
});

it('a message of a person is complete and nothing else', async () => {
  await expect(
    attempt(
      `insert into public.messages (conversation_id, role, content, state)
       select conversation_id, 'user', 'Hello', 'streaming' from public.turns where id = $1`,
      [turns.complete.turn_id],
    ),
  ).rejects.toMatchObject({ constraint: 'messages_user_state_check' });
});

it.each([
  ['charged while it streams', 'streaming', 'charged_credits = 1'],
  ['charged though it failed', 'failed', 'charged_credits = 1'],
  ['charged more than was held', 'complete', 'charged_credits = held_credits + 1'],
  ['ended without a time', 'complete', 'settled_at = null'],
  ['streaming with the time of its end', 'streaming', 'settled_at = now()'],
] as const)('a turn cannot be %s', async (_, state, change) => {
  await expect(
    attempt(`update public.turns set ${change} where id = $1`, [turns[state].turn_id]),
  ).rejects.toMatchObject({ code: '23514' });
});
