// mount: services that answer in this process.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { Readable } from 'node:stream';
import type { Forwarding } from './forward.ts';

/** A service in this process; it sees the whole path, from /auth/v1 or the like on. */
export interface Mount {
  fetch(request: Request, peerAddress?: string): Promise<Response>;
}

/** Realtime: requests, and websockets at /realtime/v1/websocket. */
export interface RealtimeMount extends Mount {
  /** `authorization` is the one its `apikey` stands for. */
  upgrade(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    authorization: string | undefined,
  ): void;
}

/** The edge functions: a request goes to its function's worker without a server in between. */
export interface FunctionsMount {
  /** `path` is /<name>/...; resolves when the exchange is over. */
  answer(
    incoming: IncomingMessage,
    outgoing: ServerResponse,
    forwarding: Forwarding,
  ): Promise<void>;
}

/** Hands a request to `mount`, its body streamed, with `authorization` for the caller's own. */
export function handOver(
  mount: Mount,
  incoming: IncomingMessage,
  authorization: string | undefined,
): Promise<Response> {
  const { method = 'GET', url = '/', socket } = incoming;
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers))
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  if (authorization === undefined) headers.delete('authorization');
  else headers.set('authorization', authorization);
  const hasBody = method !== 'GET' && method !== 'HEAD';
  const request = new Request(`http://${incoming.headers.host ?? 'localhost'}${url}`, {
    method,
    headers,
    ...(hasBody ? { body: Readable.toWeb(incoming) as ReadableStream, duplex: 'half' } : {}),
  });
  return mount.fetch(request, socket.remoteAddress);
}
