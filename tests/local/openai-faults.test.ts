// The stand-in's faults (docs/faults.md), seen by the unmodified openai and AI SDK packages.
import { createOpenAI } from '@ai-sdk/openai';
import { streamText, type TextStreamPart, type ToolSet } from 'ai';
import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../../local/ports.ts';
import { startUpstreams, type Upstreams } from '../../local/upstreams/start-upstreams.ts';
import { waitUntil } from '../../local/wait-until.ts';

const apiKey = 'sk-test-0123456789abcdef';
const model = 'gpt-4.1-mini';
let stand: Upstreams;
let client: OpenAI;

beforeAll(async () => {
  stand = await startUpstreams({ port: await freePort(), apiKey });
  client = new OpenAI({ apiKey, baseURL: stand.urls.openai, maxRetries: 0 });
});
afterAll(() => stand.stop());

const control = (path: string, init?: RequestInit) =>
  fetch(new URL(`/__control${path}`, stand.urls.openai), init);
const requests = async (query: Record<string, string>) =>
  (await (await control(`/requests?${new URLSearchParams(query)}`)).json()).requests;
const stream = (content: string, sdk = client, signal?: AbortSignal) =>
  sdk.chat.completions.create(
    {
      model,
      messages: [{ role: 'user', content }],
      stream: true,
      stream_options: { include_usage: true },
    },
    { signal },
  );

/** What the openai package makes of a streamed answer. */
async function read(content: string, sdk = client) {
  const seen = { text: '', finish: '', usage: false, error: undefined as unknown };
  try {
    for await (const { choices, usage } of await stream(content, sdk)) {
      seen.text += choices[0]?.delta.content ?? '';
      seen.finish ||= choices[0]?.finish_reason ?? '';
      seen.usage ||= Boolean(usage);
    }
  } catch (error) {
    seen.error = error;
  }
  return seen;
}

/** What the AI SDK makes of the same. */
async function readParts(content: string, options: object = {}) {
  const parts: TextStreamPart<ToolSet>[] = [];
  const provider = createOpenAI({ apiKey, baseURL: stand.urls.openai });
  const result = streamText({
    model: provider.chat(model),
    prompt: content,
    onError: () => undefined,
    ...options,
  });
  let thrown: unknown;
  try {
    for await (const part of result.stream) parts.push(part);
  } catch (error) {
    thrown = error;
  }
  const text = parts.flatMap((it) => (it.type === 'text-delta' ? [it.text] : [])).join('');
  return { parts, text, error: thrown ?? parts.find((it) => it.type === 'error')?.error };
}

describe('instead of an answer', () => {
  test.each([
    [400, OpenAI.BadRequestError],
    [401, OpenAI.AuthenticationError],
    [403, OpenAI.PermissionDeniedError],
    [404, OpenAI.NotFoundError],
    [429, OpenAI.RateLimitError],
    [500, OpenAI.InternalServerError],
    [503, OpenAI.InternalServerError],
  ])('[[status=%i]] is the error the SDK has for it', async (status, kind) => {
    const { error } = await read(`Hi [[status=${status}]]`);
    expect(error).toBeInstanceOf(kind);
    expect(error).toMatchObject({ status });
  });

  test('[[status=429 code=insufficient_quota]] is the other kind of 429', async () => {
    const { error } = await read('Hi [[status=429 code=insufficient_quota]]');
    expect(error).toMatchObject({ code: 'insufficient_quota', type: 'insufficient_quota' });
  });

  test('both SDKs try again at once, three times in all, and report the last error', async () => {
    const retrying = new OpenAI({ apiKey, baseURL: stand.urls.openai });
    const startedAt = performance.now();
    const first = `Hi ${crypto.randomUUID()} [[status=503]]`;
    expect((await read(first, retrying)).error).toMatchObject({ status: 503 });
    expect(await requests({ contains: first })).toHaveLength(3);
    const second = `Hi ${crypto.randomUUID()} [[status=429 retry_after_ms=5]]`;
    expect((await readParts(second)).error).toMatchObject({ name: 'AI_RetryError' });
    expect(await requests({ contains: second })).toHaveLength(3);
    expect(performance.now() - startedAt).toBeLessThan(1000);
  });

  test('[[fail_times=2]] fails twice for this text, then works', async () => {
    const retrying = new OpenAI({ apiKey, baseURL: stand.urls.openai });
    const question = `Hi ${crypto.randomUUID()} [[fail_times=2 status=503]]`;
    expect((await read(question, retrying)).finish).toBe('stop');
    expect(await requests({ contains: question })).toHaveLength(3);
    expect((await readParts(`Hi ${crypto.randomUUID()} [[fail_times=2]]`)).text).not.toBe('');
    const cutOnce = `Hi ${crypto.randomUUID()} [[fail_times=1]] [[cut_after=3]]`;
    expect((await read(cutOnce)).error).toBeDefined();
    expect((await read(cutOnce)).finish).toBe('stop');
  });

  test('[[drop]] closes the connection without a word', async () => {
    expect((await read('Hi [[drop]]')).error).toBeInstanceOf(OpenAI.APIConnectionError);
    const { error } = await readParts('Hi [[drop]]', { maxRetries: 0 });
    expect(error).toMatchObject({ name: 'AI_APICallError', isRetryable: true });
  });

  test('[[delay_ms]] keeps the caller waiting for the first byte', async () => {
    const startedAt = performance.now();
    expect((await read('Hi [[delay_ms=120]]')).finish).toBe('stop');
    expect(performance.now() - startedAt).toBeGreaterThan(115);
    const hasty = new OpenAI({ apiKey, baseURL: stand.urls.openai, timeout: 50, maxRetries: 0 });
    const { error } = await read('Hi [[delay_ms=60000]]', hasty);
    expect(error).toBeInstanceOf(OpenAI.APIConnectionTimeoutError);
  });
});

