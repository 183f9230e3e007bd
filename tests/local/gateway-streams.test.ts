// gateway-streams: what the gateway does with requests on their way, and with services in trouble.
import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pass, type Upstream } from '../../local/gateway/pass.ts';
import { type Gateway, startGateway } from '../../local/gateway/start-gateway.ts';
import { createKeys } from '../../local/keys.ts';
import { freePort } from '../../local/ports.ts';
import { waitUntil } from '../../local/wait-until.ts';
import {
  type RecordingService,
  type Seen,
  sendRaw,
  startRecordingGateway,
  startRecordingService,
} from './recording-service.ts';

const keys = await createKeys();
let service: RecordingService;
let gateway: Gateway;

beforeAll(async () => {
  service = await startRecordingService();
  gateway = await startRecordingGateway(service, keys);
});

afterAll(async () => {
  await gateway.stop();
  service.stop();
});

async function see(path: string, init: RequestInit = {}): Promise<Seen> {
  const response = await fetch(gateway.url + path, init);
  expect(response.status).toBe(200);
  return (await response.json()) as Seen;
}

describe('routes', () => {
  it('a part that is not built says so', async () => {
    const auth = { fetch: async () => new Response() };
    const bare = await startGateway({ port: await freePort(), keys, rest: service, auth });
    const headers = { apikey: keys.publishableKey };
    for (const [part, path] of [
      ['Realtime', '/realtime/v1/api/broadcast'],
      ['Storage', '/storage/v1/bucket'],
      ['The edge-function runtime', '/functions/v1/chat'],
    ]) {
      const answer = await fetch(bare.url + path, { headers });
      const message = `${part} is not part of the local stack yet.`;
      expect([answer.status, await answer.json()]).toEqual([
        503,
        { code: 'not_available', message },
      ]);
    }
    await bare.stop();
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
    const raw = await sendRaw(gateway.url, '/functions/v1/echo', [
      'connection: close, x-hop',
      'x-hop: 1',
      'x-end: 1',
    ]);
    expect(raw).toContain('"x-end":"1"');
    expect(raw).not.toContain('"x-hop"');
    const answer = await fetch(`${gateway.url}/functions/v1/echo`);
    expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
  });

  it('a stream arrives as it is made, and a caller who leaves ends it', async () => {
    const caller = new AbortController();
    const { signal } = caller;
    const answer = await fetch(`${gateway.url}/functions/v1/stream`, { signal });
    const first = await answer.body?.getReader().read();
    expect(new TextDecoder().decode(first?.value)).toBe('data: first\n\n');
    expect(service.openStreams()).toBe(1);
    caller.abort();
    await waitUntil('the service to notice', () => service.openStreams() === 0);
  });

  it('the headers of a stream arrive before its first word', async () => {
    const caller = new AbortController();
    const { signal } = caller;
    const { headers } = await fetch(`${gateway.url}/functions/v1/stream/quiet`, { signal });
    expect(headers.get('content-type')).toBe('text/event-stream');
    caller.abort();
    await waitUntil('the service to notice', () => service.openStreams() === 0);
  });

  it('a stream that breaks behind the gateway breaks for the caller, it does not end', async () => {
    const answer = await fetch(`${gateway.url}/functions/v1/stream/cut`);
    await expect(answer.text()).rejects.toThrow();
  });

  it('stopping closes open streams and leaves the port free', async () => {
    const port = await freePort();
    const own = await startRecordingGateway(service, keys, port);
    const answer = await fetch(`${own.url}/functions/v1/stream`);
    const rest = answer.text();
    await own.stop();
    await expect(rest).rejects.toThrow();
    await waitUntil('the service to notice', () => service.openStreams() === 0);
    await expect(fetch(own.url)).rejects.toThrow();
  });

  it('a taken port is one sentence', async () => {
    const port = Number(new URL(gateway.url).port);
    const start = startRecordingGateway(service, keys, port);
    await expect(start).rejects.toThrow(`The gateway cannot listen on port ${port}`);
  });
});

describe('a service in trouble', () => {
  it('that is down: 503', async () => {
    const [status, body] = await passTo({ port: await freePort() });
    expect([status, body]).toEqual([
      503,
      { code: 'upstream_unavailable', message: 'The service is not running.' },
    ]);
  });

  it('that closes its idle connections: nobody notices', async () => {
    const closing = createServer((_, response) => {
      response.on('finish', () => setImmediate(() => response.socket?.destroy()));
      response.end('{}');
    }).listen(0, '127.0.0.1');
    await waitUntil('the service', () => closing.listening);
    const { port } = closing.address() as { port: number };
    const own = await startRecordingGateway({ ...service, url: `http://127.0.0.1:${port}` }, keys);
    for (let turn = 0; turn < 50; turn++)
      expect((await fetch(`${own.url}/functions/v1/x`)).status).toBe(200);
    await own.stop();
    closing.close();
  });

  it('that breaks before its answer: 502', async () => {
    const answer = await fetch(`${gateway.url}/functions/v1/break`);
    expect([answer.status, await answer.json()]).toMatchObject([502, { code: 'upstream_failed' }]);
  });

  it('that is too slow: 504', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await waitUntil('the service', () => silent.listening);
    const { port } = silent.address() as { port: number };
    const [status, body] = await passTo({ port, answersWithinMs: 50 });
    expect([status, body]).toEqual([
      504,
      { code: 'upstream_timeout', message: 'The service did not answer within 0.05 s.' },
    ]);
    silent.closeAllConnections();
    silent.close();
  });
});

async function passTo(upstream: Pick<Upstream, 'port'> & Partial<Upstream>) {
  const there = { name: 'The service', answersWithinMs: 1000, ...upstream };
  const server = createServer((incoming, outgoing) => {
    const forwarding = { path: '/', prefix: '', authorization: undefined };
    void pass(incoming, outgoing, there, forwarding);
  }).listen(0, '127.0.0.1');
  await waitUntil('the server', () => server.listening);
  const { port } = server.address() as { port: number };
  const response = await fetch(`http://127.0.0.1:${port}`);
  const answer = [response.status, await response.json()];
  server.closeAllConnections();
  server.close();
  return answer;
}

/** The gateway's answer to an attempt to open a websocket. */
function upgrade(path: string): Promise<string> {
  const headers = ['connection: Upgrade', 'upgrade: websocket', 'sec-websocket-version: 13'];
  return sendRaw(gateway.url, path, headers);
}
