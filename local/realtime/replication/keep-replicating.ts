// keep-replicating: follows what is committed, in its order, and takes it up again where it was
// when the database comes back.
import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { LogicalReplicationService, type Pgoutput } from 'pg-logical-replication';
import { Position } from './position.ts';
import { RawPgoutputPlugin } from './raw-pgoutput.ts';
import { ensureSlot, SLOT } from './slot.ts';

export interface ReplicationOptions {
  dbUrl: string;
  pool: pg.Pool;
  /** Gets each message; the next one comes when its promise has resolved. */
  onMessage: (message: Pgoutput.Message) => Promise<void> | void;
  report: (what: string, error: unknown) => void;
}

export interface Replication {
  /** Starts at the first call; resolves when the first attempt to connect succeeded or failed. */
  attempted(): Promise<void>;
  stop(): Promise<void>;
}

const PUBLICATIONS = ['supabase_realtime', 'supabase_realtime_messages_publication'];
const RETRY_MS = 250;
const ACKNOWLEDGE_MS = 1000;

/** Nothing runs until somebody connects, so that a stack without Realtime decodes no WAL. */
export function keepReplicating(options: ReplicationOptions): Replication {
  const stopping = new AbortController();
  const first = Promise.withResolvers<void>();
  const position = new Position();
  let running: Promise<void> | undefined;
  const run = async () => {
    while (!stopping.signal.aborted) {
      try {
        position.restart((await ensureSlot(options.pool)) ? undefined : position.lsn);
        await follow(options, position, first.resolve, stopping.signal);
      } catch (error) {
        options.report('replication', error);
      }
      first.resolve();
      await delay(RETRY_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };
  return {
    attempted() {
      running ??= run();
      return first.promise;
    },
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

/** Resolves when told to stop; rejects when the connection ends otherwise. */
async function follow(
  { dbUrl, onMessage, report }: ReplicationOptions,
  position: Position,
  onStart: () => void,
  stopping: AbortSignal,
): Promise<void> {
  const service = new LogicalReplicationService(
    { connectionString: dbUrl, application_name: 'realtime replication' },
    // Acknowledged here, when a transaction has been passed on: a lost one would come again.
    { acknowledge: { auto: false, timeoutSeconds: 0 }, flowControl: { enabled: true } },
  );
  const plugin = new RawPgoutputPlugin(
    { protoVersion: 1, publicationNames: PUBLICATIONS },
    (message) => {
      if (message.tag === 'begin') position.begin();
    },
  );
  service.on('start', onStart);
  // A broken connection also rejects the subscription, which is awaited below.
  service.on('error', () => undefined);
  service.on('data', async (_, message: Pgoutput.Message) => {
    try {
      await onMessage(message);
    } catch (error) {
      report('replication', error);
    }
    if (message.tag === 'commit') position.commit(message.commitEndLsn);
  });
  service.on('heartbeat', (lsn, _, shouldRespond) => {
    position.hear(lsn);
    if (shouldRespond) void position.acknowledge(service);
  });
  const timer = setInterval(() => void position.acknowledge(service), ACKNOWLEDGE_MS);
  const stop = () => void service.stop();
  stopping.addEventListener('abort', stop, { once: true });
  try {
    await service.subscribe(plugin, SLOT, position.lsn);
  } finally {
    clearInterval(timer);
    stopping.removeEventListener('abort', stop);
    await service.destroy();
  }
}
