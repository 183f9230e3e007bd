// bench: what a budget of DESIGN says, measured beside its physical limit in the same run.
//   npm run bench -- NAME [--seconds N] [--json]     NAME is a file in scripts/bench/
// People get a table and a plot; --json prints one measure a line. Ends with 1 when a budget is
// missed.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Measure, MeasureOptions } from './bench/measure.ts';
import { printMeasures } from './bench/print-measures.ts';

// A dash marks what only serves a bench.
const names = readdirSync(join(import.meta.dirname, 'bench'))
  .map((file) => file.replace(/\.ts$/, ''))
  .filter((name) => name !== 'measure' && !name.includes('-'));

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string', default: '3' },
    json: { type: 'boolean', default: false },
  },
});
const [name = ''] = positionals;
const seconds = Number(values.seconds);

if (!names.includes(name) || positionals.length !== 1 || !(seconds > 0)) {
  console.error(`npm run bench -- NAME [--seconds N] [--json], NAME one of: ${names.join(', ')}`);
  process.exit(2);
}

const { measure } = (await import(`./bench/${name}.ts`)) as {
  measure: (options: MeasureOptions) => Promise<Measure[]>;
};
const measures = await measure({
  seconds,
  onStep: (step) => {
    if (!values.json) console.error(step);
  },
});
if (values.json) for (const each of measures) console.log(JSON.stringify(each));
else printMeasures(measures);
process.exitCode = measures.every(({ ok }) => ok) ? 0 : 1;
