// providers: the same conversation with every AI provider, through its own SDK package and over
// HTTP: what is answered, counted and charged, and what happens when the provider breaks. With
// REAL_PROVIDERS (docs/providers.md) those are asked for real, without the faults.
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { providersAnswer } from '../../shared/contracts/providers.ts';
import { type Answer, send } from '../support/chat.ts';
import { createPerson, creditsOf, type Person } from '../support/person.ts';
import {
  addCompatibleModel,
  addUnknownModel,
  costAt,
  createServed,
  type ServedModel,
  servedModels,
  usageOf,
} from '../support/providers.ts';

const PRICE = 10;

beforeAll(addCompatibleModel);

describe.each(servedModels)('$provider', (served: ServedModel) => {
  const isReal = inject('stack').standInUrls[served.provider] === undefined;
  /** Models that think need more. */
  const maxTokens = isReal ? 1000 : 100;
  let character: string;

  beforeAll(async () => {
    character = await createServed(served, { price: PRICE, maxOutputTokens: maxTokens });
  });

  async function ask(text: string, asked = character): Promise<{ person: Person; answer: Answer }> {
    const person = await createPerson({ credits: PRICE });
    // With a title, or the provider is asked for one afterwards.
    const chat = crypto.randomUUID();
    const conversation = { p_character: asked, p_title: 'Providers', p_client_id: chat };
    await person.client.rpc('create_conversation', conversation).throwOnError();
    return { person, answer: await send(person, { chat, text }) };
  }

  it('answers as the character, in pieces', async () => {
    const { answer } = await ask('Say in forty words or more who you are, with your name.');
    expect(answer.error).toBeUndefined();
    expect(answer.text).toContain('Testa');
    expect(answer.chunks.filter(({ type }) => type === 'text-delta').length).toBeGreaterThan(2);
    expect(answer.metadata.receipt).toMatchObject({
      state: 'complete',
      finish_reason: 'stop',
      models: [served.model],
      charged_credits: PRICE,
    });
  });

  it('tells tokens, which the receipt, the usage and the cost have', async () => {
    const { person, answer } = await ask('Name three colours.');
    const { input_tokens, cached_input_tokens, output_tokens } = answer.metadata.receipt ?? {};
    const usage = await usageOf(person.id);
    expect(usage).toMatchObject({ input_tokens, cached_input_tokens, output_tokens });
    const [input, output] = [input_tokens ?? 0, output_tokens ?? 0];
    expect(Math.min(input, output)).toBeGreaterThan(0);
    const cached = { cachedInput: cached_input_tokens ?? 0, cacheWrite: usage.cache_write_tokens };
    const { cachedInput, cacheWrite } = { ...cached, cacheWrite: cached.cacheWrite ?? 0 };
    const cost = await costAt(served, { input, cachedInput, cacheWrite, output });
    expect(usage.cost_micros).toBe(cost);
  });

  it('stops at the longest answer that it may give', async () => {
    const { answer } = await ask(
      'Count to two thousand in words, without a pause. [[tokens=2000]]',
    );
    expect(answer.metadata.receipt).toMatchObject({ state: 'complete', finish_reason: 'length' });
    expect(answer.metadata.receipt?.output_tokens).toBeLessThanOrEqual(maxTokens);
  });

  // The stand-in of a server of one's own has every model.
  it.skipIf(!isReal && served.provider === 'compatible')(
    'does not have the model: an error, and nothing is charged',
    async () => {
      const model = await addUnknownModel(served.provider);
      const { person, answer } = await ask('Hello', await createServed({ ...served, model }, {}));
      expect(['provider_unavailable', 'refused_by_provider']).toContain(answer.error?.code);
      expect(await creditsOf(person.id)).toEqual({ available: PRICE, held: 0 });
    },
  );

  it.skipIf(isReal)('is asked at its own address', async () => {
    const text = `Hello ${crypto.randomUUID()}`;
    await ask(text);
    const asked = await askedOf(text);
    expect(asked.map(({ provider, path }) => [provider, path])).toEqual([
      [served.provider, served.path],
    ]);
  });

  it.skipIf(isReal)('tells cached tokens, which the receipt and the cost have', async () => {
    const { person, answer } = await ask('Hello [[tokens=30]] [[cached=12]]');
    const { receipt } = answer.metadata;
    expect(receipt).toMatchObject({
      state: 'complete',
      finish_reason: 'stop',
      charged_credits: PRICE,
      cached_input_tokens: 12,
      output_tokens: 30,
    });
    const input = receipt?.input_tokens ?? 0;
    expect(input).toBeGreaterThan(12);
    const cost = await costAt(served, { input, cachedInput: 12, output: 30 });
    expect(await usageOf(person.id)).toMatchObject({
      provider: served.provider,
      model: served.model,
      input_tokens: input,
      cached_input_tokens: 12,
      output_tokens: 30,
      cost_micros: cost,
      outcome: 'complete',
    });
  });

  it.skipIf(isReal)('thinks before it speaks, and the thoughts are counted', async () => {
    const { answer } = await ask('Hello [[tokens=10]] [[reasoning=Let me see. Yes.]]');
    const thoughts = answer.chunks.flatMap((chunk) =>
      chunk.type === 'reasoning-delta' ? [chunk.delta] : [],
    );
    // OpenAI counts thoughts and does not show them.
    const shown = served.provider === 'openai' ? '' : 'Let me see. Yes.';
    expect(thoughts.join('')).toBe(shown);
    expect(answer.metadata.receipt?.output_tokens).toBe(16);
  });

  it.skipIf(isReal).each([
    ['length', 'length'],
    ['content_filter', 'content-filter'],
  ])('says that it stopped for %s', async (asked, told) => {
    const { answer } = await ask(`Hello [[finish=${asked}]]`);
    expect(answer.metadata.receipt).toMatchObject({ state: 'complete', finish_reason: told });
  });

  it.skipIf(isReal).each([
    ['is down', '[[status=503]]'],
    ['is overloaded', '[[status=529]]'],
    ['is busy', '[[status=429]]'],
    ['does not know our key', '[[status=401]]'],
    ['says nothing', '[[stall_after=0]]'],
    ['drops the connection', '[[cut_after=0]]'],
    ['reports an error in a stream that is a 200', '[[error_after=0]]'],
    ['sends nonsense', '[[nonsense_after=0]]'],
  ])('%s before the first token: 503 and nothing is charged', async (_, directive) => {
    const { person, answer } = await ask(`Hello ${directive}`);
    expect([answer.status, answer.error?.code]).toEqual([503, 'provider_unavailable']);
    expect(JSON.stringify(answer.error)).not.toMatch(/sk-|127\.0\.0\.1|stand-in/);
    expect(await creditsOf(person.id)).toEqual({ available: PRICE, held: 0 });
    expect(await usageOf(person.id)).toMatchObject({
      provider: served.provider,
      outcome: 'failed',
      cost_micros: null,
    });
  });

  it.skipIf(isReal).each([
    [
      'messages that are too long',
      '[[status=400 code=context_length_exceeded]]',
      'context_length_exceeded',
    ],
    ['what goes against its policy', '[[blocked]]', 'refused_by_provider'],
    ['a request', '[[status=400]]', 'refused_by_provider'],
  ])('does not take %s: 400 with its code, and nothing is charged', async (_, fault, code) => {
    const { person, answer } = await ask(`Hello ${fault}`);
    expect([answer.status, answer.error?.code]).toEqual([400, code]);
    expect(answer.error?.details).toMatchObject({ receipt: { error_code: code } });
    expect(await creditsOf(person.id)).toEqual({ available: PRICE, held: 0 });
  });

  it.skipIf(isReal)('recovers within the turn: complete, one charge', async () => {
    const { answer } = await ask(`Hello ${crypto.randomUUID()} [[fail_times=2 status=503]]`);
    expect(answer.metadata.receipt).toMatchObject({ state: 'complete', charged_credits: PRICE });
  });

  it.skipIf(isReal).each([
    ['drops the connection', '[[cut_after=20]]'],
    ['closes without an end', '[[end_after=20]]'],
    ['reports an error', '[[error_after=20]]'],
    ['sends nonsense', '[[nonsense_after=20]]'],
    ['falls silent', '[[stall_after=20]]'],
  ])('%s in mid-stream: an error event, and a charge for a part', async (_, directive) => {
    const { person, answer } = await ask(`Tell me all [[tokens=90]] ${directive}`);
    expect(answer.text).not.toBe('');
    expect(answer.error?.code).toBe('answer_interrupted');
    expect(answer.chunks.some(({ type }) => type === 'finish')).toBe(false);
    const delivered = Math.ceil(Buffer.byteLength(answer.text) / 4);
    const charged = Math.ceil((PRICE * delivered) / maxTokens);
    expect(charged).toBeLessThan(PRICE);
    expect(await creditsOf(person.id)).toEqual({ available: PRICE - charged, held: 0 });
    expect(await usageOf(person.id)).toMatchObject({
      provider: served.provider,
      outcome: 'interrupted',
    });
  });
});

