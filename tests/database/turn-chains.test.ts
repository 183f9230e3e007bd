// turn-chains: who may answer a turn, and what is charged and booked when several models did.
import { beforeEach, describe, expect, it } from 'vitest';
import {
  ceilDivide,
  costOfTokens,
  creditsForCost,
  makeMetered,
  type Price,
  priceModel,
  setCreditTerms,
} from '../support/metered.ts';
import { ownDatabase } from '../support/own-database.ts';
import {
  begin,
  type Call,
  type Context,
  makePerson,
  overSql,
  type Receipt,
  refusalOf,
} from '../support/turn.ts';
import { readCredits } from '../support/wallet.ts';

interface Link {
  model: string;
  provider: string;
  max_output_tokens: number;
  continues_by: string | null;
}
type Chained = Context & { chain: Link[] };

const CREDITS = 1_000_000;
const MAX_TOKENS = 500;
const TERMS = { creditValueMicros: 10, markupPercent: 50 };
const ASKED: Price = { input: 1_000_000, output: 4_000_000 };
const OTHER: Price = { input: 30_000_000, output: 90_000_000 };

const database = ownDatabase({ connections: 2 });
let call: Call;
let asked: string;
let other: string;
let character: string;
let user: string;

beforeEach(async () => {
  const { pool } = database;
  call = overSql(database.service);
  await setCreditTerms(pool, TERMS);
  await pool.query('delete from private.provider_breaker where true');
  await pool.query('delete from private.provider_failure where true');
  asked = await addModel('groq', ASKED);
  other = await addModel('siliconflow', OTHER);
  await giveFallbacks(asked, [{ model: other, may_continue: true }]);
  character = await makeMetered(pool, asked, { maxOutputTokens: MAX_TOKENS });
  user = await makePerson(pool, CREDITS);
});

async function addModel(provider: string, price: Price, capabilities = ['text']): Promise<string> {
  const model = await priceModel(database.pool, price, { provider });
  await database.pool.query(
    `insert into public.models
       (id, provider, name, context_tokens, max_output_tokens, capabilities, state)
     values ($1, $2, 'Tested', 4000, 400, $3, 'retired')`,
    [model, provider, capabilities],
  );
  return model;
}

async function giveFallbacks(model: string, list: unknown): Promise<void> {
  const args = [model, JSON.stringify(list)];
  await database.pool.query('select private.put_model_fallbacks($1, $2)', args);
}

const start = async () => (await begin(call, { user, character })) as Chained;

interface Reported {
  model?: string;
  text?: string;
  state?: string;
  usage?: Record<string, number>;
  attempts: { model: string; provider: string; bytes: number; is_up?: boolean | null }[];
}

async function end(turn: Chained, { model = other, ...reported }: Reported) {
  const provider = model === other ? 'siliconflow' : 'groq';
  return (await call('settle_turn', {
    p_turn_id: turn.turn_id,
    p_attempt: turn.attempt,
    p_state: reported.state ?? 'complete',
    p_text: reported.text ?? 'x'.repeat(80),
    p_usage: { provider, model, ...reported.usage },
    p_attempts: JSON.stringify(reported.attempts),
  })) as Receipt & { models: string[]; model: string };
}

async function usages() {
  const { rows } = await database.pool.query(
    `select action, model, provider, credits::int, cost_micros::int, outcome
     from private.usage_record where user_id = $1 order by action`,
    [user],
  );
  return rows;
}

describe('the chain', () => {
  it('has the model, then its fallbacks in their order, each as it can answer', async () => {
    const prefilled = await addModel('groq', OTHER, ['text', 'prefill']);
    await giveFallbacks(asked, [
      { model: prefilled, may_continue: true },
      { model: other, may_continue: true },
      { model: await addModel('groq', OTHER) },
    ]);
    const { chain } = await start();
    expect(chain.map(({ model }) => model).slice(0, 3)).toEqual([asked, prefilled, other]);
    expect(chain.map((link) => link.continues_by)).toEqual([null, 'prefill', 'instruction', null]);
    expect(chain.map((link) => link.max_output_tokens)).toEqual([400, 400, 400, 400]);
  });

  it('has no model that the plan does not include', async () => {
    await database.pool.query(`update public.plans set models = $1 where slug = 'free'`, [[asked]]);
    try {
      expect((await start()).chain.map(({ model }) => model)).toEqual([asked]);
    } finally {
      await database.pool.query(`update public.plans set models = null where slug = 'free'`);
    }
  });

  it('of a model that is in no table is that model, served by openai', async () => {
    const unknown = await priceModel(database.pool, ASKED, { provider: 'openai' });
    character = await makeMetered(database.pool, unknown, { maxOutputTokens: MAX_TOKENS });
    expect((await start()).chain).toMatchObject([
      { model: unknown, provider: 'openai', max_output_tokens: MAX_TOKENS, continues_by: null },
    ]);
  });

  it('is none for the same message again', async () => {
    const message = { user, character, chat: 'a', message: 'b' };
    await begin(call, message);
    expect(await begin(call, message)).not.toHaveProperty('chain');
  });
});

