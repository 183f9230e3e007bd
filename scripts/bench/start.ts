// bench start: a warm `startStack`, from the call to the first answer, beside starting only its
// Postgres on a copy of the same template.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProjectDatabase } from '../../local/database/start-project-database.ts';
import { freePort } from '../../local/ports.ts';
import { startStack } from '../../local/stack.ts';
import { type Measure, type MeasureOptions, median } from './measure.ts';

const BUDGET_MS = 3000;
const ROUNDS = 5;
const ROOT = join(import.meta.dirname, '..', '..');

/** How long until a new stack is ready, once its templates exist. */
export async function measure({ onStep }: MeasureOptions): Promise<Measure[]> {
  onStep('Making the template ...');
  await timeDatabase();
  const times = { stack: [] as number[], database: [] as number[] };
  for (let round = 1; round <= ROUNDS; round += 1) {
    onStep(`round ${round} of ${ROUNDS} ...`);
    times.database.push(await timeDatabase());
    times.stack.push(await timeStack());
  }
  const value = median(times.stack);
  return [
    {
      bench: 'start',
      measure: 'startStack, warm, until it is ready',
      value,
      unit: 'ms',
      beside: median(times.database),
      ratio: null,
      budget: BUDGET_MS,
      ok: value <= BUDGET_MS,
    },
  ];
}

async function timeStack(): Promise<number> {
  const begun = performance.now();
  const stack = await startStack();
  const elapsed = performance.now() - begun;
  await stack.stop();
  return elapsed;
}

async function timeDatabase(): Promise<number> {
  const dataDir = await mkdtemp(join(tmpdir(), 'parley-bench-'));
  const begun = performance.now();
  const port = await freePort();
  const database = await startProjectDatabase({ projectDir: ROOT, dataDir, port, durable: false });
  const elapsed = performance.now() - begun;
  await database.stop();
  await rm(dataDir, { recursive: true, force: true });
  return elapsed;
}
