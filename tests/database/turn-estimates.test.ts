// turn-estimates: what somebody is told that a message may cost, beside what is then held for it.
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest';
import { callAs } from '../support/call-as.ts';
import { available, inDays, signUp } from '../support/membership.ts';
import { makeMetered, priceModel } from '../support/metered.ts';
import { openPool } from '../support/open-pool.ts';
import {
  anonymousClient,
  type Client,
  createPerson,
  type Person,
  serviceClient,
} from '../support/person.ts';
import { connect } from '../support/sql.ts';
import { begin, type Call, end, makeCharacter, overDataApi } from '../support/turn.ts';

interface Estimate {
  pricing: string;
  max_credits: number;
  max_cost_micros: number;
  available_credits: number;
  is_affordable: boolean;
}

const service: Call = overDataApi(serviceClient());
const characters: Record<string, string> = {};
let db: pg.PoolClient;
let model: string;
let ada: Person;
let stranger: Person;

beforeAll(async () => {
  db = await connect();
  // A credit and more for each token: so an estimate that is off by a message is seen.
  model = await priceModel(db, { input: 7_000_000_000, output: 9_000_000_000 });
  characters.fixed = await makeCharacter(db, { price: 7 });
  characters.metered = await makeMetered(db, model, { maxOutputTokens: 50 });
  [ada, stranger] = await Promise.all([
    createPerson({ credits: 1_000_000 }),
    createPerson({ credits: 1_000_000 }),
  ]);
});
afterAll(() => db.release());

function slugOf(pricing: string): string {
  const slug = characters[pricing];
  if (!slug) throw new Error(`No character of the test is ${pricing}.`);
  return slug;
}

async function estimate(
  client: Client,
  asked: { p_character: string; p_text?: string; p_chat_id?: string },
): Promise<Estimate> {
  const { data, error } = await client.rpc('estimate_turn', asked);
  if (error) throw error;
  return data as unknown as Estimate;
}

/** A conversation of Ada's with one question and one long answer in it. */
async function chatted(pricing: string, chat: string = crypto.randomUUID()) {
  const turn = await begin(service, { user: ada.id, character: slugOf(pricing), chat });
  await end(service, turn, { text: 'An answer of some length. '.repeat(40) });
  return { chat, id: turn.conversation_id };
}

describe.each(['fixed', 'metered'])('the estimate of a %s message', (pricing) => {
  it('is what is held for it in a new conversation', async () => {
    const text = 'How far is the moon? 🌖';
    const { client, id } = ada;
    const { rows } = await db.query('select credit_value_micros from private.catalog');
    const creditValue = Number(rows[0].credit_value_micros);
    const told = await estimate(client, { p_character: slugOf(pricing), p_text: text });
    const turn = await begin(service, { user: id, character: slugOf(pricing), text });
    expect(told).toEqual({
      pricing,
      max_credits: turn.held_credits,
      max_cost_micros: turn.held_credits * creditValue,
      available_credits: expect.any(Number),
      is_affordable: true,
    });
    const again = await estimate(client, { p_character: slugOf(pricing), p_text: text });
    expect(again.available_credits).toBe(told.available_credits - turn.held_credits);
    await end(service, turn, { state: 'failed', text: '' });
  });

  it.each(['chat', 'id'] as const)('is what is held for it in one named by its %s', async (by) => {
    const conversation = await chatted(pricing);
    const text = 'And the sun?';
    const told = await estimate(ada.client, {
      p_character: slugOf(pricing),
      p_text: text,
      p_chat_id: conversation[by],
    });
    const turn = await begin(service, { user: ada.id, chat: conversation[by], text });
    expect(turn.conversation_id).toBe(conversation.id);
    expect(told.max_credits).toBe(turn.held_credits);
    const alone = await estimate(ada.client, { p_character: slugOf(pricing), p_text: text });
    if (pricing === 'fixed') expect(alone.max_credits).toBe(told.max_credits);
    else expect(alone.max_credits).toBeLessThan(told.max_credits);
    await end(service, turn, { state: 'failed', text: '' });
  });

  it("tells a stranger nothing of somebody's conversation, whichever id they name", async () => {
    const conversation = await chatted(pricing, `chat-of-ada-${pricing}`);
    const asked = { p_character: slugOf(pricing), p_text: 'And the sun?' };
    const own = await estimate(stranger.client, asked);
    for (const p_chat_id of [conversation.id, conversation.chat])
      expect(await estimate(stranger.client, { ...asked, p_chat_id })).toEqual(own);
  });

  it('says when it is more than somebody has', async () => {
    const character = slugOf(pricing);
    const bound = await estimate(ada.client, { p_character: character });
    const { max_credits } = bound;
    for (const [credits, isAffordable] of [
      [max_credits, true],
      [max_credits - 1, false],
    ] as const) {
      const { client } = await createPerson({ credits });
      expect(await estimate(client, { p_character: character })).toEqual({
        ...bound,
        available_credits: credits,
        is_affordable: isAffordable,
      });
    }
  });
});

describe('an estimate', () => {
  it('stores and holds nothing', async () => {
    const { id, client } = await createPerson();
    await estimate(client, { p_character: slugOf('metered'), p_text: 'Hello', p_chat_id: 'c' });
    const { rows } = await db.query(
      `select (select count(*) from public.conversations where user_id = $1) as conversations,
         (select count(*) from private.ledger_hold where owner_id = $1) as holds`,
      [id],
    );
    expect(rows).toEqual([{ conversations: 0, holds: 0 }]);
  });

  it('counts the credits of a plan that are due and were not granted yet', async () => {
    const pool = openPool({ connectionString: inject('stack').dbUrl, max: 2 });
    onTestFinished(() => pool.end());
    const user = await signUp(pool, inDays(-40));
    const { rows } = await pool.query('select credits from public.plans where is_default');
    expect(await available(pool, user)).toBe(0);
    const text = 'select public.estimate_turn($1) as told';
    for (const _ of ['first', 'again']) {
      const [{ told }] = await callAs(pool, user, text, [slugOf('fixed')]);
      expect(told).toMatchObject({ available_credits: rows[0].credits, is_affordable: true });
    }
    const turn = await begin(service, { user, character: slugOf('fixed') });
    await end(service, turn, { state: 'failed', text: '' });
    expect(await available(pool, user)).toBe(rows[0].credits);
  });

  it('of a character that is not there or not published is refused', async () => {
    const archived = await makeCharacter(db, {});
    await db.query(`update public.characters set status = 'archived' where slug = $1`, [archived]);
    for (const p_character of ['nobody', archived, crypto.randomUUID()])
      await expect(estimate(ada.client, { p_character })).rejects.toMatchObject({
        code: 'PT404',
        message: 'character_not_found',
      });
  });

  it('of a metered character whose model has no price is refused', async () => {
    const p_character = await makeMetered(db, 'no-such-model');
    await expect(estimate(ada.client, { p_character })).rejects.toMatchObject({
      code: 'PT503',
      message: 'model_not_priced',
    });
  });

  it.each([
    ['an anonymous caller', anonymousClient],
    ['the service', serviceClient],
  ])('is not for %s', async (_, client) => {
    await expect(estimate(client(), { p_character: slugOf('fixed') })).rejects.toMatchObject({
      code: '42501',
    });
  });
});
