// The stand-in of Anthropic, seen by the unmodified @ai-sdk/anthropic package.
import { createAnthropic } from '@ai-sdk/anthropic';
import { describe, expect, test } from 'vitest';
import { apiKey, testDialect } from './dialect-suite.ts';

const { generate, requests, stream, url } = testDialect({
  name: 'anthropic',
  modelId: 'claude-haiku-4-5',
  connect: createAnthropic,
});

describe('as only Anthropic does', () => {
  test('an overload in a stream that is a 200 already is tried again', async () => {
    const question = `Hi ${crypto.randomUUID()} [[error_after=0 code=overloaded_error]]`;
    expect((await stream(question)).error).toMatchObject({ name: 'AI_RetryError' });
    expect(await requests({ contains: question })).toHaveLength(3);
  });

  test('an overload in mid-answer is told by its type', async () => {
    const { text, error } = await stream('Hi [[error_after=5 code=overloaded_error]]');
    expect(text).not.toBe('');
    expect(JSON.stringify(error)).toContain('overloaded_error');
  });

  test('tokens written to the cache are told apart', async () => {
    const { usage } = await generate('Hi [[cached=2]] [[cache_written=3]]');
    expect(usage.inputTokenDetails).toMatchObject({ cacheReadTokens: 2, cacheWriteTokens: 3 });
    const { inputTokens = 0 } = usage;
    expect(usage.inputTokenDetails.noCacheTokens).toBe(inputTokens - 5);
  });

  test('a request without a version or a length is refused', async () => {
    const post = (headers: Record<string, string>, body: object) =>
      fetch(`${url()}/messages`, {
        method: 'POST',
        headers: { 'x-api-key': apiKey, ...headers },
        body: JSON.stringify({ model: 'claude-haiku-4-5', ...body }),
      });
    const messages = [{ role: 'user', content: 'Hi' }];
    const bare = await post({}, { messages, max_tokens: 5 });
    expect(bare.status).toBe(400);
    const endless = await post({ 'anthropic-version': '2023-06-01' }, { messages });
    expect(await endless.json()).toMatchObject({
      type: 'error',
      error: { type: 'invalid_request_error', message: expect.stringContaining('max_tokens') },
      request_id: expect.stringMatching(/^req_/),
    });
  });
});
