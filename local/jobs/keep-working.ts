// keep-working: a worker's connection, taken up again whenever the database comes back.
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';

export interface WorkerOptions {
  dbUrl: string;
  /** The application_name, by which the worker is known in pg_stat_activity. */
  name: string;
  /** A notification on this channel means work. */
  channel: string;
  /** Called once for each connection, before its first work. */
  onConnect?: ((client: pg.Client) => Promise<void>) | undefined;
  /** Done at once, after each notification and every second; never twice at the same time. */
  work: (client: pg.Client) => Promise<void>;
  onLine?: ((line: string) => void) | undefined;
}

export interface Worker {
  /** Asks for work now. */
  wake(): void;
  stop(): Promise<void>;
}

const POLL_MS = 1000;
const RETRY_MS = 250;

/** Starts a worker; resolves when it has connected for the first time. */
export async function keepWorking(options: WorkerOptions): Promise<Worker> {
  const stopping = new AbortController();
  let wake: (() => void) | undefined;
  const run = async (connected: () => void) => {
    const client = new pg.Client({
      connectionString: options.dbUrl,
      application_name: options.name,
    });
    const lost = new Promise<void>((resolve) => {
      client.once('end', resolve);
      client.on('error', () => resolve());
      stopping.signal.addEventListener('abort', () => resolve(), { once: true });
    });
    try {
      await client.connect();
      await client.query(`listen ${client.escapeIdentifier(options.channel)}`);
      await options.onConnect?.(client);
      connected();
      const turns = takeTurns(() => options.work(client), options);
      wake = turns.take;
      client.on('notification', turns.take);
      const poll = setInterval(turns.take, POLL_MS);
      turns.take();
      await lost;
      clearInterval(poll);
      wake = undefined;
      await turns.rest();
    } finally {
      await client.end();
    }
  };
  const first = Promise.withResolvers<void>();
  const ended = repeat(() => run(first.resolve), stopping.signal, options);
  void ended.then(() => first.resolve());
  await first.promise;
  return {
    wake: () => wake?.(),
    async stop() {
      stopping.abort();
      await ended;
    },
  };
}

async function repeat(
  run: () => Promise<void>,
  stopping: AbortSignal,
  { name, onLine }: WorkerOptions,
): Promise<void> {
  while (!stopping.aborted) {
    await run().catch((error: Error) => onLine?.(`${name}: ${error.message}`));
    if (!stopping.aborted) {
      onLine?.(`${name}: the database is away, trying again.`);
      await delay(RETRY_MS);
    }
  }
}

/** Runs `work` when asked, once more when asked meanwhile. */
function takeTurns(work: () => Promise<void>, { name, onLine }: WorkerOptions) {
  let turn: Promise<void> | undefined;
  let isAskedAgain = false;
  const run = async () => {
    do {
      isAskedAgain = false;
      await work().catch((error: Error) => onLine?.(`${name}: ${error.message}`));
    } while (isAskedAgain);
    turn = undefined;
  };
  return {
    take() {
      if (turn) isAskedAgain = true;
      else turn = run();
    },
    rest: () => turn ?? Promise.resolve(),
  };
}
