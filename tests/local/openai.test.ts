// The stand-in of OpenAI, seen by the unmodified openai package: every route, every refusal.
import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../../local/ports.ts';
import { startUpstreams, type Upstreams } from '../../local/upstreams/start-upstreams.ts';

const apiKey = 'sk-test-0123456789abcdef';
const model = 'gpt-4.1-mini';
let stand: Upstreams;
let client: OpenAI;

beforeAll(async () => {
  stand = await startUpstreams({ port: await freePort(), apiKey });
  client = new OpenAI({ apiKey, baseURL: stand.urls.openai, maxRetries: 0 });
});
afterAll(() => stand.stop());

const ask = (content: string, more: object = {}) =>
  client.chat.completions.create({ model, messages: [{ role: 'user', content }], ...more });
const stream = (content: string, more: object = {}) =>
  client.chat.completions.create({
    model,
    messages: [{ role: 'user', content }],
    stream: true,
    ...more,
  });
const post = (path: string, body: unknown, key = apiKey) =>
  fetch(`${stand.urls.openai}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

describe('a chat completion', () => {
  test('tells the prompt, the question and the history it was given', async () => {
    const { choices } = await client.chat.completions.create({
      model,
      messages: [
        { role: 'system', content: 'You are Marco, a chef from Rome. You love pasta.' },
        { role: 'user', content: 'Hello' },
        { role: 'assistant', content: 'Ciao!' },
        { role: 'user', content: 'How long do I boil spaghetti? [[keepalive]]' },
      ],
    });
    const text = choices[0]?.message.content;
    expect(text).toContain('I am Marco, a chef from Rome.');
    expect(text).toContain('You said: “How long do I boil spaghetti?”.');
    expect(text).toContain('I remember 2 earlier messages, the last of them “Ciao!”.');
  });

  test('is the same for the same messages, streamed or not, with the same usage', async () => {
    const whole = await ask('What is new?');
    let text = '';
    let pieces = 0;
    let usage: OpenAI.CompletionUsage | null | undefined;
    const chunks = await stream('What is new?', { stream_options: { include_usage: true } });
    for await (const chunk of chunks) {
      text += chunk.choices[0]?.delta.content ?? '';
      if (chunk.choices[0]?.delta.content) pieces += 1;
      usage = chunk.usage ?? usage;
    }
    expect(text).toBe(whole.choices[0]?.message.content);
    expect(usage).toEqual(whole.usage);
    expect(usage?.completion_tokens).toBe(pieces);
    expect(usage?.total_tokens).toBe((usage?.prompt_tokens ?? 0) + pieces);
    expect(pieces).toBeGreaterThan(20);
  });

  test('streamed has role, words, finish, usage and [DONE], in that order', async () => {
    const response = await post('/chat/completions', {
      model,
      messages: [{ role: 'user', content: 'Hi [[tokens=2]]' }],
      stream: true,
      stream_options: { include_usage: true },
    });
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    expect(response.headers.get('x-request-id')).toMatch(/^req_/);
    const events = (await response.text()).trimEnd().split('\n\n');
    expect(events.at(-1)).toBe('data: [DONE]');
    const chunks = events.slice(0, -1).map((event) => JSON.parse(event.slice('data: '.length)));
    expect(chunks.map(({ choices }) => Object.keys(choices[0]?.delta ?? { none: 0 })[0])).toEqual([
      ...['role', 'content', 'content', undefined, 'none'],
    ]);
    expect(chunks.map(({ choices }) => choices[0]?.finish_reason)).toEqual([
      ...[null, null, null, 'stop'],
      undefined,
    ]);
    expect(chunks.map(({ usage }) => usage !== null)).toEqual([false, false, false, false, true]);
  });

  test('streamed has no usage unless it is asked for', async () => {
    for await (const chunk of await stream('Hi [[tokens=2]]'))
      expect(chunk).not.toHaveProperty('usage');
  });

  test('ends at the token limit with the reason length', async () => {
    const { choices, usage } = await ask('Go on [[tokens=50]]', { max_tokens: 7 });
    expect(choices[0]?.finish_reason).toBe('length');
    expect(usage?.completion_tokens).toBe(7);
  });

  test('calls the tool it is told to, then speaks of the result', async () => {
    const tools = [{ type: 'function' as const, function: { name: 'weather', parameters: {} } }];
    const question = {
      role: 'user' as const,
      content: 'Rain? [[tool=weather args={"city":"Bern"}]]',
    };
    const first = await client.chat.completions.create({ model, messages: [question], tools });
    const [call] = first.choices[0]?.message.tool_calls ?? [];
    expect(first.choices[0]?.finish_reason).toBe('tool_calls');
    expect(call).toMatchObject({ function: { name: 'weather', arguments: '{"city":"Bern"}' } });
    const runner = client.chat.completions.stream({ model, messages: [question], tools });
    const streamed = await runner.finalChatCompletion();
    expect(streamed.choices[0]?.message.tool_calls).toMatchObject([
      { function: { name: 'weather', arguments: '{"city":"Bern"}' } },
    ]);
    const second = await client.chat.completions.create({
      model,
      messages: [
        question,
        { role: 'assistant', tool_calls: call ? [call] : [] },
        { role: 'tool', tool_call_id: call?.id ?? '', content: 'Sunny' },
      ],
      tools,
    });
    expect(second.choices[0]?.message.content).toContain('The tool answered “Sunny”.');
  });

  test('comes at the pace that was asked for', async () => {
    const startedAt = performance.now();
    for await (const _ of await stream('Slowly [[tokens=10 tokens_per_second=100]]'));
    expect(performance.now() - startedAt).toBeGreaterThan(90);
  });
});

describe('other routes', () => {
  test('models are listed and found; an unknown one is not', async () => {
    const ids = (await client.models.list()).data.map(({ id }) => id);
    expect(ids).toContain(model);
    expect(await client.models.retrieve(model)).toMatchObject({ id: model, object: 'model' });
    await expect(client.models.retrieve('gpt-0')).rejects.toMatchObject({
      status: 404,
      code: 'model_not_found',
    });
  });

  test('moderation flags what it is told to, and plain words', async () => {
    const { results } = await client.moderations.create({
      input: ['Good morning', 'x [[flag=sexual]]', 'I will kill you'],
    });
    expect(results.map(({ flagged }) => flagged)).toEqual([false, true, true]);
    expect(results[1]?.categories).toMatchObject({ sexual: true, violence: false });
    expect(results[2]?.category_scores['harassment/threatening']).toBeGreaterThan(0.9);
    expect(Object.keys(results[0]?.categories ?? {})).toHaveLength(13);
  });

  test('embeddings of like texts lie nearer, the same as base64 and as numbers', async () => {
    const input = ['the cat sat on the mat', 'a cat on a mat', 'stock prices fell sharply'];
    const request = { model: 'text-embedding-3-small', input, dimensions: 256 };
    const { data } = await client.embeddings.create(request);
    const plain = await client.embeddings.create({ ...request, encoding_format: 'float' });
    const [cat = [], mat = [], stock = []] = data.map(({ embedding }) => embedding);
    const similarity = (a: number[], b: number[]) =>
      a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);
    expect(cat).toHaveLength(256);
    expect(similarity(cat, mat)).toBeGreaterThan(similarity(cat, stock) + 0.2);
    expect(similarity(cat, cat)).toBeCloseTo(1);
    expect(plain.data[0]?.embedding[0]).toBeCloseTo(cat[0] ?? Number.NaN);
  });
});

describe('a refusal', () => {
  test('of a wrong key does not show the key', async () => {
    const wrong = new OpenAI({ apiKey: 'sk-wrong-0123456789abcdef', baseURL: stand.urls.openai });
    const error = await wrong.models.list().catch((thrown) => thrown);
    expect(error).toBeInstanceOf(OpenAI.AuthenticationError);
    expect(error).toMatchObject({ status: 401, code: 'invalid_api_key' });
    expect(error.type).toBe('invalid_request_error');
    expect(error.requestID).toMatch(/^req_/);
    expect(error.message).not.toContain('0123456789');
  });

  test('of no key at all', async () => {
    const response = await fetch(`${stand.urls.openai}/models`);
    expect(response.status).toBe(401);
    expect((await response.json()).error).toMatchObject({ code: null, param: null });
  });

  const messages = [{ role: 'user', content: 'Hi' }];
  test.each([
    ['an unknown model', { model: 'gpt-0', messages }, 404, 'model_not_found'],
    ['an embedding model', { model: 'text-embedding-3-small', messages }, 404, 'model_not_found'],
    ['no messages', { model }, 400, 'missing_required_parameter'],
    ['a strange role', { model, messages: [{ role: 'x', content: '' }] }, 400, 'invalid_value'],
    ['an unknown argument', { model, messages, includeUsage: true }, 400, null],
    ['broken JSON', '{"model":', 400, null],
    [
      'max_tokens for a reasoning model',
      { model: 'gpt-5', messages, max_tokens: 5 },
      400,
      'unsupported_parameter',
    ],
    [
      'temperature for a reasoning model',
      { model: 'gpt-5', messages, temperature: 0.5 },
      400,
      'unsupported_value',
    ],
    [
      'too long a prompt',
      { model: 'gpt-4o', messages: [{ role: 'user', content: 'a '.repeat(130_000) }] },
      400,
      'context_length_exceeded',
    ],
  ])('of %s', async (_what, body, status, code) => {
    const response = await post('/chat/completions', body);
    expect(response.status).toBe(status);
    const { error } = await response.json();
    expect(error).toEqual({
      message: expect.any(String),
      type: 'invalid_request_error',
      param: error.param,
      code,
    });
  });

  test('of an unknown route', async () => {
    await expect(client.post('/fine_dining')).rejects.toMatchObject({
      status: 404,
      message: expect.stringContaining('Invalid URL (POST /v1/fine_dining)'),
    });
  });
});
