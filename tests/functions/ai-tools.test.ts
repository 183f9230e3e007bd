// ai-tools: models call the tools of a program, which runs them itself.
import type OpenAI from 'openai';
import { beforeAll, describe, expect, it } from 'vitest';
import { createDeveloper, createModel, openaiFor, receiptOf } from '../support/developer.ts';
import { sql } from '../support/sql.ts';
import { askedOf } from '../support/upstream-journal.ts';

type Message = OpenAI.ChatCompletionMessageParam;

const GPT = 'gpt-4.1-mini';
let client: OpenAI;

beforeAll(async () => {
  client = openaiFor(await createDeveloper({ credits: 5000 }));
});

const user = (content: string): Message => ({ role: 'user', content });

describe('tools', () => {
  const tools = [
    {
      type: 'function' as const,
      function: {
        name: 'weather',
        description: 'Tells the weather.',
        parameters: { type: 'object', properties: { city: { type: 'string' } } },
      },
    },
  ];
  const messages = [user('Weather? [[tool=weather args={"city":"Bern"}]]')];

  it.each([GPT, 'claude-haiku-4-5', 'gemini-2.5-flash', 'openai/gpt-oss-20b'])(
    'are called by %s, and answered with the result',
    async (named) => {
      const asked = { model: named, messages, tools };
      const { choices } = await client.chat.completions.create(asked);
      const message = choices[0]?.message;
      const [call] = message?.tool_calls ?? [];
      expect(choices[0]?.finish_reason).toBe('tool_calls');
      expect(message?.content).toBeNull();
      if (!message || call?.type !== 'function') throw new Error('No tool was called.');
      expect(call.function.name).toBe('weather');
      expect(JSON.parse(call.function.arguments)).toEqual({ city: 'Bern' });

      const result: Message = { role: 'tool', tool_call_id: call.id, content: 'It rains.' };
      const after = await client.chat.completions.create({
        ...asked,
        messages: [...messages, message, result],
      });
      expect(after.choices[0]).toMatchObject({ finish_reason: 'stop' });
      expect(after.choices[0]?.message.content).toContain('The tool answered');
      expect(after.choices[0]?.message.content).toContain('It rains.');
    },
  );

  it('are called in a stream that the package puts together', async () => {
    const stream = client.chat.completions.stream({ model: GPT, messages, tools });
    const { choices } = await stream.finalChatCompletion();
    expect(choices[0]).toMatchObject({
      finish_reason: 'tool_calls',
      message: { tool_calls: [{ function: { name: 'weather', arguments: '{"city":"Bern"}' } }] },
    });
  });

  it.each([false, true])('are run by the package itself, streamed: %s', async (isStream) => {
    const cities: string[] = [];
    const weather = {
      type: 'function' as const,
      function: {
        ...tools[0]?.function,
        name: 'weather',
        description: 'Tells the weather.',
        parameters: { type: 'object', properties: { city: { type: 'string' } } },
        parse: (text: string) => JSON.parse(text) as { city: string },
        function: ({ city }: { city: string }) => {
          cities.push(city);
          return 'It rains.';
        },
      },
    };
    const asked = { model: GPT, messages, tools: [weather] };
    const runner = isStream
      ? client.chat.completions.runTools({ ...asked, stream: true })
      : client.chat.completions.runTools(asked);
    expect(await runner.finalContent()).toContain('It rains.');
    expect(cities).toEqual(['Bern']);
  });

  it('are held for whole, whatever their fields are called', async () => {
    const person = await createDeveloper({ credits: 1_000_000 });
    const [model, content] = [await createModel(), 'Hi'];
    await sql`
      insert into private.model_price (provider, model, valid_from, input_micros, output_micros)
      values ('compatible', ${model}, '2026-01-02', 5000000000, 0)`;
    const held = async (field: string) => {
      const properties = { [field]: { type: 'string', description: 'long '.repeat(6000) } };
      const named = { name: 'draw', parameters: { type: 'object', properties } };
      const { choices, ...answer } = await openaiFor(person).chat.completions.create({
        model,
        messages: [user(content)],
        max_tokens: 5,
        tools: [{ type: 'function', function: named }],
      });
      expect(choices).toHaveLength(1);
      return receiptOf(answer).held_credits;
    };
    expect(await held('picture_a')).toBeGreaterThan(30_000 / 3);
    expect(await held('image_url')).toBe(await held('picture_a'));
  });

  it('reach the model as they were described, and the choice among them too', async () => {
    const question = `Hi ${crypto.randomUUID()} [[tool=weather]]`;
    await client.chat.completions.create({
      model: GPT,
      messages: [user(question)],
      tools,
      tool_choice: { type: 'function', function: { name: 'weather' } },
    });
    expect(await askedOf(question)).toMatchObject({
      tools,
      tool_choice: { type: 'function', function: { name: 'weather' } },
    });
  });
});
