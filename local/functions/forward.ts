// forward: passes one request to a function's worker and its answer back, both streamed untouched.
import { Agent, type IncomingMessage, type ServerResponse, request as send } from 'node:http';

/** `unreachable`: the worker is gone and has seen nothing; `broken`: it went while answering. */
export type Outcome = 'answered' | 'unreachable' | 'broken';

const agent = new Agent({ keepAlive: true });
const hopByHop = new Set(['connection', 'keep-alive', 'proxy-connection', 'te', 'upgrade']);

/**
 * Resolves when the exchange is over. A caller that goes away closes the connection to the worker,
 * which the function sees on `request.signal`; an answer that breaks off is cut for the caller too.
 */
export function forward(
  request: IncomingMessage,
  response: ServerResponse,
  port: number,
): Promise<Outcome> {
  return new Promise((resolve) => {
    const upstream = send({
      agent,
      host: '127.0.0.1',
      port,
      method: request.method,
      path: request.url,
      headers: endToEnd(request.rawHeaders),
    });
    let connected = false;
    const pass = () => {
      connected = true;
      request.pipe(upstream);
    };
    upstream.once('socket', (socket) => {
      if (socket.connecting) socket.once('connect', pass);
      else pass();
    });
    upstream.once('response', (answer) => {
      response.writeHead(answer.statusCode ?? 500, endToEnd(answer.rawHeaders));
      response.flushHeaders();
      answer.pipe(response);
      // The function does not read the body to its end and will close: not for the next request.
      if (!upstream.writableFinished) upstream.shouldKeepAlive = false;
      answer.on('error', () => resolve('broken'));
    });
    // What an early answer left unread is drained, so that the caller's connection goes on.
    upstream.on('close', () => request.unpipe(upstream).resume());
    upstream.on('error', () => resolve(connected ? 'broken' : 'unreachable'));
    response.once('close', () => {
      if (!response.writableFinished) upstream.destroy();
      resolve('answered');
    });
  });
}

function endToEnd(rawHeaders: string[]): string[] {
  const kept: string[] = [];
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? '';
    if (!hopByHop.has(name.toLowerCase())) kept.push(name, rawHeaders[at + 1] ?? '');
  }
  return kept;
}
