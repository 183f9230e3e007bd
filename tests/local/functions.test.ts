// The edge-function runtime: what a function is given, and what its callers see of it.
import { request as sendRequest } from 'node:http';
import { join } from 'node:path';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { waitUntil } from '../../local/wait-until.ts';
import { type ServedFunctions, serveFunctions } from './serve-functions.ts';

const projectDir = join(import.meta.dirname, '..', '..');
const fixtures = join(projectDir, 'tests', 'fixtures', 'functions');
const secret = 'super-secret-jwt-token-with-at-least-32-characters-long';
const lines: string[] = [];
let functions: ServedFunctions;

beforeAll(async () => {
  functions = await serveFunctions({
    projectDir,
    functionsDir: join(fixtures, 'plain'),
    env: { SUPABASE_URL: 'http://127.0.0.1:54321', GREETING: 'hello' },
    jwt: { secret },
    verifyJwt: (name) => name === 'exported',
    onLine: (line) => lines.push(line),
  });
});
afterAll(() => functions.stop());

const call = (path: string, init?: RequestInit) => fetch(`${functions.url}${path}`, init);
const logged = (line: string) => waitUntil(`the line "${line}"`, () => lines.includes(line));

describe('a function', () => {
  test('sees method, path, query, headers and body as they were sent', async () => {
    const response = await call('/hello/echo?a=1&b=%20', {
      method: 'PATCH',
      body: 'grüezi',
      headers: { authorization: 'Bearer sb_publishable_x', apikey: 'k', 'x-thing': '1' },
    });
    const seen = await response.json();
    expect(seen).toMatchObject({ method: 'PATCH', query: 'a=1&b=+', body: 'grüezi' });
    expect(seen.headers).toMatchObject({
      authorization: 'Bearer sb_publishable_x',
      apikey: 'k',
      'x-thing': '1',
    });
  });

  test('sees the environment it was given and nothing of the machine', async () => {
    expect(await (await call('/hello/env')).json()).toEqual({
      SUPABASE_URL: 'http://127.0.0.1:54321',
      GREETING: 'hello',
    });
  });

  test('has EdgeRuntime.waitUntil and no nested workers', async () => {
    const globals = await (await call('/hello/globals')).json();
    expect(globals).toEqual({ worker: 'undefined', waitUntil: 'function' });
  });

  test('answers byte by byte while its caller still sends', async () => {
    const sending = sendRequest(`${functions.url}/hello/upload`, { method: 'POST' });
    sending.write('one');
    const answer = await new Promise<NodeJS.ReadableStream>((resolve) =>
      sending.once('response', resolve),
    );
    const chunks = answer[Symbol.asyncIterator]();
    expect(String((await chunks.next()).value)).toBe('one');
    sending.end('two');
    expect(String((await chunks.next()).value)).toBe('two');
  });

  test('may set several cookies', async () => {
    const { status, headers } = await call('/hello/cookies', { method: 'POST' });
    expect([status, headers.getSetCookie()]).toEqual([204, ['a=1', 'b=2']]);
  });

  test('whose caller breaks off an upload goes on serving', async () => {
    const sending = sendRequest(`${functions.url}/hello/upload`, { method: 'POST' });
    sending.on('error', () => undefined);
    sending.write('one');
    await new Promise((resolve) => sending.once('response', resolve));
    sending.destroy();
    expect(await (await call('/hello')).text()).toBe('first');
  });

  test('has its first event delivered at once, long before its last', async () => {
    const startedAt = performance.now();
    const response = await call('/hello/stream?ms=1000');
    const reader = response.body?.getReader();
    const { value } = (await reader?.read()) ?? {};
    expect(new TextDecoder().decode(value)).toContain('data: first 0');
    expect(performance.now() - startedAt).toBeLessThan(500);
    await reader?.cancel();
  });

  test('learns that its caller went away', async () => {
    lines.length = 0;
    const leaving = new AbortController();
    const response = await call('/hello/stream?ms=20000', { signal: leaving.signal });
    await response.body?.getReader().read();
    leaving.abort();
    await logged('hello: stream cancelled');
    await logged('hello: signal aborted');
  });

  test('may start no process and read no file outside its project', async () => {
    expect((await call('/crash/run')).status).toBe(500);
    expect((await call('/crash/read')).status).toBe(500);
    await waitUntil('both refusals in the log', () => {
      return lines.filter((line) => line.includes('NotCapable')).length === 2;
    });
  });
});

