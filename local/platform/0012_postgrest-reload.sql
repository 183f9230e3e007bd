-- PostgREST reload: after DDL the Data API reads the schema again (supabase-platform.md §1.7).
-- Objects of the platform's own schemas and temporary ones are none of its business.

create function extensions.pgrst_ddl_watch() returns event_trigger
  language plpgsql
as $$
begin
  if exists (
    select from pg_event_trigger_ddl_commands() as cmd
    where cmd.command_tag in (
        'CREATE SCHEMA', 'ALTER SCHEMA', 'CREATE TABLE', 'CREATE TABLE AS', 'SELECT INTO',
        'ALTER TABLE', 'CREATE FOREIGN TABLE', 'ALTER FOREIGN TABLE', 'CREATE VIEW', 'ALTER VIEW',
        'CREATE MATERIALIZED VIEW', 'ALTER MATERIALIZED VIEW', 'CREATE FUNCTION', 'ALTER FUNCTION',
        'CREATE TRIGGER', 'CREATE TYPE', 'ALTER TYPE', 'CREATE RULE', 'COMMENT'
      )
      and coalesce(cmd.schema_name, '') not in ('pg_temp', 'auth', 'realtime', 'storage')
  ) then
    notify pgrst, 'reload schema';
  end if;
end;
$$;

create event trigger pgrst_ddl_watch
  on ddl_command_end execute function extensions.pgrst_ddl_watch();

create function extensions.pgrst_drop_watch() returns event_trigger
  language plpgsql
as $$
begin
  if exists (
    select from pg_event_trigger_dropped_objects() as obj
    where obj.object_type in (
        'schema', 'table', 'foreign table', 'view', 'materialized view', 'function', 'trigger',
        'type', 'rule'
      )
      and not obj.is_temporary
      and coalesce(obj.schema_name, '') not in ('auth', 'realtime', 'storage')
  ) then
    notify pgrst, 'reload schema';
  end if;
end;
$$;

create event trigger pgrst_drop_watch
  on sql_drop execute function extensions.pgrst_drop_watch();
