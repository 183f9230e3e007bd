-- uploads: what a person may send now, counted before it comes.
-- Callers: the media function (service role).
-- States: begun -> gone: taken over by an asset, or left for a day.

create table private.media_upload (
  id uuid not null default gen_random_uuid(),
  user_id uuid not null,
  created_at timestamptz not null default now(),
  constraint media_upload_pkey primary key (id),
  constraint media_upload_user_id_fkey
    foreign key (user_id) references public.profiles (id) on delete cascade
);
comment on table private.media_upload is
  'A file that is to come, or came and was not looked at yet: <user>/<id> in the bucket uploads.';

create index media_upload_user_id_idx on private.media_upload (user_id);
create index media_upload_created_at_idx on private.media_upload (created_at);

alter table private.media_upload enable row level security;

create function private.leave_upload()
returns trigger
language plpgsql
volatile
security definer -- Definer because the Auth server, which deletes accounts, may not write here.
set search_path = ''
as $$
begin
  perform private.leave_files('uploads', old.user_id || '/' || old.id);
  return null;
end;
$$;
comment on function private.leave_upload is 'The file of an upload goes with its row.';

create trigger media_upload_leave after delete on private.media_upload
  for each row execute function private.leave_upload();

create function public.begin_uploads(p_user_id uuid, p_count integer, p_ip inet default null)
returns jsonb
language plpgsql
volatile
security definer -- Definer because the service role holds no rights on uploads.
set search_path = ''
as $$
declare
  v_limits jsonb := public.check_allowance(p_user_id, 'uploads', p_ip, p_count) -> 'limits';
  v_uploads jsonb;
begin
  with begun as (
    insert into private.media_upload (user_id)
    select p_user_id from generate_series(1, p_count)
    returning id
  )
  select jsonb_agg(jsonb_build_object('upload_id', id, 'path', p_user_id || '/' || id))
  into v_uploads from begun;
  return jsonb_build_object('limits', v_limits, 'uploads', v_uploads);
end;
$$;
comment on function public.begin_uploads is
  'Counts so many uploads against the plan and says where they go. PT400, PT401, PT403, PT429.';
revoke execute on function public.begin_uploads from public, anon, authenticated;
grant execute on function public.begin_uploads to service_role;

create function private.drop_old_uploads()
returns integer
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_dropped integer;
begin
  with dropped as (
    delete from private.media_upload where id = any (array(
      select id from private.media_upload
      -- A signed address holds for two hours, an upload in pieces may take a day.
      where created_at < now() - interval '26 hours'
      limit 1000
      for update skip locked))
    returning 1
  )
  select count(*) into v_dropped from dropped;
  return v_dropped;
end;
$$;
comment on function private.drop_old_uploads is
  'Drops uploads that nobody finished; returns how many.';

select cron.schedule('drop_old_uploads', '*/5 * * * *', 'select private.drop_old_uploads()');