describe('the charge, by tokens', () => {
  const tokens = { input: 100, output: 20 };
  const usage = { input_tokens: 100, output_tokens: 20 };

  it('is by the price of the model asked for when another answers; we bear the rest', async () => {
    const turn = await start();
    const attempts = [
      { model: asked, provider: 'groq', bytes: 0, is_up: false },
      { model: other, provider: 'siliconflow', bytes: 80, is_up: true },
    ];
    const receipt = await end(turn, { usage, attempts });
    const charged = creditsForCost(costOfTokens(ASKED, tokens), TERMS);
    expect(receipt).toMatchObject({ model: asked, models: [other], charged_credits: charged });
    expect(await usages()).toEqual([
      {
        action: 'chat',
        model: other,
        provider: 'siliconflow',
        credits: charged,
        cost_micros: costOfTokens(OTHER, tokens),
        outcome: 'complete',
      },
    ]);
  });

  it('is never more than was held, however much another model says', async () => {
    const turn = await start();
    const attempts = [{ model: other, provider: 'siliconflow', bytes: 80, is_up: true }];
    const much = { input_tokens: 100_000, output_tokens: 100_000 };
    const receipt = await end(turn, { usage: much, attempts });
    expect(receipt.charged_credits).toBe(turn.held_credits);
    expect(await readCredits(database.pool, user)).toMatchObject({ held: 0 });
  });

  it('of an answer that two gave is that of one: what was lost is paid once', async () => {
    const turn = await start();
    const attempts = [
      { model: asked, provider: 'groq', bytes: 40, is_up: false },
      { model: other, provider: 'siliconflow', bytes: 80, is_up: true },
    ];
    const receipt = await end(turn, { text: 'x'.repeat(120), usage, attempts });
    // Ten tokens of the first were part of what the second was asked, and are part of the answer.
    const joined = { input: 90, output: 30 };
    const charged = creditsForCost(costOfTokens(ASKED, joined), TERMS);
    expect(receipt).toMatchObject({
      models: [asked, other],
      charged_credits: charged,
      input_tokens: 90,
      output_tokens: 30,
    });
    expect(await usages()).toMatchObject([
      { action: 'chat', model: other, credits: charged, cost_micros: costOfTokens(OTHER, tokens) },
      {
        action: 'lost_attempt',
        model: asked,
        credits: 0,
        cost_micros: costOfTokens(ASKED, { input: 90, output: 10 }),
        outcome: 'interrupted',
      },
    ]);
  });

  it('of an answer that nobody finished is by what was delivered', async () => {
    const turn = await start();
    const attempts = [
      { model: asked, provider: 'groq', bytes: 41, is_up: false },
      { model: other, provider: 'siliconflow', bytes: 0, is_up: false },
    ];
    const text = 'x'.repeat(41);
    const receipt = await end(turn, { model: asked, state: 'interrupted', text, attempts });
    const { rows } = await database.pool.query(
      'select input_tokens_estimate as input from public.turns where id = $1',
      [turn.turn_id],
    );
    const input = Math.ceil(rows[0].input * 0.75);
    const counted = { input, output: Number(ceilDivide(41n, 4n)) };
    expect(receipt).toMatchObject({
      state: 'interrupted',
      models: [asked],
      charged_credits: creditsForCost(costOfTokens(ASKED, counted), TERMS),
    });
    expect(await usages()).toMatchObject([{ action: 'chat', model: asked }]);
  });

  it('is nothing when nobody said a word', async () => {
    const attempts = [
      { model: asked, provider: 'groq', bytes: 0, is_up: false },
      { model: other, provider: 'siliconflow', bytes: 0, is_up: false },
    ];
    const receipt = await end(await start(), { state: 'failed', text: '', attempts });
    expect(receipt).toMatchObject({ state: 'failed', models: [], charged_credits: 0 });
    const { plan, bought, held } = await readCredits(database.pool, user);
    expect([plan + bought, held]).toEqual([CREDITS, 0]);
  });

  it('told twice is charged and booked once', async () => {
    const turn = await start();
    const attempts = [
      { model: asked, provider: 'groq', bytes: 40, is_up: false },
      { model: other, provider: 'siliconflow', bytes: 80, is_up: true },
    ];
    const report = { text: 'x'.repeat(120), usage, attempts };
    const receipts = await Promise.all([end(turn, report), end(turn, report)]);
    expect(receipts[0]?.charged_credits).toBe(receipts[1]?.charged_credits);
    expect((await readCredits(database.pool, user)).held).toBe(0);
    expect(await usages()).toHaveLength(2);
  });
});

describe('the list of fallbacks', () => {
  it.each([
    ['that is none', 'nobody'],
    ['that is no list', { model: 'gpt-4.1' }],
    ['with the model itself', [{ model: 'ASKED' }]],
    ['with one twice', [{ model: 'gpt-4.1' }, { model: 'gpt-4.1' }]],
    ['without a name', [{ may_continue: true }]],
    ['with a word for a truth', [{ model: 'gpt-4.1', may_continue: 'yes' }]],
    ['that is too long', Array.from({ length: 6 }, (_, nr) => ({ model: `gpt-${nr}` }))],
  ])('%s is refused and changes nothing', async (_, list) => {
    const given = JSON.parse(JSON.stringify(list).replace('ASKED', asked));
    const refused = refusalOf(giveFallbacks(asked, given));
    expect(await refused).toMatchObject({ code: 'PT400', message: 'invalid_request' });
    expect((await start()).chain.map(({ model }) => model)).toEqual([asked, other]);
  });

  it('with a model that does not exist is refused and changes nothing', async () => {
    const refused = await refusalOf(giveFallbacks(asked, [{ model: 'nobody' }]));
    expect(refused).toMatchObject({ code: 'PT404', message: 'model_not_found' });
    expect((await start()).chain).toHaveLength(2);
  });

  it('that is empty leaves the model alone', async () => {
    await giveFallbacks(asked, []);
    expect((await start()).chain.map(({ model }) => model)).toEqual([asked]);
  });
});
