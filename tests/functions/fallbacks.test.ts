// fallbacks: another model answers when the one that was asked for cannot, or goes on where it was
// cut; the person pays once, for the model that was asked for.
import { beforeAll, describe, expect, it } from 'vitest';
import { createCharacter, send } from '../support/chat.ts';
import { chainOf, createAskedModel, giveFallbacks } from '../support/fallbacks.ts';
import { createPerson, creditsOf, type Person } from '../support/person.ts';
import { addCompatibleModel, costAt, servedModels } from '../support/providers.ts';
import { sql } from '../support/sql.ts';
import { readJournal } from '../support/upstream-journal.ts';

const PRICE = 10;
const MAX_TOKENS = 200;
const PREFILLED = 'claude-haiku-4-5';
const ASKED_TO = 'llama-at-home';
const claude = servedModels.find(({ model }) => model === PREFILLED);

beforeAll(addCompatibleModel);

/** A person, and a character whose model has these fallbacks. */
async function arrive(fallbacks: { model: string; may_continue?: boolean }[]) {
  const asked = await createAskedModel();
  await giveFallbacks(asked, fallbacks);
  const { id, slug } = await createCharacter({ price: PRICE, maxOutputTokens: MAX_TOKENS });
  await sql`update public.characters set model = ${asked} where id = ${id}`;
  const person = await createPerson({ credits: PRICE });
  // With a title, or the provider is asked for one afterwards.
  const chat = crypto.randomUUID();
  await person.client
    .rpc('create_conversation', { p_character: slug, p_title: 'Chain', p_client_id: chat })
    .throwOnError();
  const key = crypto.randomUUID();
  const ask = (text: string) => send(person, { chat, text: `${key} ${text}` });
  return { asked, person, ask, key, slug };
}

describe('before the first word', () => {
  it.each([
    ['is down', '[[status=503 only=siliconflow]]', 3],
    ['is busy for a moment', '[[status=429 only=siliconflow]]', 3],
    ['is busy for longer', '[[status=429 retry_after=30 only=siliconflow]]', 1],
    ['has no money of ours left', '[[status=429 code=insufficient_quota only=siliconflow]]', 1],
    ['does not know our key', '[[status=401 only=siliconflow]]', 1],
    ['does not have the model any more', '[[status=404 only=siliconflow]]', 1],
    ['does not take the request', '[[status=400 only=siliconflow]]', 1],
    ['drops the connection', '[[cut_after=0 only=siliconflow]]', 3],
    ['breaks in a stream that is a 200', '[[error_after=0 only=siliconflow]]', 3],
    ['says nothing', '[[stall_after=0 only=siliconflow]]', 1],
  ])('a provider that %s: the next one answers, at the same price', async (_, fault, tries) => {
    const { asked, person, ask, key } = await arrive([{ model: PREFILLED }]);
    const answer = await ask(`Hello [[tokens=30]] ${fault}`);
    expect(answer.error).toBeUndefined();
    expect(answer.metadata.receipt).toMatchObject({
      state: 'complete',
      model: asked,
      models: [PREFILLED],
      charged_credits: PRICE,
    });
    expect(await chainOf(key)).toEqual([...Array(tries).fill('siliconflow'), 'anthropic']);
    const input = answer.metadata.receipt?.input_tokens ?? 0;
    expect(await usagesOf(person)).toMatchObject([
      {
        action: 'chat',
        provider: 'anthropic',
        model: PREFILLED,
        credits: PRICE,
        cost_micros: claude && (await costAt(claude, { input, output: 30 })),
      },
    ]);
  });

  it('nobody answers: 503, nothing charged, each was asked', async () => {
    const { person, ask, key } = await arrive([{ model: PREFILLED }, { model: ASKED_TO }]);
    const answer = await ask('Hello [[status=503]]');
    expect([answer.status, answer.error?.code]).toEqual([503, 'provider_unavailable']);
    expect(await creditsOf(person.id)).toEqual({ available: PRICE, held: 0 });
    expect(new Set(await chainOf(key))).toEqual(
      new Set(['siliconflow', 'anthropic', 'compatible']),
    );
  });

  it('a question that is too long goes to a model that takes more, past others', async () => {
    const small = await createAskedModel({ contextTokens: 1000, maxOutputTokens: 200 });
    const { ask, key } = await arrive([{ model: small }, { model: PREFILLED }]);
    const answer = await ask('[[status=400 code=context_length_exceeded only=siliconflow]]');
    expect(answer.metadata.receipt?.models).toEqual([PREFILLED]);
    expect(await chainOf(key)).toEqual(['siliconflow', 'anthropic']);
  });

  it('a question that goes against the policy of the provider goes nowhere else', async () => {
    const { person, ask, key } = await arrive([{ model: PREFILLED }]);
    const answer = await ask('Hello [[blocked]] [[only=siliconflow]]');
    expect([answer.status, answer.error?.code]).toEqual([400, 'refused_by_provider']);
    expect(await chainOf(key)).toEqual(['siliconflow']);
    expect(await creditsOf(person.id)).toEqual({ available: PRICE, held: 0 });
  });
});

