// ai: models without a conversation, by the unmodified openai package through the gateway.
import type OpenAI from 'openai';
import { zodResponseFormat } from 'openai/helpers/zod';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  completionOf,
  createDeveloper,
  createKey,
  createModel,
  openaiFor,
  receiptOf,
} from '../support/developer.ts';
import { creditsOf, type Person } from '../support/person.ts';
import { sqlOne } from '../support/sql.ts';
import { askedOf } from '../support/upstream-journal.ts';

type Message = OpenAI.ChatCompletionMessageParam;

const GPT = 'gpt-4.1-mini';
let model: string;
let ada: Person;
let client: OpenAI;

beforeAll(async () => {
  [ada, model] = await Promise.all([createDeveloper({ credits: 5000 }), createModel()]);
  client = openaiFor(ada);
});

const user = (content: string): Message => ({ role: 'user', content });

/** One pixel. */
const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk' +
  'YPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';

async function echoed(messages: Message[]): Promise<unknown> {
  const { choices } = await client.chat.completions.create({ model: GPT, messages });
  return JSON.parse(choices[0]?.message.content ?? '');
}

describe('an answer', () => {
  it.each(['a token', 'an API key'])(
    'comes whole to %s, metered and with its receipt',
    async (by) => {
      const person = await createDeveloper({ credits: 500 });
      const openai = openaiFor(by === 'a token' ? person : await createKey(person));
      const messages = [user('What is a turn? [[cached=7]]')];
      const answer = await openai.chat.completions.create({ model, messages, max_tokens: 300 });

      expect(answer).toMatchObject({
        id: expect.stringMatching(/^chatcmpl-[0-9a-f-]{36}$/),
        object: 'chat.completion',
        model,
        choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant' } }],
        usage: { prompt_tokens_details: { cached_tokens: 7 } },
      });
      expect(answer.choices[0]?.message.content).toContain('What is a turn?');
      const tokens = answer.usage?.completion_tokens ?? 0;
      expect(tokens).toBeGreaterThan(5);
      expect(answer.usage?.total_tokens).toBe(tokens + (answer.usage?.prompt_tokens ?? 0));
      expect(receiptOf(answer)).toMatchObject({
        state: 'complete',
        held_credits: 300,
        charged_credits: tokens,
        refunded_credits: 300 - tokens,
        available_credits: 500 - tokens,
      });
      expect(await creditsOf(person.id)).toEqual({ available: 500 - tokens, held: 0 });
      expect(await completionOf(person.id)).toMatchObject({
        id: answer.id.slice('chatcmpl-'.length),
        output_tokens: tokens,
      });
    },
  );

  it('comes in chunks with usage at the end, the same and for the same price', async () => {
    const person = await createDeveloper({ credits: 500 });
    const openai = openaiFor(await createKey(person));
    const asked = { model, messages: [user('What is a turn?')], max_completion_tokens: 300 };
    const whole = await openai.chat.completions.create(asked);
    const stream = await openai.chat.completions.create({
      ...asked,
      stream: true,
      stream_options: { include_usage: true },
    });
    const chunks: OpenAI.ChatCompletionChunk[] = [];
    for await (const chunk of stream) chunks.push(chunk);

    expect(chunks[0]?.choices[0]?.delta).toEqual({ role: 'assistant', content: '' });
    expect(new Set(chunks.map(({ id }) => id)).size).toBe(1);
    const text = chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('');
    expect(text).toBe(whole.choices[0]?.message.content);
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: whole.usage });
    const ending = chunks.at(-2);
    expect(ending?.choices[0]).toMatchObject({ delta: {}, finish_reason: 'stop' });
    expect(receiptOf(ending ?? {}).charged_credits).toBe(receiptOf(whole).charged_credits);
    const spent = 2 * receiptOf(whole).charged_credits;
    expect(await creditsOf(person.id)).toEqual({ available: 500 - spent, held: 0 });
  });

  it('ends with [DONE], in a stream that nothing on the way keeps', async () => {
    const answer = await client.chat.completions
      .create({ model, messages: [user('Hi')], stream: true })
      .asResponse();
    expect(answer.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(answer.headers.get('cache-control')).toBe('no-cache');
    const body = await answer.text();
    expect(body.endsWith('\n\ndata: [DONE]\n\n')).toBe(true);
    expect(body).not.toContain('"usage"');
  });

  it('is not stored: neither the question nor the answer is in the database', async () => {
    const word = `secret-${crypto.randomUUID()}`;
    await client.chat.completions.create({ model, messages: [user(`Say ${word}`)] });
    const { found } = await sqlOne<{ found: number }>`
      select (select count(*) from public.messages where content ~ ${word})
        + (select count(*) from public.actions as each where each::text ~ ${word}) as found`;
    expect(found).toBe(0);
  });

  it('may cost 4096 tokens at most where the caller does not say', async () => {
    const answer = await client.chat.completions.create({ model, messages: [user('Hi')] });
    expect(receiptOf(answer).held_credits).toBe(4096);
  });

  it('cut at the length that was asked says so', async () => {
    const { choices, usage } = await client.chat.completions.create({
      model,
      messages: [user('Tell me all [[tokens=90]]')],
      max_tokens: 12,
    });
    expect([choices[0]?.finish_reason, usage?.completion_tokens]).toEqual(['length', 12]);
  });

  it('shows thoughts apart from the text', async () => {
    const { choices, usage } = await client.chat.completions.create({
      model,
      messages: [user('Hi [[reasoning=Let me see.]]')],
      reasoning_effort: 'low',
    });
    expect(choices[0]?.message).toMatchObject({ reasoning_content: 'Let me see.' });
    expect(choices[0]?.message.content).not.toContain('Let me see');
    expect(usage?.completion_tokens_details?.reasoning_tokens).toBeGreaterThan(0);
  });
});

