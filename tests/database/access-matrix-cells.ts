// access-matrix-cells: every attempt that the matrix makes on one table or view.
import type { Cast } from './access-matrix-cast.ts';
import type { Relation } from './access-matrix-catalog.ts';
import {
  type Access,
  type Actor,
  actors,
  type Expectation,
  type Match,
  type Operation,
  roleOf,
} from './access-matrix-expectation.ts';

/**
 * reached: the rows are read or written. hidden: the statement runs and finds none of them.
 * refused: row-level security refuses the new row. denied: the role lacks the right.
 */
export type Outcome = 'reached' | 'partly' | 'hidden' | 'refused' | 'denied';

export interface Cell {
  relation: Relation;
  actor: Actor;
  operation: Operation;
  columns: string[];
  /** The kind of rows, such as `own`. */
  rows: string;
  match: Match;
  expected: Outcome;
}

/** Each actor, operation and kind of rows; updates column by column. */
export function cellsOf(relation: Relation, expectation: Expectation, cast: Cast): Cell[] {
  const operations: Operation[] = relation.isWritable
    ? ['select', 'insert', 'update', 'delete']
    : ['select'];
  const cells: Cell[] = [];
  for (const actor of actors) {
    for (const [rows, find] of Object.entries(expectation.rows)) {
      const match = find(actor, cast);
      if (!match) continue;
      for (const operation of operations) {
        for (const columns of columnsOf(relation, expectation, actor, operation)) {
          const expected = expect(expectation.access, { actor, operation, columns, rows });
          cells.push({ relation, actor, operation, columns, rows, match, expected });
        }
      }
    }
  }
  return cells;
}

/** What a role may do with which columns, out of the lines of all actors that use it. */
export function expectedColumns(
  { columns }: Relation,
  { access }: Expectation,
  role: string,
  operation: Operation,
): string[] {
  const lines = access.filter(({ who, may }) => may === operation && uses(role, who));
  const listed = new Set(lines.flatMap((line) => line.columns ?? columns));
  return columns.filter((name) => listed.has(name));
}

/** The column lists to try one by one: each column for an update, else all that are granted. */
function columnsOf(
  relation: Relation,
  expectation: Expectation,
  actor: Actor,
  operation: Operation,
): string[][] {
  if (operation === 'update') return relation.writableColumns.map((column) => [column]);
  if (operation === 'delete') return [[]];
  const granted = expectedColumns(relation, expectation, roleOf[actor], operation);
  const all = operation === 'insert' ? relation.writableColumns : relation.columns;
  return [granted.length > 0 ? all.filter((column) => granted.includes(column)) : all];
}

function expect(
  access: Access[],
  { actor, operation, columns, rows }: Pick<Cell, 'actor' | 'operation' | 'columns' | 'rows'>,
): Outcome {
  const granted = access.filter(
    (line) =>
      line.may === operation &&
      uses(roleOf[actor], line.who) &&
      columns.every((column) => line.columns?.includes(column) ?? true),
  );
  if (granted.length === 0) return 'denied';
  if (granted.some((line) => line.who.includes(actor) && line.rows.includes(rows)))
    return 'reached';
  return operation === 'insert' ? 'refused' : 'hidden';
}

function uses(role: string, who: readonly Actor[]): boolean {
  return who.some((actor) => roleOf[actor] === role);
}
