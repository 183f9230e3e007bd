// open-connection: a client opens its websocket (supabase-platform.md §4.1).
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { WebSocketServer } from 'ws';
import { refuseUpgrade } from '../gateway/refuse-upgrade.ts';
import { Connection } from './connection.ts';
import type { Context } from './context.ts';
import { type Version, versions } from './frame.ts';
import { Refusal } from './refusal.ts';
import { bearerOf } from './rest-routes.ts';
import { verifyToken } from './verify-token.ts';

export interface Upgrade {
  request: IncomingMessage;
  socket: Duplex;
  head: Buffer;
  authorization: string | undefined;
}

/** Takes the websocket, or refuses it with JSON `{error}`. */
export async function openConnection(
  context: Context,
  sockets: WebSocketServer,
  { request, socket, head, authorization }: Upgrade,
): Promise<void> {
  // Somebody who leaves while the token is read.
  socket.on('error', () => socket.destroy());
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  const version = versionOf(searchParams.get('vsn'));
  const token = bearerOf(authorization);
  if (pathname !== '/realtime/v1/websocket')
    return refuseUpgrade(socket, '404 Not Found', { error: 'Not found' });
  if (!version)
    return refuseUpgrade(socket, '400 Bad Request', { error: 'This version is not spoken here' });
  if (token === undefined)
    return refuseUpgrade(socket, '401 Unauthorized', { error: 'API key is missing' });
  try {
    const claims = await verifyToken(token, context.jwtSecret);
    const headers = headersOf(request);
    sockets.handleUpgrade(request, socket, head, (websocket) => {
      void new Connection(context, { socket: websocket, version, claims, token, headers });
    });
  } catch (error) {
    if (!(error instanceof Refusal)) context.report('a websocket', error);
    const message = error instanceof Refusal ? error.message : 'Unknown error';
    const isExpired = error instanceof Refusal && message.startsWith('Token has expired');
    refuseUpgrade(socket, isExpired ? '401 Unauthorized' : '403 Forbidden', { error: message });
  }
}

function versionOf(vsn: string | null): Version | undefined {
  return versions.find((version) => version === (vsn ?? '1.0.0'));
}

function headersOf({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      name.startsWith('x-') && typeof value === 'string' ? [[name, value]] : [],
    ),
  );
}