describe('in mid-stream', () => {
  const faults = [
    ['drops the connection', '[[cut_after=40 only=siliconflow]]'],
    ['closes without an end', '[[end_after=40 only=siliconflow]]'],
    ['reports an error', '[[error_after=40 only=siliconflow]]'],
    ['falls silent', '[[stall_after=40 only=siliconflow]]'],
  ];

  it.each(faults)('a provider that %s: the next one goes on, in one text', async (_, fault) => {
    const { asked, person, ask, key, slug } = await arrive([
      { model: PREFILLED, may_continue: true },
    ]);
    // The stand-in says all again: what it repeats is not shown.
    const answer = await ask(`Tell me all [[tokens=90]] ${fault}`);
    expect(answer.error).toBeUndefined();
    const starts = answer.chunks.filter(({ type }) => /start$/.test(type)).map(({ type }) => type);
    expect(starts).toEqual(['start', 'text-start']);
    const whole = { text: `${key} Tell me all [[tokens=90]]`, character: slug };
    expect(answer.text).toBe((await send(await createPerson({ credits: PRICE }), whole)).text);
    expect(answer.metadata.receipt).toMatchObject({
      state: 'complete',
      model: asked,
      models: [asked, PREFILLED],
      charged_credits: PRICE,
    });
    const [stored] = await sql<{ content: string }>`
      select content from public.messages join public.turns on assistant_message_id = messages.id
      where user_id = ${person.id}`;
    expect(stored?.content).toBe(answer.text);
  });

  it('what was lost is our loss: usage with a cost and without credits', async () => {
    const { asked, person, ask } = await arrive([{ model: PREFILLED, may_continue: true }]);
    await ask('Tell me all [[tokens=90]] [[cut_after=40 only=siliconflow]]');
    const usages = await usagesOf(person);
    expect(usages).toMatchObject([
      { action: 'chat', model: PREFILLED, credits: PRICE, outcome: 'complete' },
      { action: 'lost_attempt', model: asked, credits: 0, outcome: 'interrupted' },
    ]);
    expect(usages[1]?.cost_micros).toBeGreaterThan(0);
    const { data } = await person.client.from('my_usage').select('action, calls, credits');
    expect(data).toEqual([{ action: 'chat', calls: 1, credits: PRICE }]);
  });

  it('a second one that has nothing to add ends the answer, and is our loss', async () => {
    const { asked, person, ask } = await arrive([{ model: PREFILLED, may_continue: true }]);
    const answer = await ask(
      '[[say=All that there is to say.]] [[cut_after=500 only=siliconflow]]',
    );
    expect(answer.text).toBe('All that there is to say.');
    expect(answer.chunks.at(-1)).toMatchObject({ type: 'finish', finishReason: 'stop' });
    expect(answer.metadata.receipt).toMatchObject({
      state: 'complete',
      finish_reason: 'stop',
      models: [asked],
      charged_credits: PRICE,
    });
    const usages = await usagesOf(person);
    expect(usages).toMatchObject([
      { action: 'chat', model: asked, credits: PRICE },
      { action: 'lost_attempt', model: PREFILLED, credits: 0 },
    ]);
    expect(usages[1]?.cost_micros).toBeGreaterThan(0);
  });

  it('a model that takes no beginning is asked to go on', async () => {
    const { asked, ask, key } = await arrive([{ model: ASKED_TO, may_continue: true }]);
    const answer = await ask('Tell me all [[tokens=90]] [[cut_after=40 only=siliconflow]]');
    expect(answer.metadata.receipt?.models).toEqual([asked, ASKED_TO]);
    const request = (await readJournal({ contains: key })).at(-1)?.body as {
      messages: { role: string; content: string }[];
      max_tokens: number;
    };
    const [question, begun, wish] = request.messages.slice(-3);
    expect([question?.role, begun?.role, wish?.role]).toEqual(['user', 'assistant', 'user']);
    expect(begun?.content).not.toBe('');
    expect(answer.text.startsWith(begun?.content ?? '?')).toBe(true);
    expect(answer.text.length).toBeGreaterThan(begun?.content.length ?? 0);
    expect(wish?.content).toMatch(/^Go on exactly where/);
    expect(request.max_tokens).toBeLessThan(MAX_TOKENS);
  });

  it('one that may not continue is not asked: the answer ends as cut', async () => {
    const { asked, person, ask, key } = await arrive([{ model: PREFILLED }]);
    const answer = await ask('Tell me all [[tokens=90]] [[cut_after=40 only=siliconflow]]');
    expect(answer.error?.code).toBe('answer_interrupted');
    expect(answer.error?.details).toMatchObject({ receipt: { models: [asked] } });
    expect(await chainOf(key)).toEqual(['siliconflow']);
    const delivered = Math.ceil(Buffer.byteLength(answer.text) / 4);
    const charged = Math.ceil((PRICE * delivered) / MAX_TOKENS);
    expect(await creditsOf(person.id)).toEqual({ available: PRICE - charged, held: 0 });
  });

  it('a second one that breaks, too: what both said is charged once, as a part', async () => {
    const { asked, person, ask } = await arrive([
      { model: PREFILLED, may_continue: true },
      { model: ASKED_TO },
    ]);
    const answer = await ask('Tell me all [[tokens=150]] [[cut_after=70]]');
    expect(answer.error?.code).toBe('answer_interrupted');
    const charged = Math.ceil((PRICE * Math.ceil(Buffer.byteLength(answer.text) / 4)) / MAX_TOKENS);
    expect(answer.error?.details).toMatchObject({
      receipt: { state: 'interrupted', charged_credits: charged },
    });
    // It said the same again up to the same word, so nothing of it was new.
    expect(answer.error?.details).toMatchObject({ receipt: { models: [asked] } });
    expect(await creditsOf(person.id)).toEqual({ available: PRICE - charged, held: 0 });
  });
});

interface Usage {
  action: string;
  provider: string;
  model: string;
  credits: number;
  cost_micros: number | null;
  outcome: string;
}

function usagesOf({ id }: Person): Promise<Usage[]> {
  return sql<Usage>`
    select action, provider, model, credits, cost_micros, outcome
    from private.usage_record where user_id = ${id} order by action`;
}
