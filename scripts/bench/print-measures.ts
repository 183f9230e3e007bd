// print-measures: a bench for people: a table, and bars that show each value beside its limit.
import type { Measure } from './measure.ts';

const BAR_WIDTH = 50;

/** Prints measures to standard output. */
export function printMeasures(measures: Measure[]): void {
  const rows = measures.map(({ measure, value, unit, beside, ratio, budget, ok }) => [
    measure,
    `${round(value)} ${unit}`,
    `${round(beside)} ${unit}`,
    ratio === null ? '' : ratio.toFixed(2),
    budget === null ? '' : `${ratio === null ? '<=' : '>='} ${budget}`,
    budget === null ? '' : ok ? 'ok' : 'MISSED',
  ]);
  const table = [['measure', 'value', 'beside', 'ratio', 'budget', ''], ...rows];
  const widths = (table[0] ?? []).map((_, column) =>
    Math.max(...table.map((row) => row[column]?.length ?? 0)),
  );
  console.log();
  for (const row of table) {
    console.log(row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
  }
  for (const { measure, value, beside, ratio, unit } of measures) {
    if (ratio === null) continue;
    const most = Math.max(value, beside);
    console.log(`\n${measure} (${unit})`);
    console.log(`  ours    ${bar(value, most)} ${round(value)}`);
    console.log(`  beside  ${bar(beside, most)} ${round(beside)}`);
  }
}

function bar(value: number, most: number): string {
  return '█'.repeat(Math.round((value / most) * BAR_WIDTH)).padEnd(BAR_WIDTH);
}

function round(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: value < 10 ? 2 : 0 });
}