describe('a function that fails', () => {
  const workerError = {
    code: 'WORKER_ERROR',
    message: 'Function exited due to an error (please check logs)',
  };

  test.each(['throw', 'exit', 'reject'])('by %s answers 500 and works again', async (how) => {
    const response = await call(`/crash/${how}`);
    expect(response.status).toBe(500);
    expect(response.headers.get('sb-error-code')).toBe('WORKER_ERROR');
    expect(await response.json()).toEqual(workerError);
    // A request may still meet the worker that is going down.
    await waitUntil('it to be back', async () => (await (await call('/crash')).text()) === 'well');
  });

  test('leaves the streams of other functions alone', async () => {
    const response = await call('/hello/stream?ms=300');
    await call('/crash/exit');
    await call('/crash/reject');
    const events = (await response.text()).trim().split('\n\n');
    expect(events.length).toBeGreaterThan(5);
  });

  test('has its crash in the log under its name', async () => {
    lines.length = 0;
    await call('/crash/reject');
    await waitUntil('the stack', () => lines.some((it) => /^crash: .*crash\/index\.ts/.test(it)));
    expect(lines.find((it) => it.includes('nobody handles this'))).toMatch(/^crash: /);
  });
});

describe('a name', () => {
  test.each(['/nobody', '/_shared', '/', '/..%2f', '/hello.ts'])(
    '%s is not found',
    async (path) => {
      const response = await call(path);
      expect(response.status).toBe(404);
      expect(response.headers.get('sb-error-code')).toBe('NOT_FOUND');
      expect(await response.json()).toEqual({
        code: 'NOT_FOUND',
        message: 'Requested function was not found',
      });
    },
  );
});

describe('verify_jwt', () => {
  const key = new TextEncoder().encode(secret);
  const sign = (expires: string, by = key, alg = 'HS256') =>
    new SignJWT({ role: 'anon' }).setProtectedHeader({ alg }).setExpirationTime(expires).sign(by);
  const header = (alg: string) => Buffer.from(JSON.stringify({ alg })).toString('base64url');
  const refusals: [string, () => Promise<string> | string | undefined, string, string][] = [
    ['no header', () => undefined, 'NO_AUTH_HEADER', 'Missing authorization header'],
    ['an sb_ key', () => 'Bearer sb_secret_x', 'INVALID_JWT_FORMAT', 'Invalid JWT'],
    ['no JSON in the header', () => 'Bearer a.b.c', 'INVALID_JWT_FORMAT', 'Invalid JWT'],
    ['an expired token', async () => `Bearer ${await sign('-1m')}`, 'LEGACY_JWT', 'Invalid JWT'],
    [
      'a token of someone else',
      async () => `Bearer ${await sign('1m', new Uint8Array(32))}`,
      'LEGACY_JWT',
      'Invalid JWT',
    ],
    ['an ES256 token', () => `Bearer ${header('ES256')}.e30.x`, 'ASYMMETRIC_JWT', 'Invalid JWT'],
    [
      'an unsigned token',
      () => `Bearer ${header('none')}.e30.x`,
      'UNSUPPORTED_TOKEN_ALGORITHM',
      'Unsupported JWT algorithm none',
    ],
  ];

  test.each(refusals)('refuses %s', async (_what, authorization, reason, message) => {
    const value = await authorization();
    const response = await call('/exported', value ? { headers: { authorization: value } } : {});
    const code = `UNAUTHORIZED_${reason}`;
    expect(response.status).toBe(401);
    expect(response.headers.get('sb-error-code')).toBe(code);
    expect(await response.json()).toEqual({ code, message, msg: message });
  });

  test('lets a valid token pass, and OPTIONS without any', async () => {
    const headers = { authorization: `Bearer ${await sign('1m')}` };
    expect(await (await call('/exported/a/b', { headers })).text()).toBe('/exported/a/b');
    expect((await call('/exported', { method: 'OPTIONS' })).status).toBe(200);
  });
});