const isClaudeReal = inject('stack').standInUrls.anthropic === undefined;

it.skipIf(isClaudeReal)(
  'what Anthropic writes to its cache is counted and costs as such',
  async () => {
    const served = servedModels.find(({ provider }) => provider === 'anthropic') as ServedModel;
    const character = await createServed(served, { price: PRICE });
    const person = await createPerson({ credits: PRICE });
    const text = 'Hello [[tokens=10]] [[cached=5]] [[cache_written=9]]';
    const { receipt } = (await send(person, { text, character })).metadata;
    const input = receipt?.input_tokens ?? 0;
    const tokens = { input, cachedInput: 5, cacheWrite: 9, output: 10 };
    expect(await usageOf(person.id)).toMatchObject({
      cache_write_tokens: 9,
      cost_micros: await costAt(served, tokens),
    });
  },
);

describe('the status of the providers', () => {
  const ask = (method: string, person?: Person) =>
    fetch(`${inject('stack').apiUrl}/functions/v1/chat/providers`, {
      method,
      ...(person ? { headers: { authorization: `Bearer ${person.token}` } } : {}),
    });

  it('is told to people who are signed in, without an address or a key', async () => {
    const response = await ask('GET', await createPerson());
    const body = await response.text();
    expect(body).not.toMatch(/sk-|127\.0\.0\.1/);
    expect(providersAnswer.parse(JSON.parse(body)).providers).toEqual(
      servedModels.map(({ provider }) => ({
        provider,
        is_on: true,
        state: 'closed',
        retry_at: null,
      })),
    );
  });

  it('is nothing for strangers, and takes no other method', async () => {
    expect((await ask('GET')).status).toBe(401);
    const { status } = await ask('POST', await createPerson());
    expect(status).toBe(405);
  });
});

interface JournalEntry {
  provider: string;
  path: string;
}

/** Who was asked for an answer; moderation asks by itself. */
async function askedOf(text: string): Promise<JournalEntry[]> {
  const query = new URLSearchParams({ contains: text });
  const control = new URL(`/__control/requests?${query}`, inject('stack').openaiUrl);
  const { requests } = (await (await fetch(control)).json()) as { requests: JournalEntry[] };
  return requests.filter(({ path }) => path !== '/v1/moderations');
}
