-- Storage: functions that policies use, and its tables' triggers (supabase-platform.md §5.1).

set local role supabase_storage_admin;

create function storage.foldername(name text) returns text[]
  language sql immutable
  return (string_to_array(name, '/'))[1 : array_length(string_to_array(name, '/'), 1) - 1];

create function storage.filename(name text) returns text
  language sql immutable
  return (string_to_array(name, '/'))[array_length(string_to_array(name, '/'), 1)];

-- A name without a dot is its own extension, as on the platform.
create function storage.extension(name text) returns text
  language sql immutable
  return regexp_replace(storage.filename(name), '^.*\.', '');

create function storage.operation() returns text
  language sql stable
  return current_setting('storage.operation', true);
comment on function storage.operation() is
  'The Storage call that is being checked, such as storage.object.upload.';

create function storage.allow_any_operation(expected_operations text[]) returns boolean
  language sql stable
  begin atomic
    select coalesce(bool_or(
      expected <> ''
      and regexp_replace(expected, '^storage\.', '')
        = regexp_replace(storage.operation(), '^storage\.', '')
    ), false)
    from unnest(expected_operations) as expected;
  end;

create function storage.allow_only_operation(expected_operation text) returns boolean
  language sql stable
  return storage.allow_any_operation(array[expected_operation]);

create function storage.get_size_by_bucket() returns table (size bigint, bucket_id text)
  language sql stable
  begin atomic
    select sum((o.metadata ->> 'size')::bigint)::bigint, o.bucket_id
    from storage.objects o
    group by o.bucket_id;
  end;

-- One level of a bucket: the folders and files right below `prefix`, as the dashboard lists them.
-- `levels` is taken from the prefix, as on the platform, where the argument has no effect either.
create function storage.search(
  prefix text, bucketname text, limits integer default 100, levels integer default 1,
  offsets integer default 0, search text default '', sortcolumn text default 'name',
  sortorder text default 'asc'
)
  returns table (
    name text, id uuid, updated_at timestamptz, created_at timestamptz,
    last_accessed_at timestamptz, metadata jsonb
  )
  language plpgsql stable
  set search_path = ''
as $$
declare
  depth integer := coalesce(array_length(string_to_array(prefix || search, '/'), 1), 1);
  start text := regexp_replace(prefix || search, '([\\%_])', '\\\1', 'g') || '%';
  direction text := case when lower(sortorder) = 'desc' then 'desc' else 'asc' end;
  sorting text := case
    when sortcolumn in ('updated_at', 'created_at', 'last_accessed_at')
      then format('id is not null, %I %s, name', sortcolumn, direction)
    else 'name ' || direction
  end;
begin
  return query execute
    $sql$
      select * from (
        select distinct o.path_tokens[$1] as name, null::uuid as id,
          null::timestamptz as updated_at, null::timestamptz as created_at,
          null::timestamptz as last_accessed_at, null::jsonb as metadata
        from storage.objects o
        where o.bucket_id = $2 and o.name ilike $3 and array_length(o.path_tokens, 1) > $1
        union all
        select o.path_tokens[$1], o.id, o.updated_at, o.created_at, o.last_accessed_at, o.metadata
        from storage.objects o
        where o.bucket_id = $2 and o.name ilike $3 and array_length(o.path_tokens, 1) = $1
      ) entries
      order by $sql$ || sorting || ' limit least($4, 1500) offset $5'
    using depth, bucketname, start, limits, offsets;
end;
$$;

create function storage.enforce_bucket_name_length() returns trigger
  language plpgsql
as $$
begin
  if length(new.name) > 100 then
    raise exception 'bucket name "%" is too long (% characters). Max is 100.',
      new.name, length(new.name);
  end if;
  return new;
end;
$$;

create trigger enforce_bucket_name_length_trigger
  before insert or update of name on storage.buckets
  for each row execute function storage.enforce_bucket_name_length();

create function storage.update_updated_at_column() returns trigger
  language plpgsql
as $$
begin
  new.updated_at = now();
  return new;
end;
$$;

create trigger update_objects_updated_at
  before update on storage.objects
  for each row execute function storage.update_updated_at_column();

-- Deleting rows would leave the files behind: only Storage may, in its own transactions.
create function storage.protect_delete() returns trigger
  language plpgsql
as $$
begin
  if current_setting('storage.allow_delete_query', true) is distinct from 'true' then
    raise exception using
      errcode = '42501',
      message = 'Direct deletion from storage tables is not allowed. Use the Storage API instead.',
      hint = 'This prevents accidental data loss from orphaned objects.';
  end if;
  return null;
end;
$$;

create trigger protect_buckets_delete
  before delete on storage.buckets
  for each statement execute function storage.protect_delete();
create trigger protect_objects_delete
  before delete on storage.objects
  for each statement execute function storage.protect_delete();

reset role;
