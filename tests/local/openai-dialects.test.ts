// The stand-ins that speak OpenAI's API in their own way, seen by the unmodified AI SDK packages
// that Parley asks them through.
import { createGroq } from '@ai-sdk/groq';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { generateText } from 'ai';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../../local/ports.ts';
import { startUpstreams, type Upstreams } from '../../local/upstreams/start-upstreams.ts';
import { readStream } from './read-stream.ts';

const apiKey = 'sk-test-0123456789abcdef';
let stand: Upstreams;

beforeAll(async () => {
  stand = await startUpstreams({ port: await freePort(), apiKey });
});
afterAll(() => stand.stop());

type Name = 'groq' | 'siliconflow' | 'volcengine' | 'compatible';

function modelOf(name: Name, id: string, includeUsage = true) {
  const baseURL = stand.urls[name];
  if (name === 'groq') return createGroq({ apiKey, baseURL })(id);
  return createOpenAICompatible({ name, apiKey, baseURL, includeUsage })(id);
}

describe.each([
  ['groq', 'llama-3.1-8b-instant'],
  ['siliconflow', 'Qwen/Qwen3-8B'],
  ['volcengine', 'doubao-seed-2-1-lite-260915'],
  ['compatible', 'llama-at-home'],
] as const)('%s', (name, id) => {
  test('tells words, thoughts and tokens alike, streamed or not', async () => {
    const question = 'What is new? [[cached=4]] [[reasoning=Let me see.]]';
    const model = modelOf(name, id);
    const whole = await generateText({ model, prompt: question });
    const streamed = await readStream(model, question);
    expect(streamed.text).toBe(whole.text);
    expect([streamed.reasoning, whole.reasoningText]).toEqual(['Let me see.', 'Let me see.']);
    const { raw: _, ...usage } = whole.usage;
    expect(streamed.finish).toMatchObject({ totalUsage: usage, rawFinishReason: 'stop' });
    expect(usage.inputTokenDetails.cacheReadTokens).toBe(4);
    expect(usage.outputTokenDetails.reasoningTokens).toBe(4);
  });

  test('[[no_usage]] leaves the usage out', async () => {
    const { finish } = await readStream(modelOf(name, id), 'Hi [[no_usage]]');
    expect(finish).toMatchObject({ totalUsage: { outputTokens: undefined } });
  });

  test('breaks as it is asked to', async () => {
    const model = modelOf(name, id);
    const refused = await readStream(model, 'Hi [[status=400]]');
    expect(refused.error).toMatchObject({ statusCode: 400 });
    const broken = await readStream(model, 'Hi [[tokens=40]] [[error_after=5]]');
    expect(broken.text).not.toBe('');
    expect(broken.error).toBeDefined();
  });
});

test('a model of another provider is not found', async () => {
  const { error } = await readStream(modelOf('volcengine', 'gpt-5'), 'Hi');
  expect(error).toMatchObject({ statusCode: 404 });
});

test('a stream has usage only when it is asked for, but at Groq always', async () => {
  const unasked = await readStream(modelOf('siliconflow', 'Qwen/Qwen3-8B', false), 'Hi');
  expect(unasked.finish).toMatchObject({ totalUsage: { outputTokens: undefined } });
  const { finish } = await readStream(modelOf('groq', 'llama-3.1-8b-instant'), 'Hi [[tokens=9]]');
  expect(finish).toMatchObject({ totalUsage: { outputTokens: 9 } });
});
