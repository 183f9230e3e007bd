// access-matrix-attempt: one cell of the matrix, tried for real and undone.
import pg from 'pg';
import type { Cast } from './access-matrix-cast.ts';
import type { Routine } from './access-matrix-catalog.ts';
import type { Cell, Outcome } from './access-matrix-cells.ts';
import { type Actor, type Match, roleOf } from './access-matrix-expectation.ts';

/** Runs `work` in a transaction that is rolled back, whatever comes of it. */
export async function undone<T>(client: pg.ClientBase, work: () => Promise<T>): Promise<T> {
  await client.query('begin');
  try {
    return await work();
  } finally {
    await client.query('rollback');
  }
}

/**
 * What becomes of the cell's statement as its actor; inside a transaction of the caller. Files are
 * deleted as Storage does it, which its trigger asks for.
 */
export async function attempt(
  client: pg.ClientBase,
  cast: Cast,
  cell: Cell,
  target: Target,
): Promise<Outcome> {
  return tryAs(client, cast, cell.actor, async () => {
    // As Realtime does: its policies ask for the topic that is joined.
    if (cell.relation.name === 'realtime.messages')
      await client.query(`select set_config('realtime.topic', $1, true)`, [cell.match.topic]);
    const { rowCount } = await client.query(...statement(cell, target.sample));
    if (cell.operation === 'update' || cell.operation === 'delete') {
      await client.query('reset role');
      if ((await locate(client, cell)).others !== target.others)
        throw new Error(`${cell.actor}, ${cell.relation.name}: rows beside the target changed.`);
    }
    if (cell.operation === 'insert') return 'reached';
    if (!rowCount) return 'hidden';
    return target.size === undefined || rowCount === target.size ? 'reached' : 'partly';
  });
}

/** Whether the actor may call the function: denied, or reached whatever it answers to nulls. */
export function attemptCall(
  client: pg.ClientBase,
  cast: Cast,
  actor: Actor,
  { name, types }: Routine,
): Promise<Outcome> {
  return tryAs(client, cast, actor, async () => {
    try {
      await client.query(`select ${name}(${types.map((type) => `null::${type}`).join(', ')})`);
    } catch (error) {
      if (!(error instanceof pg.DatabaseError) || error.code === '42501') throw error;
    }
    return 'reached';
  });
}

async function tryAs(
  client: pg.ClientBase,
  cast: Cast,
  actor: Actor,
  work: () => Promise<Outcome>,
): Promise<Outcome> {
  const role = roleOf[actor];
  const sub = actor === 'anonymous' || actor === 'service' ? undefined : cast[actor].id;
  const claims = JSON.stringify({ aud: role, role, sub });
  try {
    await client.query(`savepoint attempt;
      set local storage.allow_delete_query = 'true';
      set local request.jwt.claims = ${pg.escapeLiteral(claims)};
      set local role ${role}`);
    return await work();
  } catch (error) {
    return outcomeOf(error);
  } finally {
    await client.query('rollback to savepoint attempt');
  }
}

function outcomeOf(error: unknown): Outcome {
  if (!(error instanceof pg.DatabaseError)) throw error;
  if (error.code === '42501')
    return error.message.includes('row-level security') ? 'refused' : 'denied';
  // Constraints are checked after every right and policy.
  if (error.code?.startsWith('23')) return 'reached';
  throw error;
}

export interface Target {
  /** How many rows match; unknown for views, whose rows may depend on who asks. */
  size?: number;
  /** One of them, for an insert of the same and an update to what is there. */
  sample?: unknown;
  /** Changes with the version of any row that does not match. */
  others?: string;
}

/** The rows that a cell is about, as they are now. */
export async function locate(
  client: pg.ClientBase,
  { relation, match }: Pick<Cell, 'relation' | 'match'>,
): Promise<Target> {
  if (!relation.isTable) return {};
  const { rows } = await client.query<Target>(
    `select count(*) filter (where found)::int as size,
       (array_agg(to_jsonb(t) - 'found' - 'row_version') filter (where found))[1] as sample,
       md5(string_agg(row_version, ',' order by row_version) filter (where not found)) as others
     from (select *, (${conditionOf(match, 1)}) as found, ctid || '-' || xmin as row_version
       from ${relation.name}) as t`,
    Object.values(match),
  );
  return rows[0] ?? {};
}

function statement({ relation, ...cell }: Cell, sample: unknown): [string, unknown[]] {
  const { name } = relation;
  const columns = cell.columns.map((column) => pg.escapeIdentifier(column)).join(', ');
  const values = Object.values(cell.match);
  const where = (first: number) => `where ${conditionOf(cell.match, first)}`;
  const row = `jsonb_populate_record(null::${name}, $1)`;
  switch (cell.operation) {
    case 'select':
      return [`select ${columns} from ${name} ${where(1)}`, values];
    case 'insert':
      return [`insert into ${name} (${columns}) select ${columns} from ${row}`, [sample]];
    case 'update':
      return [
        `update ${name} set ${columns} = (${row}).${columns} ${where(2)}`,
        [sample, ...values],
      ];
    case 'delete':
      return [`delete from ${name} ${where(1)}`, values];
  }
}

function conditionOf(match: Match, first: number): string {
  return Object.keys(match)
    .map((column, index) => `${pg.escapeIdentifier(column)} = $${first + index}`)
    .join(' and ');
}
