// gateway: routes, key rules and streams, seen from both sides: a caller and a recording service.
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Upstream } from '../../local/gateway/forward.ts';
import { createAgent, forward } from '../../local/gateway/forward.ts';
import { type Gateway, startGateway } from '../../local/gateway/start-gateway.ts';
import { createKeys } from '../../local/keys.ts';
import { freePort } from '../../local/ports.ts';
import { waitUntil } from '../../local/wait-until.ts';

const keys = await createKeys();
const userJwt = 'Bearer header.payload.signature';
const asAnon = `Bearer ${keys.anonKey}`;
const asService = `Bearer ${keys.serviceRoleKey}`;

interface Seen {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  bodyLength: number;
}

let service: Server;
let serviceUrl: string;
let gateway: Gateway;
let openStreams = 0;

beforeAll(async () => {
  service = createServer((request, response) => {
    if (request.url?.startsWith('/stream')) {
      openStreams++;
      response.on('close', () => openStreams--);
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: first\n\n');
      if (request.url === '/stream/cut') setImmediate(() => response.destroy());
      return;
    }
    if (request.url === '/break') return request.socket.destroy();
    let bodyLength = 0;
    request.on('data', (chunk: Buffer) => {
      bodyLength += chunk.length;
    });
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      response.setHeader('content-type', 'application/json');
      response.setHeader('set-cookie', ['a=1', 'b=2']);
      response.setHeader('x-from-service', 'yes');
      response.end(JSON.stringify({ method, url, headers, bodyLength } satisfies Seen));
    });
  });
  const port = await freePort();
  await new Promise<void>((resolve) => service.listen(port, '127.0.0.1', resolve));
  serviceUrl = `http://127.0.0.1:${port}`;
  gateway = await startGateway({
    port: await freePort(),
    keys,
    rest: { url: serviceUrl },
    functions: { url: serviceUrl },
    auth: {
      fetch: async (request, peerAddress) => {
        const { method, url } = request;
        const headers = Object.fromEntries(request.headers);
        const bodyLength = (await request.text()).length;
        return Response.json({ method, url, headers, bodyLength, peerAddress });
      },
    },
  });
});

afterAll(async () => {
  await gateway.stop();
  service.closeAllConnections();
  service.close();
});

async function see(path: string, init: RequestInit = {}): Promise<Seen> {
  const response = await fetch(gateway.url + path, init);
  expect(response.status).toBe(200);
  return (await response.json()) as Seen;
}

describe('what a service gets as Authorization', () => {
  const { publishableKey, secretKey, anonKey, serviceRoleKey } = keys;
  it.each([
    ['publishable key', { apikey: publishableKey }, asAnon],
    ['secret key', { apikey: secretKey }, asService],
    ['legacy anon key', { apikey: anonKey }, asAnon],
    ['legacy service_role key', { apikey: serviceRoleKey }, asService],
    ['publishable key twice', both(publishableKey, `Bearer ${publishableKey}`), asAnon],
    ['secret key twice', both(secretKey, `Bearer ${secretKey}`), asService],
    ['legacy key twice', both(anonKey, asAnon), asAnon],
    ["a user's JWT and the publishable key", both(publishableKey, userJwt), userJwt],
    ["a user's JWT and the secret key", both(secretKey, userJwt), userJwt],
    ["a user's JWT and a legacy key", both(anonKey, userJwt), userJwt],
    ['publishable key, secret key as token', both(publishableKey, `Bearer ${secretKey}`), asAnon],
  ])('%s', async (_, headers, expected) => {
    expect((await see('/rest/v1/things', { headers })).headers.authorization).toBe(expected);
    expect((await see('/auth/v1/user', { headers })).headers.authorization).toBe(expected);
  });

  it('the key may be in the query, which the Data API does not see', async () => {
    const seen = await see(`/rest/v1/things?id=eq.1&apikey=${publishableKey}`);
    expect([seen.url, seen.headers.authorization]).toEqual(['/things?id=eq.1', asAnon]);
  });

  it('edge functions see what the caller sent, whatever it is', async () => {
    const headers = both('anything', 'Bearer sb_publishable_x');
    const seen = await see('/functions/v1/chat/turns?a=1', { headers });
    expect(seen.url).toBe('/chat/turns?a=1');
    expect(seen.headers).toMatchObject({ ...headers, 'x-forwarded-prefix': '/functions/v1' });
    expect((await see('/functions/v1/chat')).headers).not.toHaveProperty('authorization');
  });
});

