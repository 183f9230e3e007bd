// ai-parameters: what clients and frameworks send with a request, unasked, and what becomes of it
// with each provider.
import type OpenAI from 'openai';
import { beforeAll, describe, expect, it } from 'vitest';
import { createDeltaReader } from '../../supabase/functions/ai/read-deltas.ts';
import { createDeveloper, openaiFor } from '../support/developer.ts';
import { askedOf } from '../support/upstream-journal.ts';

const MODELS = {
  openai: 'gpt-4.1-mini',
  anthropic: 'claude-haiku-4-5',
  google: 'gemini-2.5-flash',
  groq: 'openai/gpt-oss-20b',
  siliconflow: 'deepseek-ai/DeepSeek-V3.2',
};
const served = Object.entries(MODELS);
let client: OpenAI;

beforeAll(async () => {
  client = openaiFor(await createDeveloper({ credits: 1_000_000 }));
});

interface Asked extends Record<string, unknown> {
  model?: string;
  messages?: object[];
  wish?: string;
}

/** The first choice, and what the provider was asked. */
async function ask({ wish = '', messages = [], ...more }: Asked) {
  const question = `Hi ${crypto.randomUUID()} ${wish}`;
  const answer = await client.chat.completions.create({
    model: MODELS.openai,
    max_tokens: 200,
    messages: [...messages, { role: 'user', content: question }],
    ...more,
  } as OpenAI.ChatCompletionCreateParamsNonStreaming);
  return { choice: answer.choices[0], asked: (await askedOf(question)) as Record<string, unknown> };
}

const tools = [{ type: 'function', function: { name: 'look', parameters: { type: 'object' } } }];

it.each([
  { logprobs: false, logit_bias: {}, modalities: ['text'] },
  { store: true, metadata: { run: '1' }, service_tier: 'flex' },
  { user: 'u', safety_identifier: 's', prompt_cache_key: 'k', prompt_cache_retention: '24h' },
  { tools: null, tool_choice: null, parallel_tool_calls: null, response_format: null, user: null },
  { parallel_tool_calls: false },
  { stop: [], functions: null, top_logprobs: null },
])('%j is taken, and the provider is not asked for it', async (more) => {
  const { choice, asked } = await ask(more);
  expect(choice?.finish_reason).toBe('stop');
  for (const name of Object.keys(more)) expect(asked).not.toHaveProperty(name);
});

it('a stream without padding against listeners is as any', async () => {
  const stream = await client.chat.completions.create({
    model: MODELS.openai,
    messages: [{ role: 'user', content: 'Hi' }],
    stream: true,
    stream_options: { include_usage: true, include_obfuscation: false },
  });
  const chunks: OpenAI.ChatCompletionChunk[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  expect(chunks.at(-1)?.usage?.completion_tokens).toBeGreaterThan(0);
});

describe('of an answer that goes back', () => {
  it('a refusal is read, what is empty left out, a call without arguments has none', async () => {
    const call = { id: 'a', type: 'function', function: { name: 'look', arguments: '' } };
    const { asked } = await ask({
      messages: [
        { role: 'user', content: 'Help.' },
        { role: 'assistant', content: [{ type: 'refusal', refusal: 'I will not.' }] },
        { role: 'assistant', content: null, refusal: null },
        { role: 'assistant', content: '', tool_calls: [call] },
        { role: 'tool', tool_call_id: 'a', content: 'Seen.' },
      ],
    });
    expect(asked.messages).toMatchObject([
      { role: 'user' },
      { role: 'assistant', content: 'I will not.' },
      { role: 'assistant', tool_calls: [{ function: { arguments: '{}' } }] },
      { role: 'tool' },
      { role: 'user' },
    ]);
  });
});

describe('one call of a tool at a time', () => {
  it.each([
    ['openai', { parallel_tool_calls: false }],
    ['groq', { parallel_tool_calls: false }],
    ['siliconflow', { parallel_tool_calls: false }],
    ['anthropic', { tool_choice: { type: 'auto', disable_parallel_tool_use: true } }],
  ] as const)('is what %s is asked for', async (provider, wanted) => {
    const { asked } = await ask({ model: MODELS[provider], tools, parallel_tool_calls: false });
    expect(asked).toMatchObject(wanted);
  });

  it('is what comes, whatever the provider does', () => {
    const read = createDeltaReader({ maxCalls: 1 });
    const call = (id: string) =>
      read({ type: 'tool-call', toolCallId: id, toolName: 'look', input: { at: id } } as never);
    expect(call('a')).toMatchObject({ tool_calls: [{ index: 0, id: 'a' }] });
    expect(call('b')).toBeUndefined();
    expect(read({ type: 'tool-input-start', id: 'c', toolName: 'look' } as never)).toBeUndefined();
    expect(read({ type: 'tool-input-delta', id: 'c', delta: '{}' } as never)).toBeUndefined();
  });
});

describe('JSON of any form', () => {
  const response_format = { type: 'json_object' };
  const ANSWER = '{"answer":"Fine."}';
  /** Whom a tool is forced upon calls it. */
  const FINE = `[[tool=json args=${ANSWER}]]`;

  it.each([
    ['openai', { response_format }],
    ['groq', { response_format }],
    ['siliconflow', { response_format }],
    ['google', { generationConfig: { responseMimeType: 'application/json' } }],
    ['anthropic', { tools: [{ name: 'json' }], tool_choice: { type: 'any' } }],
  ] as const)('is what %s is asked for', async (provider, wanted) => {
    const { asked } = await ask({ model: MODELS[provider], response_format });
    expect(asked).toMatchObject(wanted);
  });

  it('comes as text from Claude, whole', async () => {
    const { choice } = await ask({ model: MODELS.anthropic, response_format, wish: FINE });
    expect(choice).toMatchObject({ finish_reason: 'stop', message: { content: ANSWER } });
    expect(choice?.message.tool_calls).toBeUndefined();
  });

  it('comes as text from Claude, streamed', async () => {
    const stream = client.chat.completions.stream({
      model: MODELS.anthropic,
      messages: [{ role: 'user', content: FINE }],
      response_format: { type: 'json_object' },
    });
    const { choices } = await stream.finalChatCompletion();
    expect(choices[0]).toMatchObject({ finish_reason: 'stop', message: { content: ANSWER } });
    expect(choices[0]?.message.tool_calls ?? []).toEqual([]);
  });
});

it('how wordy an answer is can be said to OpenAI', async () => {
  expect((await ask({ verbosity: 'low' })).asked).toMatchObject({ verbosity: 'low' });
});

it.each(served)('%s takes what the system says later', async (_, model) => {
  const messages = [
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: 'Hello' },
    { role: 'assistant', content: 'Yes?' },
    { role: 'developer', content: 'Be kind.' },
  ];
  const { choice, asked } = await ask({ model, messages });
  expect(choice?.finish_reason).toBe('stop');
  for (const said of ['Be brief.', 'Be kind.']) expect(JSON.stringify(asked)).toContain(said);
});
