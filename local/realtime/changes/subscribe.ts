// subscribe: whether what a join asks of postgres_changes can be followed, and what it is told.
import type pg from 'pg';
import type { Channel } from '../channel.ts';
import type { Context } from '../context.ts';
import type { ChangesBinding } from '../join-config.ts';
import { Refusal } from '../refusal.ts';
import type { Claims } from '../verify-token.ts';
import { conditionSql, parseFilter } from './parse-filter.ts';
import type { Subscription } from './subscriptions.ts';
import { tableFacts } from './table-facts.ts';

export interface Subscribed {
  subscriptions: readonly Subscription[];
  /** Why there are none though some were asked for. */
  problem?: string;
}

/** Subscriptions for all bindings, or for none and the problem. */
export async function subscribe(
  { pool, report }: Context,
  bindings: readonly ChangesBinding[],
  { role }: Claims,
): Promise<Subscribed> {
  try {
    const subscriptions: Subscription[] = [];
    for (const binding of bindings) subscriptions.push(await check(pool, binding, role));
    return { subscriptions };
  } catch (error) {
    if (error instanceof Refusal) return { subscriptions: [], problem: error.message };
    report('postgres_changes', error);
    const params = JSON.stringify(bindings.map(({ id: _, ...binding }) => binding));
    const problem =
      'Unable to subscribe to changes with given parameters. Please check Realtime is enabled ' +
      `for the given connect parameters: ${params}`;
    return { subscriptions: [], problem };
  }
}

/** Tells a channel that asked for changes whether it gets them. */
export function pushSubscribed(channel: Channel): void {
  if (channel.config.postgres_changes.length === 0) return;
  const { problem } = channel.standing;
  if (problem === undefined)
    channel.pushSystem('postgres_changes', 'ok', 'Subscribed to PostgreSQL');
  else channel.pushSystem('postgres_changes', 'error', problem);
}

/** Throws when the table is not published, or the filter does not fit it or the role. */
async function check(pool: pg.Pool, binding: ChangesBinding, role: string): Promise<Subscription> {
  const schema = binding.schema ?? '*';
  const table = binding.table ?? '*';
  const conditions = binding.filter ? parseFilter(binding.filter) : [];
  const { rowCount } = await pool.query(
    `select from pg_publication_tables
     where pubname = 'supabase_realtime'
       and $1::text in ('*', schemaname) and $2::text in ('*', tablename)
     limit 1`,
    [schema, table],
  );
  if (rowCount === 0) throw new Error(`${schema}.${table} is not published`);
  const columns = [...conditions.map(({ column }) => column), ...(binding.select ?? [])];
  if (columns.length === 0) return { binding, conditions };

  const facts = await tableFacts(pool, schema, table);
  const values: (string | string[])[] = [];
  const bind = (value: string | string[]) => `$${values.push(value)}`;
  const tests = columns.map((name, index) => {
    const column = facts?.columns.find((each) => each.name === name);
    if (!column) throw new Error(`${schema}.${table} has no column ${name}`);
    const wanted = conditions[index];
    const sample = `(null::${column.sqlType})`;
    const privilege = [role, String(facts?.oid), name].map(bind);
    return [
      `has_column_privilege(${privilege[0]}, ${privilege[1]}::oid, ${privilege[2]}, 'select')`,
      ...(wanted ? [`${conditionSql(wanted, sample, column.sqlType, bind)} is not null`] : []),
    ].join(' and ');
  });
  const { rows } = await pool.query(`select ${tests.join(' and ')} as may`, values);
  if (!rows[0].may) throw new Error(`${role} may not read all of ${columns.join(', ')}`);
  return { binding, conditions };
}
