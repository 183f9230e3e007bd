// dialect-suite: what every stand-in of a provider does in that provider's own dialect, seen by the
// unmodified package of the AI SDK.
import { generateText, type LanguageModel } from 'ai';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../../local/ports.ts';
import { startUpstreams, type Upstreams } from '../../local/upstreams/start-upstreams.ts';
import { waitUntil } from '../../local/wait-until.ts';
import { readStream } from './read-stream.ts';

export const apiKey = 'sk-test-0123456789abcdef';

interface Dialect {
  name: 'anthropic' | 'google';
  modelId: string;
  /** The provider's package, towards the stand-in. */
  connect(access: { apiKey: string; baseURL: string }): (modelId: string) => LanguageModel;
}

/** Runs the suite, and gives what tests of one dialect ask with. */
export function testDialect({ name, modelId, connect }: Dialect) {
  let stand: Upstreams;
  let provider: (modelId: string) => LanguageModel;
  beforeAll(async () => {
    stand = await startUpstreams({ port: await freePort(), apiKey });
    provider = connect({ apiKey, baseURL: stand.urls[name] });
  });
  afterAll(() => stand.stop());

  const model = () => provider(modelId);
  const stream = (prompt: string, options: object = {}) => readStream(model(), prompt, options);
  const generate = (prompt: string, options: object = {}) =>
    generateText({ model: model(), prompt, maxRetries: 0, ...options });
  const control = (path: string, init?: RequestInit) =>
    fetch(new URL(`/__control${path}`, stand.urls.openai), init);
  const requests = async (query: Record<string, string>) =>
    (await (await control(`/requests?${new URLSearchParams(query)}`)).json()).requests;

  describe('an answer', () => {
    test('tells the prompt, the question and the history it was given', async () => {
      const { text } = await generateText({
        model: model(),
        instructions: 'You are Marco, a chef from Rome.',
        messages: [
          { role: 'user', content: 'Hello' },
          { role: 'assistant', content: 'Ciao!' },
          { role: 'user', content: 'How long do I boil spaghetti? [[cached=3]]' },
        ],
      });
      expect(text).toContain('I am Marco, a chef from Rome.');
      expect(text).toContain('You said: “How long do I boil spaghetti?”.');
      expect(text).toContain('I remember 2 earlier messages, the last of them “Ciao!”.');
    });

    test('is the same streamed or not, with the same usage and reason', async () => {
      const question = 'What is new? [[cached=4]] [[reasoning=Let me see.]]';
      const whole = await generate(question);
      const streamed = await stream(question);
      expect(streamed.text).toBe(whole.text);
      expect(streamed.reasoning).toBe('Let me see.');
      expect(whole.reasoningText).toBe('Let me see.');
      const { raw: _, ...usage } = whole.usage;
      expect(streamed.finish).toMatchObject({ totalUsage: usage, finishReason: 'stop' });
      expect(usage.inputTokenDetails.cacheReadTokens).toBe(4);
      expect(usage.outputTokenDetails.reasoningTokens).toBe(4);
    });

    test.each([
      ['length', 'length'],
      ['content_filter', 'content-filter'],
    ])('can end for %s', async (asked, reason) => {
      const { finish } = await stream(`Hi [[finish=${asked}]]`);
      expect(finish).toMatchObject({ finishReason: reason });
    });

    test('ends at the token limit', async () => {
      const { finish } = await stream('Go on [[tokens=50]]', { maxOutputTokens: 7 });
      expect(finish).toMatchObject({ finishReason: 'length', totalUsage: { outputTokens: 7 } });
    });

    test.each(['keepalive', 'crlf', 'split_utf8'])('[[%s]] changes no word', async (form) => {
      const expected = (await stream('Grüße')).text;
      expect((await stream(`Grüße [[${form}]]`)).text).toBe(expected);
    });
  });

  describe('a refusal', () => {
    test.each([400, 401, 403, 404, 429, 500, 503, 529])('[[status=%i]]', async (status) => {
      await expect(generate(`Hi [[status=${status}]]`)).rejects.toMatchObject({
        statusCode: status,
        message: expect.not.stringContaining('[['),
      });
    });

    test('of a wrong key does not show the key, nor does the journal', async () => {
      const wrong = connect({ apiKey: 'sk-wrong-0123456789', baseURL: stand.urls[name] })(modelId);
      const asked = generateText({ model: wrong, prompt: 'Hi', maxRetries: 0 });
      const error = await asked.catch((thrown) => thrown);
      expect(error.statusCode).toBeOneOf([400, 401]);
      expect(error.message).not.toContain('0123456789');
      const journal = JSON.stringify(await requests({ provider: name }));
      expect(journal).not.toContain('0123456789');
    });

    test('of an unknown model, and of an unknown route', async () => {
      const asked = generateText({ model: provider('gpt-0'), prompt: 'Hi', maxRetries: 0 });
      await expect(asked).rejects.toMatchObject({ statusCode: 404 });
      expect((await fetch(`${stand.urls[name]}/fine_dining`)).status).toBeOneOf([401, 403]);
    });

    test('is tried again at once, three times in all', async () => {
      const question = `Hi ${crypto.randomUUID()} [[status=503]]`;
      const startedAt = performance.now();
      expect((await stream(question)).error).toMatchObject({ name: 'AI_RetryError' });
      expect(await requests({ contains: question })).toHaveLength(3);
      expect(performance.now() - startedAt).toBeLessThan(1000);
    });

    test('of an outage concerns only the provider that it names', async () => {
      const body = (provider: string) => JSON.stringify({ status: 503, provider });
      await control('/outage', { method: 'POST', body: body('groq') });
      expect((await stream('Hi')).finish).toMatchObject({ finishReason: 'stop' });
      await control('/outage', { method: 'POST', body: body(name) });
      await expect(generate('Hi')).rejects.toMatchObject({ statusCode: 503 });
      await control('/outage', { method: 'DELETE' });
    });
  });

  describe('in mid-answer', () => {
    const words = async (count: number) => (await stream(`Talk [[tokens=${count}]]`)).text;

    test.each(['cut_after', 'error_after', 'nonsense_after'])(
      '[[%s]] is an error',
      async (fault) => {
        const { text, error } = await stream(`Talk [[tokens=40]] [[${fault}=5]]`);
        expect(text).toBe(await words(5));
        expect(error).toBeDefined();
      },
    );

    test('[[end_after]] ends without a reason of the provider', async () => {
      const { text, finish } = await stream('Talk [[tokens=40]] [[end_after=5]]');
      expect(text).toBe(await words(5));
      expect(finish?.rawFinishReason).toBeUndefined();
    });

    test('[[stall_after]] says nothing more, and the caller that leaves is noticed', async () => {
      const question = `Talk ${crypto.randomUUID()} [[tokens=40]] [[stall_after=5]]`;
      const { text } = await stream(question, { timeout: { chunkMs: 100 } });
      expect(text).toBe(await words(5));
      await waitUntil('the cancelled request', async () => {
        return (await requests({ outcome: 'cancelled', contains: question })).length === 1;
      });
    });

    test('[[gate]] waits until the gate is opened', async () => {
      const name = crypto.randomUUID();
      const answer = stream(`Talk [[tokens=10]] [[gate=${name} after=4]]`);
      await waitUntil('the answer at the gate', async () => {
        return (await (await control(`/gates/${name}`)).json()).arrived === 1;
      });
      await control(`/gates/${name}`, { method: 'POST' });
      expect((await answer).text).toBe(await words(10));
    });
  });

  return { url: () => stand.urls[name], stream, generate, requests };
}
