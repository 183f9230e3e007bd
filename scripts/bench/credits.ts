// bench credits: hold and settle, beside the same row changes as bare statements on bare tables:
// no functions, triggers or foreign keys, each transaction as prepared statements in one round
// trip. Both commit the same way, on a database that waits for its disk.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startProjectDatabase } from '../../local/database/start-project-database.ts';
import { freePort } from '../../local/ports.ts';
import { ledgerViolations } from '../../tests/support/ledger-invariants.ts';
import { type Measure, type MeasureOptions, median } from './measure.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const CLIENTS = 64;
const ROUNDS = 3;
const BUDGET = 0.5;

/** Hold and settle pairs a second: for a wallet a client, and for one wallet of all clients. */
export async function measure({ seconds, onStep }: MeasureOptions): Promise<Measure[]> {
  onStep('Starting a database ...');
  const folder = await mkdtemp(join(tmpdir(), 'parley-bench-'));
  const database = await startProjectDatabase({
    projectDir: ROOT,
    dataDir: join(folder, 'data'),
    port: await freePort(),
    durable: true,
  });
  const clients = Array.from(
    { length: CLIENTS },
    () => new pg.Client({ connectionString: database.url(), pipeline: true }),
  );
  try {
    await Promise.all(clients.map((client) => client.connect()));
    return await compare(clients, seconds, onStep);
  } finally {
    await Promise.all(clients.map((client) => client.end()));
    await database.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function compare(
  clients: pg.Client[],
  seconds: number,
  onStep: (step: string) => void,
): Promise<Measure[]> {
  const [first] = clients;
  if (!first) throw new Error('A bench needs a client.');
  const wallets = await openWallets(first);
  const measures: Measure[] = [];
  const failures: string[] = [];
  for (const [measure, walletOf] of [
    [`${CLIENTS} clients, a wallet each`, (nr: number) => wallets[nr] as string],
    [`${CLIENTS} clients, one wallet`, () => wallets[0] as string],
  ] as const) {
    const rates = { ours: [] as number[], bare: [] as number[] };
    for (let round = 0; round < ROUNDS; round++) {
      onStep(`${measure}, round ${round + 1} of ${ROUNDS} ...`);
      rates.bare.push(
        await rate(clients, seconds, failures, (client, nr) => bareEachPair(client, walletOf(nr))),
      );
      rates.ours.push(
        await rate(clients, seconds, failures, (client, nr) => ourPair(client, walletOf(nr))),
      );
    }
    const [value, beside] = [median(rates.ours), median(rates.bare)];
    const ratio = value / beside;
    const ok = ratio >= BUDGET;
    measures.push({
      bench: 'credits',
      measure,
      value,
      unit: 'pairs/s',
      beside,
      ratio,
      budget: BUDGET,
      ok,
    });
  }
  const broken = [...failures, ...(await ledgerViolations(first))];
  for (const each of broken.slice(0, 5)) onStep(each);
  measures.push({
    bench: 'credits',
    measure: 'deadlocks, lost updates, other failures',
    value: broken.length,
    unit: 'found',
    beside: 0,
    ratio: null,
    budget: 0,
    ok: broken.length === 0,
  });
  return measures;
}

/** Pairs a second that all clients finish together. */
async function rate(
  clients: pg.Client[],
  seconds: number,
  failures: string[],
  pair: (client: pg.Client, nr: number) => Promise<unknown>,
): Promise<number> {
  const started = performance.now();
  const deadline = started + seconds * 1000;
  let done = 0;
  await Promise.all(
    clients.map(async (client, nr) => {
      while (performance.now() < deadline) {
        try {
          await pair(client, nr);
          done += 1;
        } catch (error) {
          failures.push((error as Error).message);
        }
      }
    }),
  );
  return done / ((performance.now() - started) / 1000);
}
