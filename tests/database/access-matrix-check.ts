// access-matrix-check: the running database against the access list, as sentences that differ.
import type pg from 'pg';
import { attempt, attemptCall, locate, type Target } from './access-matrix-attempt.ts';
import type { Cast } from './access-matrix-cast.ts';
import {
  type Relation,
  readOpenSequences,
  readRelations,
  readRoutines,
} from './access-matrix-catalog.ts';
import { type Cell, cellsOf, expectedColumns } from './access-matrix-cells.ts';
import {
  actors,
  type Expectation,
  functions,
  type Operation,
  roleOf,
  tables,
} from './access-matrix-expectation.ts';

/** What differs in the rights on one table or view, by what is granted and by what happens. */
export async function checkTable(
  client: pg.ClientBase,
  cast: Cast,
  name: string,
): Promise<string[]> {
  const { relation, expectation } = await find(client, name);
  return [
    ...checkRights(relation, expectation),
    ...(await checkCells(client, relation, cellsOf(relation, expectation, cast), cast)),
  ];
}

/** What differs in what happens, where the role has the right and policies decide. */
export async function checkPolicies(
  client: pg.ClientBase,
  cast: Cast,
  name: string,
): Promise<string[]> {
  const { relation, expectation } = await find(client, name);
  const cells = cellsOf(relation, expectation, cast).filter(
    ({ expected }) => expected !== 'denied',
  );
  return checkCells(client, relation, cells, cast);
}

async function find(client: pg.ClientBase, name: string) {
  const relation = (await readRelations(client)).find((candidate) => candidate.name === name);
  const expectation = tables[name];
  if (!relation || !expectation) throw new Error(`There is no ${name}, or it is not in the list.`);
  return { relation, expectation };
}

/** What exists without a line in the list, and the other way round. */
export async function checkCompleteness(client: pg.ClientBase): Promise<string[]> {
  const present = (await readRelations(client)).map(({ name }) => name);
  const callable = (await readRoutines(client)).map(({ name }) => name);
  const sequences = await readOpenSequences(client);
  const list = 'tests/database/access-matrix-expectation.ts';
  return [
    ...present
      .filter((name) => !tables[name])
      .map((name) => `${name} is not in ${list}: say there who may do what with it.`),
    ...callable
      .filter((name) => !functions[name])
      .map((name) => `The function ${name} is not in ${list}: say there who may call it.`),
    ...Object.keys(tables)
      .filter((name) => !present.includes(name))
      .map((name) => `${name} is in ${list} and does not exist.`),
    ...Object.keys(functions)
      .filter((name) => !callable.includes(name))
      .map((name) => `The function ${name} is in ${list} and nobody can call it.`),
    ...sequences.map((name) => `The sequence ${name} may be used; nobody needs one.`),
  ];
}

/** Row-level security is on, and the grants are the lines of the list, column by column. */
function checkRights(relation: Relation, expectation: Expectation): string[] {
  const excess = expectation.isPlatforms ? [] : relation.excess;
  const differences = excess.map((right) => `${relation.name}: ${right} is granted.`);
  if (relation.isTable && !relation.hasRls)
    differences.push(`${relation.name}: row-level security is off.`);
  if (relation.isOwnersView && !expectation.isOwnersView)
    differences.push(`${relation.name}: reads as its owner; it needs security_invoker.`);
  for (const role of new Set(Object.values(roleOf))) {
    for (const operation of ['select', 'insert', 'update', 'delete'] as Operation[]) {
      const expected = expectedColumns(relation, expectation, role, operation).join(', ');
      const granted = relation.grants.find(
        (grant) => grant.role === role && grant.operation === operation,
      );
      const actual = granted?.columns.join(', ') ?? '';
      if (actual !== expected)
        differences.push(
          `${relation.name}: ${role} may ${operation} (${actual}), expected (${expected}).`,
        );
    }
  }
  return differences;
}

async function checkCells(
  client: pg.ClientBase,
  { name }: Relation,
  cells: Cell[],
  cast: Cast,
): Promise<string[]> {
  const differences: string[] = [];
  // All attempts are undone, so the rows that one kind of cells is about stay the same.
  const targets = new Map<string, Target>();
  for (const cell of cells) {
    const { actor, operation, rows, columns, expected } = cell;
    const key = JSON.stringify(cell.match);
    const target = targets.get(key) ?? (await locate(client, cell));
    targets.set(key, target);
    if (target.size === 0) throw new Error(`The cast has no ${rows} row of ${name} for ${actor}.`);
    const actual = await attempt(client, cast, cell, target);
    if (actual === expected) continue;
    const column = operation === 'update' ? ` ${columns[0]}` : '';
    differences.push(
      `${name}: ${actor}, ${operation}${column}, ${rows} rows: ${actual}, not ${expected}.`,
    );
  }
  return differences;
}

/** What differs in who may call the listed functions. */
export async function checkCalls(client: pg.ClientBase, cast: Cast): Promise<string[]> {
  const differences: string[] = [];
  for (const routine of await readRoutines(client)) {
    const callers = functions[routine.name];
    if (!callers) continue;
    for (const actor of actors) {
      const actual = await attemptCall(client, cast, actor, routine);
      const expected = callers.includes(actor) ? 'reached' : 'denied';
      if (actual !== expected)
        differences.push(`${routine.name}: ${actor} calls: ${actual}, not ${expected}.`);
    }
  }
  return differences;
}
