// The stand-in of Google, seen by the unmodified @ai-sdk/google package.
import { createGoogle } from '@ai-sdk/google';
import { describe, expect, test } from 'vitest';
import { apiKey, testDialect } from './dialect-suite.ts';

const { generate, stream, url } = testDialect({
  name: 'google',
  modelId: 'gemini-2.5-flash',
  connect: createGoogle,
});

describe('as only Google does', () => {
  test('[[no_usage]] leaves the usage out', async () => {
    const { finish } = await stream('Hi [[no_usage]]');
    expect(finish).toMatchObject({
      finishReason: 'stop',
      totalUsage: { inputTokens: undefined, outputTokens: undefined },
    });
  });

  test('thoughts are counted apart from the answer, and both are output', async () => {
    const { usage } = await generate('Hi [[tokens=10]] [[reasoning=Let me see.]]');
    expect(usage).toMatchObject({
      outputTokens: 14,
      raw: { candidatesTokenCount: 10, thoughtsTokenCount: 4 },
    });
  });

  test('an error has a code, a status and details', async () => {
    const response = await fetch(`${url()}/models/gemini-2.5-flash:generateContent`, {
      method: 'POST',
      headers: { 'x-goog-api-key': apiKey },
      body: '{"contents":[]}',
    });
    expect(await response.json()).toMatchObject({
      error: { code: 400, status: 'INVALID_ARGUMENT', details: [] },
    });
  });
});