describe('in mid-answer', () => {
  const words = async (count: number) => (await read(`Talk [[tokens=${count}]]`)).text;

  test('[[cut_after]] breaks the connection off after so many tokens', async () => {
    const { text, finish, error } = await read('Talk [[tokens=40]] [[cut_after=5]]');
    expect(text).toBe(await words(5));
    expect(finish).toBe('');
    expect(error).toBeDefined();
    const parts = await readParts('Talk [[tokens=40]] [[cut_after=5]]');
    expect(parts.text).toBe(text);
    expect(parts.error).toBeDefined();
    expect((await requests({ outcome: 'cut', contains: 'cut_after=5' })).length).toBe(2);
  });

  test('[[end_after]] looks like a good end, but for the missing reason', async () => {
    const { text, finish, usage, error } = await read('Talk [[tokens=40]] [[end_after=5]]');
    expect([text, finish, usage, error]).toEqual([await words(5), '', false, undefined]);
    const { parts, error: none } = await readParts('Talk [[tokens=40]] [[end_after=5]]');
    expect(none).toBeUndefined();
    const end = parts.find((part) => part.type === 'finish');
    expect(end).toMatchObject({ finishReason: 'interrupted', rawFinishReason: undefined });
  });

  test('[[error_after]] sends an error object in the stream', async () => {
    const { text, error } = await read('Talk [[tokens=40]] [[error_after=5]]');
    expect(text).toBe(await words(5));
    expect(error).toMatchObject({ status: undefined, type: 'server_error' });
    const parts = await readParts('Talk [[tokens=40]] [[error_after=5]]');
    expect(parts.text).toBe(text);
    expect(parts.error).toBeDefined();
  });

  test('[[error_after=0]] comes before any word: the AI SDK tries again', async () => {
    const question = `Talk ${crypto.randomUUID()} [[error_after=0]]`;
    expect((await readParts(question)).error).toMatchObject({ name: 'AI_RetryError' });
    expect(await requests({ contains: question })).toHaveLength(3);
  });

  test('[[stall_after]] says nothing more and does not hang up', async () => {
    const patience = { timeout: { chunkMs: 100 } };
    const { text, parts } = await readParts('Talk [[tokens=40]] [[stall_after=5]]', patience);
    expect(text).toBe(await words(5));
    expect(parts.at(-1)?.type).toMatch(/abort|error/);
    await waitUntil('the cancelled request', async () => {
      const found = await requests({ outcome: 'cancelled', contains: 'stall_after=5' });
      return found.length === 1;
    });
  });

  test('[[gate]] waits until the gate is opened', async () => {
    const name = crypto.randomUUID();
    const answer = read(`Talk [[tokens=10]] [[gate=${name} after=4]]`);
    await waitUntil('the answer at the gate', async () => {
      return (await (await control(`/gates/${name}`)).json()).arrived === 1;
    });
    await control(`/gates/${name}`, { method: 'POST' });
    expect((await answer).text).toBe(await words(10));
  });

  test('a caller that leaves is noticed', async () => {
    const question = `Talk ${crypto.randomUUID()} [[tokens=500 tokens_per_second=50]]`;
    for await (const { choices } of await stream(question)) if (choices[0]?.delta.content) break;
    await waitUntil('the cancelled request', async () => {
      return (await requests({ outcome: 'cancelled', contains: question })).length === 1;
    });
  });
});

