// recording-service: a gateway in front of a service that tells what it was sent.
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { pass } from '../../local/gateway/pass.ts';
import { type Gateway, startGateway } from '../../local/gateway/start-gateway.ts';
import type { ProjectKeys } from '../../local/keys.ts';
import { freePort } from '../../local/ports.ts';

export interface Seen {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  bodyLength: number;
}

export interface RecordingService {
  url: string;
  /** Answers of /stream that nobody has ended. */
  openStreams(): number;
  stop(): void;
}

/**
 * Echoes each request as JSON; /stream never ends, /stream/quiet has no first word either,
 * /stream/cut and /break break off.
 */
export async function startRecordingService(): Promise<RecordingService> {
  let openStreams = 0;
  const server = createServer((request, response) => {
    if (request.url === '/break') return request.socket.destroy();
    if (request.url?.startsWith('/stream')) {
      openStreams++;
      response.on('close', () => openStreams--);
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      if (request.url === '/stream/quiet') return response.flushHeaders();
      response.write('data: first\n\n');
      if (request.url === '/stream/cut') setImmediate(() => response.destroy());
      return;
    }
    let bodyLength = 0;
    request.on('data', (chunk: Buffer) => {
      bodyLength += chunk.length;
    });
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      response.setHeader('content-type', 'application/json');
      response.setHeader('set-cookie', ['a=1', 'b=2']);
      response.end(JSON.stringify({ method, url, headers, bodyLength } satisfies Seen));
    });
  });
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${port}`,
    openStreams: () => openStreams,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** The service behind every route; Auth, in this process, echoes likewise. */
export async function startRecordingGateway(
  service: RecordingService,
  keys: ProjectKeys,
  port?: number,
): Promise<Gateway> {
  const there = { name: 'The service', port: Number(new URL(service.url).port) };
  return startGateway({
    port: port ?? (await freePort()),
    keys,
    rest: service,
    functions: {
      answer: (incoming, outgoing, forwarding) =>
        pass(incoming, outgoing, { ...there, answersWithinMs: 5000 }, forwarding),
    },
    auth: {
      fetch: async (request) => {
        const { method, url } = request;
        const headers = Object.fromEntries(request.headers);
        return Response.json({ method, url, headers, bodyLength: (await request.text()).length });
      },
    },
  });
}

/** Everything that `url`'s server sends in answer to a hand-written request until it closes. */
export function sendRaw(url: string, path: string, headers: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    let text = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
    socket.on('close', () => resolve(text)).on('error', reject);
    socket.write([`GET ${path} HTTP/1.1`, 'host: test', ...headers, '', ''].join('\r\n'));
  });
}
