// read-change: a change of a row as it came from the WAL, in JSON, and which filters it passes.
import type pg from 'pg';
import { type Condition, conditionSql } from './parse-filter.ts';
import type { Column, TableFacts } from './table-facts.ts';

/** Columns and their values as Postgres writes them; undefined is a value that the WAL left out. */
export type Tuple = Record<string, string | null | undefined>;

export interface ReadChange {
  record: Record<string, unknown>;
  oldRecord: Record<string, unknown>;
  /** For each list of conditions, whether all of it is true. */
  passes: boolean[];
}

/**
 * Values become what `to_jsonb` makes of them. Conditions look at the new row, or at what is left
 * of a deleted one; a column that is not there passes none.
 */
export async function readChange(
  pool: pg.Pool,
  { columns }: TableFacts,
  { record, oldRecord }: { record: Tuple | null; oldRecord: Tuple | null },
  filters: readonly Condition[][],
): Promise<ReadChange> {
  const values: (string | null | string[])[] = [];
  const bind = (value: string | null | string[]) => `$${values.push(value)}`;
  const row = (name: string, tuple: Tuple | null) => {
    const cells = there(columns, tuple).map(
      (column) =>
        `${bind(tuple?.[column.name] ?? null)}::${column.sqlType} as ${quote(column.name)}`,
    );
    return `(select ${cells.join(', ')}) as ${name}`;
  };
  const rows = [row('record', record), row('old_record', oldRecord)];
  const looked = record ? 'record' : 'old_record';
  const tested = there(columns, record ?? oldRecord);
  const passes = filters.map((conditions) => {
    const tests = conditions.map((condition) => {
      const column = tested.find(({ name }) => name === condition.column);
      if (!column) return 'false';
      return conditionSql(condition, `${looked}.${quote(column.name)}`, column.sqlType, bind);
    });
    return ['true', ...tests].join(' and ');
  });
  const { rows: read } = await pool.query<ReadChange>(
    `select to_jsonb(record) as record, to_jsonb(old_record) as "oldRecord",
       array[${passes.join(', ')}]::boolean[] as passes
     from ${rows.join(', ')}`,
    values,
  );
  const [change] = read;
  if (!change) throw new Error('A change of a row cannot be read.');
  return change;
}

function there(columns: Column[], tuple: Tuple | null): Column[] {
  return columns.filter(({ name }) => tuple?.[name] !== undefined);
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
