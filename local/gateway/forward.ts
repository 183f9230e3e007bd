// forward: one request to a service behind the gateway, streamed both ways.
// node:http with kept connections: a third of the time that fetch adds (measured).
import { Agent, type IncomingMessage, request, type ServerResponse } from 'node:http';

/** Where a request goes on 127.0.0.1, and how it is told of there. */
export interface Forwarding {
  /** Path and query at the service. */
  path: string;
  /** Where the service's root is at the gateway, for X-Forwarded-Prefix. */
  prefix: string;
  /** What the service gets instead of the caller's; undefined removes it. */
  authorization: string | undefined;
}

export interface Service {
  port: number;
  /** Until the first byte of the answer; what streams after that takes as long as it takes. */
  answersWithinMs: number;
  /** Response headers that replace the service's own of the same names. */
  headers?: Readonly<Record<string, string>>;
}

/**
 * `answered`, or cut for the caller because the answer broke off; otherwise nothing was answered:
 * `unreachable`: nobody took the connection, and nobody has seen the request; `stale`: a kept
 * connection closed on a request without a body, which may be sent again; `broken`: the service
 * went away; `slow`: its time is over.
 */
export type Outcome = 'answered' | 'unreachable' | 'stale' | 'broken' | 'slow';

// Connections are dropped after 4 s idle, before the services do so in the middle of a request.
const agent = new Agent({ keepAlive: true, timeout: 4000 });

/** Resolves when the exchange is over. A caller who leaves ends the service's work. */
export function forward(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  service: Service,
  forwarding: Forwarding,
): Promise<Outcome> {
  // Who left while a worker was starting.
  if (outgoing.destroyed) return Promise.resolve('answered');
  const { port, answersWithinMs } = service;
  const { method } = incoming;
  const { path } = forwarding;
  const headers = requestHeaders(incoming, forwarding);
  return new Promise((resolve) => {
    const toService = request({ host: '127.0.0.1', port, path, method, headers, agent });
    const timer = setTimeout(() => fail('slow'), answersWithinMs);
    let fail = (outcome: Outcome) => {
      clearTimeout(timer);
      toService.destroy();
      resolve(outcome);
    };
    let isConnected = false;
    const send = () => {
      isConnected = true;
      incoming.pipe(toService);
    };
    toService.once('socket', (socket) => {
      if (socket.connecting) socket.once('connect', send);
      else send();
    });
    toService.once('response', (answer) => {
      clearTimeout(timer);
      fail = () => outgoing.destroy();
      // The service does not read the body to its end and will close: not for the next request.
      if (!toService.writableFinished) toService.shouldKeepAlive = false;
      startAnswer(outgoing, answer, service);
      answer.on('close', () => answer.complete || outgoing.destroy());
    });
    toService.on('error', (error: NodeJS.ErrnoException) => {
      if (!isConnected) fail('unreachable');
      else fail(toService.reusedSocket && isStale(incoming, error) ? 'stale' : 'broken');
    });
    // What an early answer left unread is drained, so that the caller's connection goes on.
    toService.on('close', () => incoming.unpipe(toService).resume());
    outgoing.once('close', () => {
      clearTimeout(timer);
      if (!outgoing.writableFinished) toService.destroy();
      resolve('answered');
    });
  });
}

/** Headers leave in one packet with what has come of the body, or at once by themselves. */
function startAnswer(
  outgoing: ServerResponse,
  answer: IncomingMessage,
  { headers = {} }: Service,
): void {
  outgoing.cork();
  outgoing.writeHead(answer.statusCode ?? 502, responseHeaders(answer, headers));
  outgoing.flushHeaders();
  answer.pipe(outgoing);
  process.nextTick(() => outgoing.uncork());
}

function isStale({ headers }: IncomingMessage, { code }: NodeJS.ErrnoException): boolean {
  return code === 'ECONNRESET' && !headers['content-length'] && !headers['transfer-encoding'];
}

const hopByHop = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];
const notForwarded = new Set([
  ...hopByHop,
  'authorization',
  'expect',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-prefix',
  'x-forwarded-proto',
]);
const notAnswered = new Set(hopByHop);

function requestHeaders(
  { headers, rawHeaders, socket }: IncomingMessage,
  { authorization, prefix }: Forwarding,
): string[] {
  const kept = without(notForwarded, rawHeaders, headers.connection);
  const peer = socket.remoteAddress ?? '';
  const { 'x-forwarded-for': before } = headers;
  kept.push('x-forwarded-for', before ? `${before}, ${peer}` : peer);
  kept.push('x-forwarded-proto', 'http');
  kept.push('x-forwarded-host', headers.host ?? '');
  kept.push('x-forwarded-prefix', prefix);
  if (headers['transfer-encoding']) kept.push('transfer-encoding', 'chunked');
  if (authorization !== undefined) kept.push('authorization', authorization);
  return kept;
}

function responseHeaders(
  { headers, rawHeaders }: IncomingMessage,
  replaced: Readonly<Record<string, string>>,
): string[] {
  const kept = without(notAnswered, rawHeaders, headers.connection, replaced);
  for (const name of Object.keys(replaced)) kept.push(name, replaced[name] ?? '');
  return kept;
}

/** The headers but those in `names`, in `replaced` or, by `connection`, of one connection only. */
function without(
  names: ReadonlySet<string>,
  rawHeaders: string[],
  connection = '',
  replaced: Readonly<Record<string, string>> = {},
): string[] {
  const nominated = connection.toLowerCase().split(/\s*,\s*/);
  const kept: string[] = [];
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = (rawHeaders[at] ?? '').toLowerCase();
    if (!names.has(name) && !nominated.includes(name) && !(name in replaced))
      kept.push(name, rawHeaders[at + 1] ?? '');
  }
  return kept;
}
