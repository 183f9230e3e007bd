// bench growth: begin_turn and settle_turn when there are ten thousand people with their usage, and
// when there are a million. Their time must not depend on how many others there are.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startProjectDatabase } from '../../local/database/start-project-database.ts';
import { freePort } from '../../local/ports.ts';
import { anybody, growTo } from './growth-people.ts';
import { type Measure, type MeasureOptions, median } from './measure.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const FEW = 10_000;
const MANY = 1_000_000;
const ROUNDS = 5;
const WARM_UP_TURNS = 300;
/** Flat within 20%. */
const BUDGET = 0.8;

/** Turns a second of one client, at both sizes. */
export async function measure({ seconds, onStep }: MeasureOptions): Promise<Measure[]> {
  onStep('Starting a database ...');
  const folder = await mkdtemp(join(tmpdir(), 'parley-bench-'));
  try {
    const database = await startProjectDatabase({
      projectDir: ROOT,
      dataDir: join(folder, 'data'),
      port: await freePort(),
      durable: false,
    });
    const client = new pg.Client({ connectionString: database.url('supabase_admin') });
    try {
      await client.connect();
      await growTo(client, 0, FEW, onStep);
      const beside = await turnRate(client, FEW, seconds, onStep);
      await growTo(client, FEW, MANY, onStep);
      const value = await turnRate(client, MANY, seconds, onStep);
      const measure = 'a turn among 1,000,000 people, beside one among 10,000';
      const ratio = value / beside;
      const ok = ratio >= BUDGET;
      const unit = 'turns/s';
      return [{ bench: 'growth', measure, value, unit, beside, ratio, budget: BUDGET, ok }];
    } finally {
      await client.end();
      await database.stop();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function turnRate(
  client: pg.Client,
  people: number,
  seconds: number,
  onStep: (step: string) => void,
): Promise<number> {
  onStep(`Turns among ${people.toLocaleString('en')} people ...`);
  for (let nr = 0; nr < WARM_UP_TURNS; nr++) await turn(client, people);
  const rates: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const started = performance.now();
    let done = 0;
    for (; performance.now() < started + seconds * 1000; done++) await turn(client, people);
    rates.push(done / ((performance.now() - started) / 1000));
  }
  return median(rates);
}

async function turn(client: pg.Client, people: number): Promise<void> {
  const { rows } = await client.query({
    name: 'begin',
    text: `select public.begin_turn($1, 'growth', $2, 'Hello') ->> 'turn_id' as id`,
    values: [anybody(people), crypto.randomUUID()],
  });
  await client.query({
    name: 'settle',
    text: `select public.settle_turn($1, 1, 'complete', 'Hello.', 'stop', null,
      '{"input_tokens": 20, "output_tokens": 10}')`,
    values: [rows[0].id],
  });
}