describe('who may pass', () => {
  it.each([
    ['/rest/v1/things'],
    ['/auth/v1/user'],
    ['/auth/v1/verify/../admin/users'],
    ['/graphql/v1'],
    ['/realtime/v1/api/broadcast'],
  ])('%s takes no request without a key, and none with a wrong one', async (path) => {
    const missing = await fetch(gateway.url + path, { headers: { authorization: userJwt } });
    expect([missing.status, missing.headers.get('sb-error-code')]).toEqual([
      401,
      'UNAUTHORIZED_MISSING_API_KEY',
    ]);
    expect(await missing.json()).toMatchObject({ message: 'No API key found in request' });
    const wrong = await fetch(gateway.url + path, { headers: { apikey: 'sb_secret_wrong' } });
    expect([wrong.status, await wrong.json()]).toMatchObject([401, { message: 'Invalid API key' }]);
  });

  it.each([
    ['/auth/v1/verify?token=x&type=signup'],
    ['/auth/v1/callback'],
    ['/auth/v1/authorize?provider=github'],
    ['/auth/v1/.well-known/jwks.json'],
  ])('%s is open', async (path) => {
    expect((await see(path)).headers).not.toHaveProperty('authorization');
  });

  it('a browser may not use the secret key', async () => {
    const headers = { apikey: keys.secretKey, 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64)' };
    const refused = await fetch(`${gateway.url}/rest/v1/things`, { headers });
    expect([refused.status, await refused.json()]).toEqual([
      401,
      { message: 'Forbidden use of secret API key in browser' },
    ]);
    await see('/rest/v1/things', { headers: { ...headers, apikey: keys.publishableKey } });
  });
});

describe('routes', () => {
  it('a part that is not built says so', async () => {
    const headers = { apikey: keys.publishableKey };
    for (const [part, path] of [
      ['Realtime', '/realtime/v1/api/broadcast'],
      ['Storage', '/storage/v1/bucket'],
    ]) {
      const answer = await fetch(gateway.url + path, { headers });
      const message = `${part} is not part of the local stack yet.`;
      expect([answer.status, await answer.json()]).toEqual([
        503,
        { code: 'not_available', message },
      ]);
    }
  });

  it('GraphQL and unknown paths are 404', async () => {
    const headers = { apikey: keys.publishableKey };
    expect((await fetch(`${gateway.url}/graphql/v1`, { headers })).status).toBe(404);
    expect((await fetch(`${gateway.url}/`, { headers })).status).toBe(404);
    expect((await fetch(`${gateway.url}/rest/v2/things`, { headers })).status).toBe(404);
  });

  it('a websocket without Realtime is refused with a sentence, not left hanging', async () => {
    const path = `/realtime/v1/websocket?apikey=${keys.publishableKey}&vsn=2.0.0`;
    expect(await upgrade(path)).toMatch(/^HTTP\/1.1 503 .*Realtime is not part/s);
    expect(await upgrade('/realtime/v1/websocket')).toMatch(/^HTTP\/1.1 401 .*No API key/s);
    expect(await upgrade(`/elsewhere?apikey=${keys.publishableKey}`)).toMatch(/^HTTP\/1.1 404 /);
  });
});

describe('cross-origin requests', () => {
  const preflight = {
    method: 'OPTIONS',
    headers: {
      origin: 'https://app.test',
      'access-control-request-method': 'PATCH',
      'access-control-request-headers': 'authorization,apikey,x-client-info',
    },
  };

  it.each([['/rest/v1/things'], ['/auth/v1/token']])('%s: preflight needs no key', async (path) => {
    const { status, headers } = await fetch(gateway.url + path, preflight);
    expect(status).toBe(200);
    expect(Object.fromEntries(headers)).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-allow-headers': 'authorization,apikey,x-client-info',
      'access-control-allow-methods': expect.stringContaining('PATCH'),
      'access-control-max-age': '3600',
    });
  });

  it('edge functions answer their own preflight', async () => {
    expect((await see('/functions/v1/chat', preflight)).method).toBe('OPTIONS');
  });

  it('answers and refusals may be read by any origin', async () => {
    for (const headers of [{ apikey: keys.publishableKey }, { apikey: 'wrong' }]) {
      const answer = await fetch(`${gateway.url}/rest/v1/things`, { headers });
      expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    }
  });
});

