-- Managed schemas: auth, storage and realtime belong to the platform (supabase-platform.md §1.5,
-- §1.6). A migration may only make policies and triggers there. On the platform supautils grants
-- just that; here postgres inherits the owners' rights (0002_memberships.sql) and these event
-- triggers refuse the rest, so that what fails there fails here too, with the same SQLSTATE.

create function extensions.is_managed(schema_name text) returns boolean
  language sql immutable
  return coalesce(schema_name in ('auth', 'storage', 'realtime'), false);

-- The platform's own roles are not held back; who else may change nothing gets Postgres's refusal.
create function extensions.refuse_managed(object_type text, object_identity text) returns void
  language plpgsql
  set search_path = ''
as $$
begin
  raise exception using
    errcode = '42501',
    message = format('must be owner of %s %s', object_type, object_identity),
    hint = 'auth, storage and realtime belong to the platform: migrations may only add policies '
      'and triggers there.';
end;
$$;

create function extensions.guard_managed_schemas() returns event_trigger
  language plpgsql
as $$
declare
  changed record;
begin
  if current_user like 'supabase\_%' then
    return;
  end if;
  for changed in select * from pg_event_trigger_ddl_commands() loop
    if extensions.is_managed(changed.schema_name)
      and changed.object_type not in ('policy', 'trigger')
      and changed.command_tag not in ('GRANT', 'REVOKE')
    then
      perform extensions.refuse_managed(changed.object_type, changed.object_identity);
    end if;
  end loop;
end;
$$;

create event trigger guard_managed_schemas
  on ddl_command_end execute function extensions.guard_managed_schemas();

create function extensions.guard_managed_drops() returns event_trigger
  language plpgsql
as $$
declare
  dropped record;
begin
  if current_user like 'supabase\_%' then
    return;
  end if;
  for dropped in select * from pg_event_trigger_dropped_objects() loop
    if extensions.is_managed(dropped.schema_name)
      and dropped.object_type not in ('policy', 'trigger')
    then
      perform extensions.refuse_managed(dropped.object_type, dropped.object_identity);
    end if;
  end loop;
end;
$$;

create event trigger guard_managed_drops
  on sql_drop execute function extensions.guard_managed_drops();