describe('whole answers of an unusual form', () => {
  test.each(['keepalive', 'crlf', 'split_utf8'])('[[%s]] changes no word', async (form) => {
    const expected = (await read('Grüße')).text;
    expect((await read(`Grüße [[${form}]]`)).text).toBe(expected);
    expect((await readParts(`Grüße [[${form}]]`)).text).toBe(expected);
  });

  test('[[no_usage]] leaves the usage out, though it was asked for', async () => {
    const { usage, finish } = await read('Hi [[no_usage]]');
    expect([usage, finish]).toEqual([false, 'stop']);
    const { parts } = await readParts('Hi [[no_usage]]');
    const end = parts.find((part) => part.type === 'finish');
    expect(end).toMatchObject({ totalUsage: { outputTokens: undefined } });
  });

  test.each(['length', 'content_filter'])('[[finish=%s]] is the reason given', async (reason) => {
    expect((await read(`Hi [[finish=${reason}]]`)).finish).toBe(reason);
  });

  test('[[tokens]] is the exact length, also none', async () => {
    expect((await read('Hi [[tokens=0]]')).text).toBe('');
    const { parts } = await readParts('Hi [[tokens=200]]');
    const end = parts.find((part) => part.type === 'finish');
    expect(end).toMatchObject({ totalUsage: { outputTokens: 200 } });
  });

  test('[[reasoning]] comes before the words, as compatible providers send it', async () => {
    let reasoning = '';
    for await (const { choices } of await stream('Hi [[reasoning=Let me see. Yes.]]'))
      reasoning += (choices[0]?.delta as { reasoning_content?: string })?.reasoning_content ?? '';
    expect(reasoning).toBe('Let me see. Yes.');
  });

  test('[[echo_context]] answers with the messages it was given', async () => {
    const { text } = await read('Hi [[echo_context]]');
    expect(JSON.parse(text)).toEqual([{ role: 'user', content: 'Hi [[echo_context]]' }]);
  });

  test('brackets that are no directive are text; a bad value is refused', async () => {
    expect((await read('See [[my notes]]')).text).toContain('“See [[my notes]]”');
    expect((await read('Hi [[cut_after=soon]]')).error).toMatchObject({ status: 400 });
  });
});

describe('the control port', () => {
  test('shows what was asked, without the key, and forgets it', async () => {
    const question = `Hi ${crypto.randomUUID()}`;
    await read(question);
    const [entry] = await requests({ contains: question, path: '/v1/chat/completions' });
    expect(entry).toMatchObject({
      method: 'POST',
      status: 200,
      outcome: 'answered',
      body: { model, messages: [{ role: 'user', content: question }] },
    });
    expect(JSON.stringify(entry)).not.toContain(apiKey);
    await control('/requests', { method: 'DELETE' });
    expect(await requests({ contains: question })).toEqual([]);
  });

  test('declares an outage, and its end', async () => {
    await control('/outage', { method: 'POST', body: '{"status":500}' });
    expect((await read('Hi')).error).toMatchObject({ status: 500 });
    await expect(client.models.list()).rejects.toMatchObject({ status: 500 });
    await control('/outage', { method: 'DELETE' });
    expect((await read('Hi')).finish).toBe('stop');
  });

  test('resets everything', async () => {
    await control('/outage', { method: 'POST' });
    await control('/reset', { method: 'POST' });
    expect((await read('Hi')).finish).toBe('stop');
    expect(await requests({})).toHaveLength(1);
  });
});
