// table-facts: what the catalog says of a table whose changes are followed.
import type pg from 'pg';

export interface Column {
  name: string;
  /** As Postgres names it, such as `int8` or `_text`. */
  type: string;
  /** The same, qualified, for SQL. */
  sqlType: string;
  isKey: boolean;
}

export interface TableFacts {
  oid: number;
  hasRowSecurity: boolean;
  columns: Column[];
}

/** The facts of a table, or undefined when there is none of that name. */
export async function tableFacts(
  pool: pg.Pool,
  schema: string,
  table: string,
): Promise<TableFacts | undefined> {
  const { rows } = await pool.query<TableFacts>(
    `select pg_class.oid, relrowsecurity as "hasRowSecurity", (
       select coalesce(json_agg(json_build_object(
         'name', attname,
         'type', typname,
         'sqlType', format('%I.%I', type_schema.nspname, typname),
         'isKey', coalesce(attnum = any (indkey), false)
       ) order by attnum), '[]')
       from pg_attribute
       join pg_type on pg_type.oid = atttypid
       join pg_namespace as type_schema on type_schema.oid = typnamespace
       where attrelid = pg_class.oid and attnum > 0 and not attisdropped
     ) as columns
     from pg_class
     join pg_namespace on pg_namespace.oid = relnamespace
     left join pg_index on indrelid = pg_class.oid and indisprimary
     where pg_namespace.nspname = $1 and relname = $2`,
    [schema, table],
  );
  return rows[0];
}