describe('what the model is asked', () => {
  it('is every message in its order and role', async () => {
    const call = {
      id: 'call_1',
      type: 'function' as const,
      function: { name: 'weather', arguments: '{"city":"Bern"}' },
    };
    const messages: Message[] = [
      { role: 'system', content: 'Be brief.' },
      user('Weather?'),
      { role: 'assistant', content: null, tool_calls: [call] },
      { role: 'tool', tool_call_id: 'call_1', content: 'Rain' },
      { role: 'assistant', content: 'It rains.' },
      { role: 'developer', content: [{ type: 'text', text: 'Be kind.' }] },
      user('And now? [[echo_context]]'),
    ];
    expect(await echoed(messages)).toMatchObject([
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Weather?' },
      { role: 'assistant', tool_calls: [call] },
      { role: 'tool', tool_call_id: 'call_1', content: 'Rain' },
      { role: 'assistant', content: 'It rains.' },
      { role: 'system', content: 'Be kind.' },
      { role: 'user', content: 'And now? [[echo_context]]' },
    ]);
  });

  it('has pictures in it, by address or as they are', async () => {
    const urls = ['https://example.com/cat.png', `data:image/png;base64,${PNG}`];
    const images = urls.map((url) => ({
      type: 'image_url' as const,
      image_url: { url, detail: 'low' as const },
    }));
    const text = { type: 'text' as const, text: 'What is it? [[echo_context]]' };
    expect(await echoed([{ role: 'user', content: [text, ...images] }])).toEqual([
      { role: 'user', content: [text, ...images] },
    ]);
  });

  it('has the parameters of the request', async () => {
    const question = `Hi ${crypto.randomUUID()}`;
    await client.chat.completions.create({
      model: GPT,
      messages: [user(question)],
      temperature: 0.3,
      top_p: 0.9,
      frequency_penalty: 0.5,
      presence_penalty: -0.5,
      stop: ['END', 'FIN'],
      seed: 7,
      n: 1,
      max_tokens: 50,
      user: 'customer-1',
    });
    expect(await askedOf(question)).toMatchObject({
      temperature: 0.3,
      top_p: 0.9,
      frequency_penalty: 0.5,
      presence_penalty: -0.5,
      stop: ['END', 'FIN'],
      seed: 7,
      max_tokens: 50,
    });
  });

  it.each([GPT, 'compatible'])('has the form of the answer: %s', async (named) => {
    const schema = { type: 'object', properties: { answer: { type: 'string' } } };
    const question = `Hi ${crypto.randomUUID()}`;
    const { choices } = await client.chat.completions.create({
      model: named === GPT ? GPT : model,
      messages: [user(question)],
      response_format: { type: 'json_schema', json_schema: { name: 'said', schema } },
    });
    expect(JSON.parse(choices[0]?.message.content ?? '')).toEqual({ answer: expect.any(String) });
    expect(await askedOf(question)).toMatchObject({
      response_format: { type: 'json_schema', json_schema: { name: 'said', schema } },
    });
    const free = await client.chat.completions.create({
      model: GPT,
      messages: [user('Hi')],
      response_format: { type: 'json_object' },
    });
    expect(JSON.parse(free.choices[0]?.message.content ?? '')).toHaveProperty('answer');
  });
});

it('an answer in a form is parsed by the package, and sent back as it came', async () => {
  const schema = z.object({ answer: z.string() });
  const asked: Message[] = [user('Hi')];
  const ask = () =>
    client.chat.completions.parse({
      model: GPT,
      messages: asked,
      response_format: zodResponseFormat(schema, 'said'),
    });
  const first = (await ask()).choices[0]?.message;
  expect(first?.parsed).toEqual({ answer: expect.stringContaining('Hi') });
  if (first) asked.push(first, user('And then?'));
  expect((await ask()).choices[0]?.message.parsed?.answer).toContain('And then?');
});
