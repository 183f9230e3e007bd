// start-gateway: the one address of the local API, with the routes and key rules of the platform.
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { createAdaptorServer } from '@hono/node-server';
import type { ProjectKeys } from '../keys.ts';
import { createRoutes } from './create-routes.ts';
import { createKeyRules } from './key-rules.ts';
import type { FunctionsMount, Mount, RealtimeMount } from './mount.ts';
import { upgradeRealtime } from './upgrade-realtime.ts';

export interface GatewayOptions {
  port: number;
  keys: ProjectKeys;
  /** PostgREST. */
  rest: { url: string };
  auth: Mount;
  /** Until they exist, their routes answer 503 `not_available`. */
  functions?: FunctionsMount;
  realtime?: RealtimeMount;
  storage?: Mount;
}

export interface Gateway {
  url: string;
  /** Closes every connection, open streams too. */
  stop(): Promise<void>;
}

/** Listens on 127.0.0.1. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const rules = createKeyRules(options.keys);
  const server = createAdaptorServer({
    fetch: createRoutes(options, rules).fetch,
    overrideGlobalObjects: false,
    // An early answer leaves the rest of a body to `forward`; nobody else may drain it.
    autoCleanupIncoming: false,
  }) as Server;
  server.keepAliveTimeout = 65_000;
  const sockets = new Set<Duplex>();
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    upgradeRealtime(options.realtime, rules, { request, socket, head });
  });
  await listen(server, options.port);
  return {
    url: `http://127.0.0.1:${options.port}`,
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => {
      const message = `The gateway cannot listen on port ${port}: ${cause.message}`;
      reject(new Error(message, { cause }));
    });
    server.listen(port, '127.0.0.1', resolve);
  });
}
