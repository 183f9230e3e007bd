// access-matrix-catalog: what the running database holds, so that nothing is left out by hand.
import type pg from 'pg';
import type { Operation } from './access-matrix-expectation.ts';

type ApiRole = 'anon' | 'authenticated' | 'service_role';

export interface Relation {
  /** Qualified, as `public.profiles`. */
  name: string;
  isTable: boolean;
  hasRls: boolean;
  /** A view that reads with the rights of its owner, past every policy. */
  isOwnersView: boolean;
  /** Whether rows can be inserted, updated and deleted at all; false for most views. */
  isWritable: boolean;
  /** Without those that only the database writes. */
  writableColumns: string[];
  columns: string[];
  grants: { role: ApiRole; operation: Operation; columns: string[] }[];
  /** Rights beside the four operations, such as `anon truncate`. */
  excess: string[];
}

export interface Routine {
  name: string;
  /** Argument names and types, for a call with nulls. */
  names: string[];
  types: string[];
  executors: ApiRole[];
}

export interface Policy {
  /** Qualified and quoted, as the statement needs it. */
  table: string;
  name: string;
  operation: string;
}

const OUR_SCHEMAS = `
  select oid from pg_namespace
  where pg_get_userbyid(nspowner) in ('postgres', 'pg_database_owner')
    and nspname <> 'supabase_migrations'
    and not exists (select from pg_extension where extnamespace = pg_namespace.oid)`;

// With the tables of the platform on which we made a policy; two of them also without any, so that
// the last one is missed.
const OURS = `
  select oid from pg_class
  where relnamespace in (${OUR_SCHEMAS})
    or (relnamespace::regnamespace::text in ('storage', 'realtime')
      and exists (select from pg_policy where polrelid = pg_class.oid))
    or oid in ('storage.objects'::regclass, 'realtime.messages'::regclass)`;

/** Tables and views of ours; partitions are reached through their parent, as clients do. */
export async function readRelations(client: pg.ClientBase): Promise<Relation[]> {
  const { rows } = await client.query<Relation>(`
    with attribute as (
      select attrelid, attname, attnum, attidentity <> 'a' and attgenerated = '' as is_writable
      from pg_attribute where attnum > 0 and not attisdropped
    ), granted as (
      select attrelid, role, operation, array_agg(attname::text order by attnum) as columns
      from attribute, unnest(array['anon', 'authenticated', 'service_role']) as role,
        unnest(array['select', 'insert', 'update', 'delete']) as operation
      where case operation
        when 'delete' then has_table_privilege(role, attrelid, operation)
        else has_column_privilege(role, attrelid, attnum, operation) end
      group by 1, 2, 3
    )
    select relnamespace::regnamespace || '.' || quote_ident(relname) as name,
      relkind in ('r', 'p') as "isTable",
      relrowsecurity as "hasRls",
      relkind = 'm' or relkind = 'v' and not coalesce((select option_value::boolean
        from pg_options_to_table(reloptions) where option_name = 'security_invoker'), false)
        as "isOwnersView",
      pg_relation_is_updatable(oid, true) <> 0 as "isWritable",
      (select array_agg(attname::text order by attnum) from attribute
        where attrelid = oid) as columns,
      (select coalesce(array_agg(attname::text order by attnum) filter (where is_writable), '{}')
        from attribute where attrelid = oid) as "writableColumns",
      (select coalesce(json_agg(granted), '[]') from granted where attrelid = oid) as grants,
      (select coalesce(array_agg(role || ' ' || privilege order by 1), '{}')
        from unnest(array['anon', 'authenticated', 'service_role']) as role,
          unnest(array['truncate', 'references', 'trigger', 'maintain']) as privilege
        where has_table_privilege(role, oid, privilege)) as excess
    from pg_class where oid in (${OURS}) and relkind in ('r', 'p', 'v', 'm', 'f')
      and not relispartition
    order by 1`);
  return rows;
}

/** Functions in public, and those of our other schemas that an API role may execute. */
export async function readRoutines(client: pg.ClientBase): Promise<Routine[]> {
  const { rows } = await client.query<Routine>(`
    select * from (
      select pronamespace::regnamespace || '.' || quote_ident(proname) as name,
        coalesce(proargnames[:pronargs], '{}') as names,
        array(select format_type(type, null) from unnest(proargtypes) as type) as types,
        array(select role from unnest(array['anon', 'authenticated', 'service_role']) as role
          where has_function_privilege(role, oid, 'execute')) as executors
      from pg_proc
      where pronamespace in (${OUR_SCHEMAS})
    ) as routine
    where name like 'public.%' or executors <> '{}'
    order by 1`);
  return rows;
}

/** The policies on tables of ours, and ours on tables of the platform. */
export async function readPolicies(client: pg.ClientBase): Promise<Policy[]> {
  const { rows } = await client.query<Policy>(`
    select format('%s.%I', relnamespace::regnamespace, relname) as table,
      quote_ident(polname) as name,
      case polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update'
        when 'd' then 'delete' else 'all' end as operation
    from pg_policy join pg_class on pg_class.oid = polrelid
    where polrelid in (${OURS}) order by 1, 2`);
  return rows;
}

/** Sequences of ours that an API role may use; nobody needs one beside identity columns. */
export async function readOpenSequences(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(`
    select oid::regclass || ' for ' || role as name
    from pg_class, unnest(array['anon', 'authenticated', 'service_role']) as role
    where oid in (${OURS}) and relkind = 'S' and has_sequence_privilege(role, oid,
      'usage, select, update')
    order by 1`);
  return rows.map(({ name }) => name);
}