describe('bodies and streams', () => {
  it('a body goes through in pieces, of known length or not', async () => {
    const body = new Blob(['x'.repeat(3_000_000)]);
    const known = await see('/functions/v1/echo', { method: 'POST', body });
    expect(known).toMatchObject({
      bodyLength: 3_000_000,
      headers: { 'content-length': '3000000' },
    });
    const chunked = { method: 'DELETE', body: body.stream(), duplex: 'half' };
    expect((await see('/functions/v1/echo', chunked as RequestInit)).bodyLength).toBe(3_000_000);
  });

  it('headers of one connection stay there; cookies and others pass', async () => {
    const raw = await upgrade('/functions/v1/echo', 'GET', [
      'connection: close, x-hop',
      'x-hop: 1',
      'x-end: 1',
    ]);
    expect(raw).toContain('"x-end":"1"');
    expect(raw).not.toContain('"x-hop"');
    const answer = await fetch(`${gateway.url}/functions/v1/echo`);
    expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(answer.headers.get('x-from-service')).toBe('yes');
  });

  it('a stream arrives as it is made, and a caller who leaves ends it', async () => {
    const caller = new AbortController();
    const { signal } = caller;
    const answer = await fetch(`${gateway.url}/functions/v1/stream`, { signal });
    const first = await answer.body?.getReader().read();
    expect(new TextDecoder().decode(first?.value)).toBe('data: first\n\n');
    expect(openStreams).toBe(1);
    caller.abort();
    await waitUntil('the service to notice', () => openStreams === 0);
  });

  it('a stream that breaks behind the gateway breaks for the caller, it does not end', async () => {
    const answer = await fetch(`${gateway.url}/functions/v1/stream/cut`);
    await expect(answer.text()).rejects.toThrow();
  });

  it('stopping closes open streams and leaves the port free', async () => {
    const port = await freePort();
    const own = await startGateway({
      port,
      keys,
      rest: { url: serviceUrl },
      functions: { url: serviceUrl },
      auth: { fetch: async () => new Response() },
    });
    const answer = await fetch(`${own.url}/functions/v1/stream`);
    const rest = answer.text();
    await own.stop();
    await expect(rest).rejects.toThrow();
    await waitUntil('the service to notice', () => openStreams === 0);
    await expect(fetch(own.url)).rejects.toThrow();
  });

  it('a taken port is one sentence', async () => {
    const port = Number(new URL(gateway.url).port);
    const start = startGateway({
      port,
      keys,
      rest: { url: serviceUrl },
      functions: { url: serviceUrl },
      auth: { fetch: async () => new Response() },
    });
    await expect(start).rejects.toThrow(`The gateway cannot listen on port ${port}`);
  });
});

describe('a service in trouble', () => {
  it('that is down: 503', async () => {
    const [status, body] = await forwardTo({ url: `http://127.0.0.1:${await freePort()}` });
    expect([status, body]).toEqual([
      503,
      { code: 'upstream_unavailable', message: 'The service is not running.' },
    ]);
  });

  it('that breaks before its answer: 502', async () => {
    const answer = await fetch(`${gateway.url}/functions/v1/break`);
    expect([answer.status, await answer.json()]).toMatchObject([502, { code: 'upstream_failed' }]);
  });

  it('that is too slow: 504', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await waitUntil('the service', () => silent.listening);
    const { port } = silent.address() as { port: number };
    const [status, body] = await forwardTo({
      url: `http://127.0.0.1:${port}`,
      answersWithinMs: 50,
    });
    expect([status, body]).toEqual([
      504,
      { code: 'upstream_timeout', message: 'The service did not answer within 0.05 s.' },
    ]);
    silent.closeAllConnections();
    silent.close();
  });
});

async function forwardTo(upstream: Partial<Upstream>): Promise<[number, unknown]> {
  const agent = createAgent();
  const service = { name: 'The service', url: serviceUrl, answersWithinMs: 1000, ...upstream };
  const server = createServer((incoming, outgoing) => {
    const forwarding = { path: '/', prefix: '', authorization: undefined };
    forward(incoming, outgoing, service, forwarding, agent);
  }).listen(0, '127.0.0.1');
  await waitUntil('the server', () => server.listening);
  const { port } = server.address() as { port: number };
  const response = await fetch(`http://127.0.0.1:${port}`);
  const answer: [number, unknown] = [response.status, await response.json()];
  agent.destroy();
  server.closeAllConnections();
  server.close();
  return answer;
}

/** Everything the gateway sends to a hand-written request, by default a websocket's. */
function upgrade(
  path: string,
  method = 'GET',
  headers = ['connection: Upgrade', 'upgrade: websocket', 'sec-websocket-version: 13'],
): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
    let text = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
    socket.on('close', () => resolve(text)).on('error', reject);
    socket.write([`${method} ${path} HTTP/1.1`, 'host: test', ...headers, '', ''].join('\r\n'));
  });
}

function both(apikey: string, authorization: string): Record<string, string> {
  return { apikey, authorization };
}
