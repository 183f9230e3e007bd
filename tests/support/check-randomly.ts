// check-randomly: a property checked with random values, few in `npm test`, many in `npm run soak`.
//   RUNS  how often, instead of the property's own number
//   SEED  the seed of a failed run, to see it again
import fc, { type IAsyncProperty, type RunDetails } from 'fast-check';
import { expect } from 'vitest';

const { RUNS, SEED, PROGRESS } = process.env;
const PROGRESS_EVERY_MS = 5000;

interface Options {
  /** How often without RUNS. */
  runs: number;
  /** Off where a run is not repeatable, because the database decides who comes first. */
  isRepeatable: boolean;
}

/** How long a test that runs `runs` times may take: a second a run, at least a minute. */
export function timeLimitMs(runs: number): number {
  return Math.max(60, Number(RUNS ?? runs)) * 1000;
}

/** Checks a property; a failure names the seed and the smallest values that were found. */
export async function checkRandomly<Values extends [unknown, ...unknown[]]>(
  arbitraries: { [Index in keyof Values]: fc.Arbitrary<Values[Index]> },
  check: (...values: Values) => Promise<void>,
  { runs, isRepeatable }: Options,
): Promise<void> {
  const numRuns = Number(RUNS ?? runs);
  const report = reportProgress(numRuns);
  const property = fc.asyncProperty(...arbitraries, async (...values: Values) => {
    await check(...values);
    report();
  }) as IAsyncProperty<Values>;
  await fc.assert(property, {
    numRuns,
    ...(SEED === undefined ? {} : { seed: Number(SEED) }),
    endOnFailure: !isRepeatable,
    asyncReporter: async (details) => throwFailure(details),
  });
}

/** Prints how far a long run has come, now and then. */
function reportProgress(numRuns: number): () => void {
  const { currentTestName } = expect.getState();
  let done = 0;
  let nextAt = Date.now() + PROGRESS_EVERY_MS;
  return () => {
    done += 1;
    if (!PROGRESS || (Date.now() < nextAt && done < numRuns)) return;
    nextAt = Date.now() + PROGRESS_EVERY_MS;
    process.stderr.write(`  ${done}/${numRuns}  ${currentTestName}\n`);
  };
}

function throwFailure<Values>(details: RunDetails<Values>): void {
  if (!details.failed) return;
  const { seed, numRuns, counterexample, errorInstance } = details;
  throw new Error(
    `Failed in run ${numRuns}; again with SEED=${seed}.\n` +
      `${(errorInstance as Error | null)?.message}\n${fc.stringify(counterexample)}`,
    { cause: errorInstance },
  );
}
