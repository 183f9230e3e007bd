// soak: the random tests of the ledger, of turns and of all that is paid for, many times: `npm run
// soak`, in which 100,000 operations of the economy meet on twenty connections, or, for a longer
// night, `npm run soak -- 5000`. A failure names its seed: `SEED=... npm run soak` sees it again.
import { spawnSync } from 'node:child_process';

const DEFAULT_RUNS = 500;
const [wish] = process.argv.slice(2);
const runs = Number(wish ?? process.env.RUNS ?? DEFAULT_RUNS);

if (!Number.isInteger(runs) || runs < 1) {
  console.error(`The number of runs must be a whole number from 1 on, not ${wish}.`);
  process.exit(1);
}

console.log(`Checking each random property ${runs} times ...`);
const started = performance.now();
const { status } = spawnSync('vitest', ['run', 'random', '--disableConsoleIntercept'], {
  stdio: 'inherit',
  env: { ...process.env, RUNS: `${runs}`, PROGRESS: '1' },
});
const seconds = Math.round((performance.now() - started) / 1000);
console.log(`${runs} runs each, ${seconds} s: ${status === 0 ? 'all held' : 'a property failed'}.`);
process.exitCode = status ?? 1;
