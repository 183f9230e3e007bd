// ai-tools: models call the tools of a program, which runs them itself.
import type OpenAI from 'openai';
import { beforeAll, describe, expect, it } from 'vitest';
import { createDeveloper, openaiFor } from '../support/developer.ts';
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
