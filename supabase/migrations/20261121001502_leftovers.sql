-- leftovers: files that nothing refers to any more. Rows of Storage cannot be deleted by SQL, as
-- the bytes would stay: who deletes what a file belonged to notes the folder here, in the same
-- transaction, and the media function removes the files: now, or with its next request.
-- Callers: triggers; the media function (service role); a job, for exports of yesterday and uploads
-- that are nobody's.

create table private.leftover (
  id bigint generated always as identity,
  bucket text not null,
  folder text not null,
  taken_at timestamptz not null default '-infinity',
  created_at timestamptz not null default now(),
  constraint leftover_pkey primary key (id),
  constraint leftover_bucket_check check (char_length(bucket) between 1 and 100),
  constraint leftover_folder_check check (char_length(folder) between 1 and 400)
);
comment on table private.leftover is 'A file, or all files of a folder, to be removed.';

alter table private.leftover enable row level security;

create function private.leave_files(p_bucket text, p_folder text)
returns void
language sql
volatile
set search_path = ''
as $$
  -- Again, if need be: files may have come since the first time.
  insert into private.leftover (bucket, folder) values (p_bucket, p_folder);
$$;
comment on function private.leave_files is 'Notes a file or a folder for removal.';

create function public.take_leftovers()
returns jsonb
language plpgsql
volatile
security definer -- Definer because the service role holds no rights on leftovers.
set search_path = ''
as $$
declare
  v_taken jsonb;
begin
  -- The newest first: of those the person is waiting who deleted them.
  with taken as (
    update private.leftover set taken_at = now()
    where id = any (array(
      select id from private.leftover where taken_at < now() - interval '1 minute'
      order by id desc limit 100
      for update skip locked))
    returning id, bucket, folder
  )
  select coalesce(jsonb_agg(jsonb_build_object(
    'id', id, 'bucket', bucket, 'paths', (
      -- In byte order, which has an index: all that begins with the folder and a slash.
      select coalesce(jsonb_agg(name), '[]') from storage.objects
      where bucket_id = bucket
        and (name = folder or name ~>=~ (folder || '/') and name ~<~ (folder || '0'))))), '[]')
  into v_taken from taken;
  return v_taken;
end;
$$;
comment on function public.take_leftovers is
  'Up to a hundred leftovers with the paths of their files; each is handed out once a minute.';
revoke execute on function public.take_leftovers from public, anon, authenticated;
grant execute on function public.take_leftovers to service_role;

create function public.forget_leftovers(p_ids bigint[])
returns void
language sql
volatile
security definer -- Definer because the service role holds no rights on leftovers.
set search_path = ''
as $$
  delete from private.leftover where id = any (p_ids);
$$;
comment on function public.forget_leftovers is 'Leftovers whose files are removed.';
revoke execute on function public.forget_leftovers from public, anon, authenticated;
grant execute on function public.forget_leftovers to service_role;

create function private.leave_old_files()
returns integer
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_left integer;
begin
  with old as (
    select private.leave_files(bucket_id, name) from storage.objects
    where (bucket_id = 'exports' and created_at < now() - interval '1 day'
        -- An address may be used once more when what it was for is done. None lasts so long.
        or bucket_id = 'uploads' and created_at < now() - interval '27 hours')
      and not exists (select from private.leftover where (bucket, folder) = (bucket_id, name))
    limit 1000
  )
  select count(*) into v_left from old;
  return v_left;
end;
$$;
comment on function private.leave_old_files is
  'Notes exports and uploads of yesterday for removal; returns how many.';

select cron.schedule('leave_old_files', '*/5 * * * *', 'select private.leave_old_files()');

create function private.leave_person()
returns trigger
language plpgsql
volatile
security definer -- Definer because the Auth server, which deletes accounts, may not write here.
set search_path = ''
as $$
begin
  perform private.leave_files('datasets', old.id::text);
  perform private.leave_files('exports', old.id::text);
  return null;
end;
$$;
comment on function private.leave_person is
  'The files that have no rows of their own go with the person.';

create trigger profiles_leave after delete on public.profiles
  for each row execute function private.leave_person();
