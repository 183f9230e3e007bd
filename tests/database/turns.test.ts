// turns: starting, repeating and reading a turn, over the Data API as the chat function does.
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ledgerViolations } from '../support/ledger-invariants.ts';
import { creditsOf, serviceClient } from '../support/person.ts';
import { connect } from '../support/sql.ts';
import {
  begin,
  type Context,
  checkpoint,
  end,
  makeCharacter,
  makePerson,
  overDataApi,
  read,
  refusalOf,
} from '../support/turn.ts';

const call = overDataApi(serviceClient());
const people: string[] = [];
let db: pg.PoolClient;
let testa: string;

beforeAll(async () => {
  db = await connect();
  testa = await makeCharacter(db, { price: 10 });
});
afterAll(async () => {
  expect(await ledgerViolations(db, people)).toEqual([]);
  db.release();
});

async function person(credits = 100): Promise<string> {
  const id = await makePerson(db, credits);
  people.push(id);
  return id;
}

async function messagesOf(conversationId: string): Promise<unknown[]> {
  const { rows } = await db.query(
    'select role, content, state from public.messages where conversation_id = $1 order by ordinal',
    [conversationId],
  );
  return rows;
}

describe('beginning a turn', () => {
  it('holds the price, stores both messages and tells what to ask the model', async () => {
    const user = await person();
    const context = await begin(call, { user, character: testa, text: 'Hello, Testa.' });
    expect(context).toEqual({
      turn_id: expect.any(String),
      conversation_id: expect.any(String),
      assistant_message_id: expect.any(String),
      ui_message_id: expect.any(String),
      attempt: 1,
      is_repeat: false,
      held_credits: 10,
      limits: [],
      moderation: { on_failure: 'open', input: expect.any(Object), output: expect.any(Object) },
      model: 'gpt-4.1-mini',
      provider: 'openai',
      chain: [
        {
          model: 'gpt-4.1-mini',
          provider: 'openai',
          sees: true,
          reasons: false,
          context_tokens: 1_000_000,
          max_output_tokens: 100,
          continues_by: null,
        },
      ],
      temperature: 0.7,
      max_output_tokens: 100,
      system_prompt: 'You are Testa.',
      messages: [{ role: 'user', content: 'Hello, Testa.' }],
    });
    expect(await creditsOf(user)).toEqual({ available: 90, held: 10 });
    expect(await messagesOf(context.conversation_id)).toEqual([
      { role: 'user', content: 'Hello, Testa.', state: 'complete' },
      { role: 'assistant', content: '', state: 'streaming' },
    ]);
  });

  it('without enough credits says what there is and what is needed, no more', async () => {
    const user = await person(9);
    const refusal = await refusalOf(begin(call, { user, character: testa }));
    expect(refusal).toMatchObject({ code: 'PT402', message: 'insufficient_credits' });
    expect(JSON.parse(refusal.details)).toEqual({ available: 9, needed: 10 });
    const { rows } = await db.query(
      `select (select count(*) from public.turns where user_id = $1)
        + (select count(*) from public.conversations where user_id = $1) as left_behind`,
      [user],
    );
    expect(rows).toEqual([{ left_behind: 0 }]);
  });

  it.each([
    ['suspended', { code: 'PT403', message: 'account_suspended' }],
    ['deactivated', { code: 'PT403', message: 'account_deactivated' }],
  ])('is refused to a %s person', async (status, refusal) => {
    const user = await person();
    await db.query('update public.profiles set status = $2 where id = $1', [user, status]);
    expect(await refusalOf(begin(call, { user, character: testa }))).toMatchObject(refusal);
  });

  it('is refused to a person who does not exist', async () => {
    const stranger = { user: crypto.randomUUID(), character: testa };
    const refusal = { code: 'PT401', message: 'unauthenticated' };
    expect(await refusalOf(begin(call, stranger))).toMatchObject(refusal);
  });

  it('in a conversation of somebody else finds no conversation', async () => {
    const { conversation_id: chat } = await begin(call, { user: await person(), character: testa });
    expect(await refusalOf(begin(call, { user: await person(), chat }))).toMatchObject({
      code: 'PT404',
      message: 'conversation_not_found',
    });
  });

  it('with an archived character goes on, but starts no conversation', async () => {
    const [user, gone] = [await person(), await makeCharacter(db, {})];
    const { conversation_id: chat } = await begin(call, { user, character: gone });
    await db.query(`update public.characters set status = 'archived' where slug = $1`, [gone]);
    await expect(begin(call, { user, character: gone, chat })).resolves.toBeDefined();
    await expect(begin(call, { user, chat })).resolves.toBeDefined();
    expect(await refusalOf(begin(call, { user, character: gone }))).toMatchObject({
      code: 'PT404',
      message: 'character_not_found',
    });
  });

  it.each([
    ['a text of 5001 characters', { text: 'x'.repeat(5001) }, 'messages_user_content_check'],
    ['an empty text', { text: '' }, 'messages_user_content_check'],
    ['a message id of 65', { message: 'x'.repeat(65) }, 'turns_client_message_id_check'],
    ['a chat id of 65', { chat: 'x'.repeat(65) }, 'conversations_client_id_check'],
  ])('with %s is refused by the schema', async (_, asked, constraint) => {
    const refusal = await refusalOf(
      begin(call, { user: await person(), character: testa, ...asked }),
    );
    expect(refusal.code).toBe('23514');
    expect(refusal.message).toContain(constraint);
  });
});

