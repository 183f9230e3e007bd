// read-catalog: everything that migrations make, as sorted lines that can be compared.
import type pg from 'pg';

const SCHEMAS = `('public', 'private')`;

/** One query per kind of object; each line names the object and all that defines it. */
const KINDS: Record<string, string> = {
  schemas: `
    select format('%s owner %s', nspname, nspowner::regrole)
    from pg_namespace where nspname in ${SCHEMAS}`,
  relations: `
    select format('%s.%s %s owner %s rls %s %s', relnamespace::regnamespace, relname, relkind,
      relowner::regrole, relrowsecurity, reloptions)
    from pg_class where relnamespace::regnamespace::text in ${SCHEMAS}`,
  columns: `
    select format('%s.%s %s %s not null %s default %s %s %s', relnamespace::regnamespace, relname,
      attnum, attname, attnotnull, pg_get_expr(adbin, adrelid),
      format_type(atttypid, atttypmod), attidentity)
    from pg_attribute join pg_class on pg_class.oid = attrelid
    left join pg_attrdef on adrelid = attrelid and adnum = attnum
    where relnamespace::regnamespace::text in ${SCHEMAS} and attnum > 0`,
  constraints: `
    select format('%s %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
    from pg_constraint where connamespace::regnamespace::text in ${SCHEMAS}`,
  indexes: `
    select indexdef from pg_indexes where schemaname in ${SCHEMAS}`,
  views: `
    select viewname || ' ' || definition from pg_views where schemaname in ${SCHEMAS}`,
  functions: `
    select pg_get_functiondef(oid) from pg_proc
    where pronamespace::regnamespace::text in ${SCHEMAS}`,
  policies: `
    select policies::text from pg_policies as policies where schemaname in ${SCHEMAS}`,
  triggers: `
    select pg_get_triggerdef(pg_trigger.oid)
    from pg_trigger join pg_proc on pg_proc.oid = tgfoid
    where not tgisinternal and (pronamespace::regnamespace::text in ${SCHEMAS}
      or tgrelid::regclass::text in (select oid::regclass::text from pg_class
        where relnamespace::regnamespace::text in ${SCHEMAS}))`,
  comments: `
    select format('%s %s: %s', classoid::regclass, pg_describe_object(classoid, objoid, objsubid),
      description)
    from pg_description
    where pg_describe_object(classoid, objoid, objsubid) ~ '(public|private)\\.'`,
  extensions: `
    select format('%s %s in %s', extname, extversion, extnamespace::regnamespace)
    from pg_extension`,
  jobs: `
    select format('%s %s %s', jobname, schedule, command) from cron.job`,
};

/** What each API role may do with what, by whatever grant. */
const RIGHTS: Record<string, string> = {
  schemas: `
    select format('%s %s %s', role, privilege, nspname)
    from pg_namespace, unnest(array['create', 'usage']) as privilege, api
    where nspname in ${SCHEMAS} and has_schema_privilege(role, oid, privilege)`,
  columns: `
    select format('%s %s %s.%s.%s', role, privilege, relnamespace::regnamespace, relname, attname)
    from pg_class join pg_attribute on attrelid = pg_class.oid and attnum > 0,
      unnest(array['select', 'insert', 'update', 'references']) as privilege, api
    where relnamespace::regnamespace::text in ${SCHEMAS} and relkind in ('r', 'v')
      and has_column_privilege(role, attrelid, attnum, privilege)`,
  tables: `
    select format('%s %s %s.%s', role, privilege, relnamespace::regnamespace, relname)
    from pg_class, unnest(array['delete', 'truncate', 'trigger', 'maintain']) as privilege, api
    where relnamespace::regnamespace::text in ${SCHEMAS} and relkind in ('r', 'v')
      and has_table_privilege(role, pg_class.oid, privilege)`,
  sequences: `
    select format('%s %s %s.%s', role, privilege, relnamespace::regnamespace, relname)
    from pg_class, unnest(array['usage', 'select', 'update']) as privilege, api
    where relnamespace::regnamespace::text in ${SCHEMAS} and relkind = 'S'
      and has_sequence_privilege(role, pg_class.oid, privilege)`,
  functions: `
    select format('%s execute %s', role, pg_proc.oid::regprocedure)
    from pg_proc, api
    where pronamespace::regnamespace::text in ${SCHEMAS}
      and has_function_privilege(role, pg_proc.oid, 'execute')`,
  future: `
    select format('%s %s %s', role, defaclobjtype, privilege_type)
    from pg_default_acl, aclexplode(defaclacl), api
    where defaclrole = 'postgres'::regrole and defaclnamespace = 'public'::regnamespace
      and grantee in (0, role::regrole)`,
};

/** All objects of ours by kind, without who may use them. */
export function readObjects(client: pg.ClientBase): Promise<Record<string, string[]>> {
  return readLines(client, KINDS, '');
}

/** All rights of the API roles on objects of ours, by kind; `future` is on objects to come. */
export function readRights(client: pg.ClientBase): Promise<Record<string, string[]>> {
  const roles = `array['anon', 'authenticated', 'service_role']`;
  return readLines(client, RIGHTS, `with api as (select unnest(${roles}) as role)`);
}

async function readLines(
  client: pg.ClientBase,
  queries: Record<string, string>,
  prefix: string,
): Promise<Record<string, string[]>> {
  const lines: Record<string, string[]> = {};
  for (const [kind, query] of Object.entries(queries)) {
    const { rows } = await client.query<[string]>({
      text: `${prefix} ${query} order by 1`,
      rowMode: 'array',
    });
    lines[kind] = rows.map(([line]) => line);
  }
  return lines;
}
