// bench credits: hold and settle, beside the same row changes as bare statements (./credits-bare).
// Both on warm connections, as a pool has them, and on a database that waits for its disk.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startProjectDatabase } from '../../local/database/start-project-database.ts';
import { freePort } from '../../local/ports.ts';
import { ledgerViolations } from '../../tests/support/ledger-invariants.ts';
import { openWallet } from '../../tests/support/wallet.ts';
import { barePair, copyBareTables, TABLES } from './credits-bare.ts';
import { type Measure, type MeasureOptions, median } from './measure.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const CLIENTS = 64;
const ROUNDS = 3;
const WARM_UP_PAIRS = 20;
const BUDGET = 0.5;

type Pair = (client: pg.Client, ownerId: string) => Promise<unknown>;

/** Pairs a second: when each client has a wallet of its own, and when all share one. */
export async function measure({ seconds, onStep }: MeasureOptions): Promise<Measure[]> {
  onStep('Starting a database ...');
  const folder = await mkdtemp(join(tmpdir(), 'parley-bench-'));
  try {
    const database = await startProjectDatabase({
      projectDir: ROOT,
      dataDir: join(folder, 'data'),
      port: await freePort(),
      durable: true,
    });
    try {
      return await withClients(database.url(), (clients) => compare(clients, seconds, onStep));
    } finally {
      await database.stop();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function withClients<Result>(
  connectionString: string,
  use: (clients: pg.Client[]) => Promise<Result>,
): Promise<Result> {
  const clients = Array.from(
    { length: CLIENTS },
    () => new pg.Client({ connectionString, pipeline: true }),
  );
  try {
    await Promise.all(clients.map((client) => client.connect()));
    return await use(clients);
  } finally {
    await Promise.all(clients.map((client) => client.end()));
  }
}

async function compare(
  clients: pg.Client[],
  seconds: number,
  onStep: (step: string) => void,
): Promise<Measure[]> {
  const [first] = clients;
  if (!first) throw new Error('A bench needs a client.');
  const owners: string[] = [];
  for (const _ of clients) owners.push(await openWallet(first, { bought: 1_000_000_000 }));
  const bare = barePair(await copyBareTables(first));
  onStep('Warming up ...');
  for (let turn = 0; turn < 2; turn++) {
    for (const pair of [bare, ourPair]) await warmUp(clients, owners, pair);
    await first.query(
      `vacuum (analyze) ${TABLES.flatMap((table) => [`private.${table}`, `bare.${table}`])}`,
    );
  }

  const failures: string[] = [];
  const measures: Measure[] = [];
  for (const [measure, wallets] of [
    [`${CLIENTS} clients, a wallet each`, owners],
    [`${CLIENTS} clients, one wallet`, owners.slice(0, 1)],
  ] as const) {
    const rates = { ours: [] as number[], bare: [] as number[] };
    for (let round = 1; round <= ROUNDS; round++) {
      onStep(`${measure}, round ${round} of ${ROUNDS} ...`);
      rates.bare.push(await rate(clients, wallets, bare, seconds, failures));
      rates.ours.push(await rate(clients, wallets, ourPair, seconds, failures));
    }
    measures.push(ratioOf(measure, median(rates.ours), median(rates.bare)));
  }
  const broken = [...failures, ...(await ledgerViolations(first))];
  for (const each of broken.slice(0, 5)) onStep(each);
  return [...measures, countOf('deadlocks, lost updates, other failures', broken.length)];
}

function ratioOf(measure: string, value: number, beside: number): Measure {
  const ratio = value / beside;
  const ok = ratio >= BUDGET;
  return { bench: 'credits', measure, value, unit: 'pairs/s', beside, ratio, budget: BUDGET, ok };
}

function countOf(measure: string, value: number): Measure {
  const ok = value === 0;
  return { bench: 'credits', measure, value, unit: 'found', beside: 0, ratio: null, budget: 0, ok };
}

const HOLD = {
  name: 'hold',
  text: `select (private.hold($1, 3, $2, 'bench', '1 hour')).id`,
};
const SETTLE = { name: 'settle', text: 'select (private.settle($1, 2)).id' };

/** One round trip to hold, one to settle, as a turn does. */
async function ourPair(client: pg.Client, ownerId: string): Promise<void> {
  const { rows } = await client.query({ ...HOLD, values: [ownerId, crypto.randomUUID()] });
  await client.query({ ...SETTLE, values: [rows[0].id] });
}

async function warmUp(clients: pg.Client[], owners: string[], pair: Pair): Promise<void> {
  await Promise.all(
    clients.map(async (client, nr) => {
      for (let turn = 0; turn < WARM_UP_PAIRS; turn++) await pair(client, ownerOf(owners, nr));
    }),
  );
}

/** Pairs a second that all clients finish together. */
async function rate(
  clients: pg.Client[],
  owners: readonly string[],
  pair: Pair,
  seconds: number,
  failures: string[],
): Promise<number> {
  const started = performance.now();
  let done = 0;
  await Promise.all(
    clients.map(async (client, nr) => {
      while (performance.now() < started + seconds * 1000) {
        try {
          await pair(client, ownerOf(owners, nr));
          done += 1;
        } catch (error) {
          failures.push((error as Error).message);
        }
      }
    }),
  );
  return done / ((performance.now() - started) / 1000);
}

function ownerOf(owners: readonly string[], nr: number): string {
  const owner = owners[nr % owners.length];
  if (!owner) throw new Error('A bench needs an owner.');
  return owner;
}