describe('the same message again', () => {
  it('is the same turn while it runs and when it has ended', async () => {
    const user = await person();
    const asked = { user, character: testa, chat: 'c', message: 'm' };
    const first = await begin(call, asked);
    type Begun = Context & { moderation?: unknown; chain?: unknown };
    const { moderation: _, chain: __, ...rest } = first as Begun;
    const repeated = { ...rest, is_repeat: true, messages: [] };
    expect(await begin(call, asked)).toEqual(repeated);
    await end(call, first);
    expect(await begin(call, asked)).toEqual(repeated);
    expect(await creditsOf(user)).toEqual({ available: 90, held: 0 });
  });

  it.each([
    ['another text', { text: 'Something else' }],
    ['another chat', { chat: 'c2' }],
  ])('with %s is a conflict and starts nothing', async (_, change) => {
    const user = await person();
    const asked = { user, character: testa, chat: 'c', message: 'm' };
    await begin(call, asked);
    expect(await refusalOf(begin(call, { ...asked, ...change }))).toMatchObject({
      code: 'PT409',
      message: 'idempotency_conflict',
    });
    expect(await creditsOf(user)).toEqual({ available: 90, held: 10 });
    const { rows } = await db.query('select from public.conversations where user_id = $1', [user]);
    expect(rows).toHaveLength(1);
  });
});

describe('the message of a failed turn sent again', () => {
  async function failed(options = {}) {
    const [user, character] = [await person(), await makeCharacter(db, options)];
    const asked = { user, character, chat: 'c', message: 'm' };
    const first = await begin(call, asked);
    await end(call, first, { state: 'failed', text: '', errorCode: 'provider_unavailable' });
    expect(await creditsOf(user)).toEqual({ available: 100, held: 0 });
    return { user, character, asked, first };
  }

  async function turnState(turnId: string) {
    return (await read(call, turnId))?.receipt;
  }

  it('is a new attempt of the same turn, at the price of now', async () => {
    const { user, character, asked, first } = await failed({ price: 10 });
    await db.query(
      `update public.characters set credit_price = 7, max_output_tokens = 50, model = 'other'
       where slug = $1`,
      [character],
    );
    expect(await begin(call, asked)).toEqual({
      ...first,
      attempt: 2,
      held_credits: 7,
      max_output_tokens: 50,
      chain: [expect.objectContaining({ model: 'other', max_output_tokens: 50 })],
      model: 'other',
    });
    expect(await creditsOf(user)).toEqual({ available: 93, held: 7 });
    const receipt = await turnState(first.turn_id);
    expect(receipt).toMatchObject({ state: 'streaming', error_code: null, charged_credits: 0 });
    await end(call, { ...first, attempt: 2 });
    expect(await creditsOf(user)).toEqual({ available: 93, held: 0 });
  });

  it('is refused when premium has ended since, and the turn stays failed', async () => {
    const { user, character, asked, first } = await failed();
    await db.query('update public.characters set is_premium = true where slug = $1', [character]);
    const give = `select private.grant_membership($1, 'plus', 'admin', $2, now() - $3::interval,
      now() - $3::interval + '1 hour')`;
    await db.query(give, [user, `over:${user}`, '1 hour']);
    expect(await refusalOf(begin(call, asked))).toMatchObject({
      code: 'PT403',
      message: 'premium_required',
    });
    expect(await turnState(first.turn_id)).toMatchObject({ state: 'failed', charged_credits: 0 });
    expect(await creditsOf(user)).toEqual({ available: 100, held: 0 });
    await db.query(give, [user, `now:${user}`, '0']);
    expect(await begin(call, asked)).toMatchObject({ attempt: 2 });
  });

  it('is refused when the credits are gone, and the turn stays failed', async () => {
    const { asked, first, character } = await failed();
    await db.query('update public.characters set credit_price = 101 where slug = $1', [character]);
    expect(await refusalOf(begin(call, asked))).toMatchObject({ code: 'PT402' });
    expect(await turnState(first.turn_id)).toMatchObject({ state: 'failed' });
  });
});

describe('what is stored of an answer', () => {
  it('is read as far as it has come, with a receipt of nothing charged yet', async () => {
    const turn = await begin(call, { user: await person(), character: testa });
    expect(await checkpoint(call, turn, 'So f')).toBe(true);
    expect(await read(call, turn.turn_id)).toEqual({
      state: 'streaming',
      text: 'So f',
      answer: { kind: 'text', attachments: [] },
      receipt: {
        turn_id: turn.turn_id,
        state: 'streaming',
        plan: 'free',
        pricing: 'fixed',
        model: 'gpt-4.1-mini',
        models: [],
        price_id: null,
        held_credits: 10,
        charged_credits: 0,
        refunded_credits: 0,
        available_credits: 90,
        input_tokens: null,
        cached_input_tokens: null,
        output_tokens: null,
        finish_reason: null,
        error_code: null,
        notices: [],
      },
    });
  });

  it('is not changed by another attempt, nor after the end', async () => {
    const turn = await begin(call, { user: await person(), character: testa });
    expect(await checkpoint(call, { ...turn, attempt: 2 }, 'Wrong')).toBe(false);
    await end(call, turn, { text: 'Right.' });
    expect(await checkpoint(call, turn, 'Late')).toBe(false);
    expect(await read(call, turn.turn_id)).toMatchObject({ state: 'complete', text: 'Right.' });
  });

  it('is nothing for a turn that does not exist', async () => {
    const turn = { turn_id: crypto.randomUUID(), attempt: 1 };
    const refusal = { code: 'PT404', message: 'turn_not_found' };
    expect(await refusalOf(read(call, turn.turn_id))).toMatchObject(refusal);
    expect(await checkpoint(call, turn, 'x')).toBe(false);
    expect(await refusalOf(end(call, turn))).toMatchObject(refusal);
  });
});
