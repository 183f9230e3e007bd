// sql: the shared stack's database as role postgres, for arranging and for looking.
import type pg from 'pg';
import { afterAll, inject } from 'vitest';
import { openPool } from './open-pool.ts';

const pool = openPool({ connectionString: inject('stack').dbUrl, max: 20 });
afterAll(() => pool.end());

/** Rows of a query; values are bound, as `sql\`select ${id}\``. */
export async function sql<Row = Record<string, unknown>>(
  strings: TemplateStringsArray,
  ...values: unknown[]
): Promise<Row[]> {
  const text = strings.reduce((query, part, index) => `${query}$${index}${part}`);
  return (await pool.query(text, values)).rows as Row[];
}

/** The one row of a query; throws when there are none or several. */
export async function sqlOne<Row = Record<string, unknown>>(
  strings: TemplateStringsArray,
  ...values: unknown[]
): Promise<Row> {
  const rows = await sql<Row>(strings, ...values);
  if (rows.length !== 1) throw new Error(`Expected one row, got ${rows.length}.`);
  return rows[0] as Row;
}

/** A connection of its own, for transactions and concurrency; released by the caller. */
export function connect(): Promise<pg.PoolClient> {
  return pool.connect();
}
