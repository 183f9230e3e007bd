// start-realtime: Supabase Realtime in this process: websockets and requests below /realtime/v1,
// and what the database commits (supabase-platform.md §4).
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import pg from 'pg';
import { WebSocketServer } from 'ws';
import type { RealtimeMount } from '../gateway/mount.ts';
import { Subscriptions } from './changes/subscriptions.ts';
import type { Connection } from './connection.ts';
import { type Context, projectRates } from './context.ts';
import { forgetMessages } from './forget-messages.ts';
import { FRAME_BYTES, type Limits, platformLimits } from './limits.ts';
import { openConnection } from './open-connection.ts';
import { deliverMessages } from './replication/deliver-message.ts';
import { keepReplicating } from './replication/keep-replicating.ts';
import { dropSlot } from './replication/slot.ts';
import { restRoutes } from './rest-routes.ts';
import { Topics } from './topics.ts';

export interface RealtimeOptions {
  /** As supabase_admin. */
  dbUrl: string;
  keys: { jwtSecret: string };
  /** Other than the platform's own. */
  limits?: Partial<Limits>;
  /** Takes what goes wrong here rather than at a client. */
  onLine?: (line: string) => void;
}

export interface Realtime extends RealtimeMount {
  /** What is held now, which is nothing when nobody is connected. */
  holdings(): { connections: number; topics: number; followers: number };
  /** Closes all websockets and leaves no replication slot. */
  stop(): Promise<void>;
}

/** Phoenix closes what is silent for so long; clients beat every 25 s. */
const SILENCE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** Resolves when what an earlier server left in the database is gone. */
export async function startRealtime(options: RealtimeOptions): Promise<Realtime> {
  const { dbUrl, keys, onLine } = options;
  const limits = { ...platformLimits, ...options.limits };
  const report = (what: string, error: unknown) =>
    onLine?.(`realtime: ${what}: ${error instanceof Error ? error.message : String(error)}`);
  const pool = openPool(dbUrl);
  await dropSlot(pool);
  const context: Context = {
    limits,
    rates: projectRates(limits),
    connections: new Set<Connection>(),
    topics: new Topics(),
    subscriptions: new Subscriptions(),
    pool,
    jwtSecret: new TextEncoder().encode(keys.jwtSecret),
    report,
    replication: keepReplicating({
      dbUrl,
      pool,
      onMessage: (message) => deliver(message),
      report,
    }),
  };
  const deliver = deliverMessages(context);
  const sockets = new WebSocketServer({ noServer: true, maxPayload: FRAME_BYTES });
  const routes = restRoutes(context);
  const forget = () => forgetMessages(pool).catch((error) => report('old messages', error));
  void forget();
  const timers = [setInterval(forget, HOUR_MS), setInterval(() => endSilent(context), 10_000)];
  return {
    fetch: async (request) => routes.fetch(request),
    upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer, authorization) =>
      void openConnection(context, sockets, { request, socket, head, authorization }),
    holdings: () => ({
      connections: context.connections.size,
      topics: context.topics.size,
      followers: context.subscriptions.size,
    }),
    async stop() {
      for (const timer of timers) clearInterval(timer);
      for (const connection of [...context.connections]) connection.end(1001, 'Realtime stops');
      for (const socket of sockets.clients) socket.terminate();
      await context.replication.stop();
      await dropSlot(pool).catch((error) => report('replication slot', error));
      await pool.end();
    },
  };
}

function openPool(connectionString: string): pg.Pool {
  const pool = new pg.Pool({
    connectionString,
    application_name: 'realtime',
    max: 4,
    connectionTimeoutMillis: 5000,
    statement_timeout: 10_000,
  });
  // An idle connection that the server closed: the next query takes another one.
  pool.on('error', () => undefined);
  return pool;
}

function endSilent({ connections }: Context): void {
  const since = performance.now() - SILENCE_MS;
  for (const connection of [...connections])
    if (connection.heardAt < since) connection.end(1000, 'Silent for too long');
}
