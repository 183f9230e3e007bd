-- Realtime's server asks here who may listen, send and see (supabase-platform.md §4.5, §4.8); a
-- policy that fails allows nothing. The platform's server sends these statements itself; here they
-- are functions of the schema that no client and no migration sees, for the superuser that the
-- server connects as.

-- Becomes the subscriber for the rest of the transaction. Only the roles of the API can be claimed.
create function local_platform.act_as(claims jsonb, headers jsonb, topic text default '')
  returns void
  language plpgsql
  set search_path = public, extensions
as $$
begin
  if not pg_has_role('authenticator', claims ->> 'role', 'set') then
    raise insufficient_privilege
      using message = format('%s is not a role of the API', claims ->> 'role');
  end if;
  perform
    set_config('request.jwt.claims', claims::text, true),
    set_config('request.jwt.claim.sub', coalesce(claims ->> 'sub', ''), true),
    set_config('request.jwt.claim.role', claims ->> 'role', true),
    set_config('request.headers', headers::text, true),
    set_config('realtime.topic', topic, true),
    set_config('role', claims ->> 'role', true);
end;
$$;

-- Which of `extensions` the subscriber may listen to on the topic: those whose probe row a select
-- policy on realtime.messages shows. The rows are rolled back with the block, and so is the role.
create function local_platform.may_listen(
  channel_topic text, extensions text[], claims jsonb, headers jsonb
)
  returns text[]
  language plpgsql
  set search_path = public, extensions
as $$
declare
  probes uuid[];
  visible text[];
begin
  with probe as (
    insert into realtime.messages (topic, extension)
    select channel_topic, probed from unnest(extensions) as probed
    returning id
  )
  select array_agg(id) into probes from probe;
  perform local_platform.act_as(claims, headers, channel_topic);
  select array_agg(message.extension) into visible
  from realtime.messages as message where message.id = any (probes);
  raise sqlstate 'RT000' using message = 'roll back';
exception
  when sqlstate 'RT000' then
    return coalesce(visible, '{}');
  when others then
    raise warning 'listening to % is refused: %', channel_topic, sqlerrm;
    return '{}';
end;
$$;

-- Whether the subscriber may send: an insert policy on realtime.messages lets the probe row pass.
create function local_platform.may_send(
  channel_topic text, extension text, claims jsonb, headers jsonb
)
  returns boolean
  language plpgsql
  set search_path = public, extensions
as $$
begin
  perform local_platform.act_as(claims, headers, channel_topic);
  insert into realtime.messages (topic, extension) values (channel_topic, extension);
  raise sqlstate 'RT000' using message = 'roll back';
exception
  when sqlstate 'RT000' then
    return true;
  when insufficient_privilege then
    return false;
  when others then
    raise warning 'sending to % is refused: %', channel_topic, sqlerrm;
    return false;
end;
$$;

-- For each reader, in their order: the columns that its role may select, and whether it sees the
-- row with this primary key now; all do where none is given.
create function local_platform.what_readers_see(
  entity regclass, primary_key jsonb, readers jsonb[]
)
  returns table (columns text[], sees boolean)
  language plpgsql
  set search_path = public, extensions
as $$
declare
  reader jsonb;
  lookup text;
begin
  select format(
    'select exists (select from %I.%I where %s)', nspname, relname,
    (select string_agg(format('%I = %L', key, value), ' and ') from jsonb_each_text(primary_key))
  )
  into lookup
  from pg_class join pg_namespace on pg_namespace.oid = relnamespace
  where pg_class.oid = entity;

  foreach reader in array readers loop
    select coalesce(array_agg(attname), '{}') into columns
    from pg_attribute
    where attrelid = entity and attnum > 0 and not attisdropped
      and has_column_privilege(reader ->> 'role', entity, attnum, 'select');
    sees := primary_key is null;
    if not sees then
      begin
        perform local_platform.act_as(reader, '{}');
        execute lookup into sees;
        perform set_config('role', 'none', true);
      exception when others then
        raise warning '% cannot be checked: %', entity, sqlerrm;
      end;
    end if;
    return next;
  end loop;
end;
$$;
