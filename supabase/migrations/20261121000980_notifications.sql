-- notifications: what the product tells a person, until they dismiss it or 90 days have passed.
-- Callers: triggers and functions through notify; admins announce; people read, mark as read and
-- dismiss their own. On user:<id>: event notification, with the row, or with its id and
-- is_dismissed.
--
-- Kinds, and what details say:
--   invitation       invitation_id, role, invited_by, expires_at
--   credits_granted  credits, reason
--   plan_changed     plan, source, state, starts_at, ends_at
--   moderation       direction, action, category, review; or status, of the account
--   announcement     title, body, url
-- Of one key there is one for a person: what brings it about may be repeated.
-- Invariant: nothing waits for a notification. Who is just being deleted is told nothing.

create table public.notifications (
  id bigint generated always as identity,
  user_id uuid not null,
  kind text not null,
  source_key text not null,
  details jsonb not null,
  created_at timestamptz not null default now(),
  read_at timestamptz,
  constraint notifications_pkey primary key (id),
  constraint notifications_user_id_source_key_key unique (user_id, source_key),
  constraint notifications_user_id_fkey
    foreign key (user_id) references public.profiles (id) on delete cascade,
  constraint notifications_kind_check check (kind in (
    'invitation', 'credits_granted', 'plan_changed', 'moderation', 'announcement')),
  constraint notifications_source_key_check check (char_length(source_key) between 1 and 300),
  constraint notifications_details_check check (octet_length(details::text) <= 8000)
);
comment on table public.notifications is 'What a person is told by the product.';
comment on column public.notifications.source_key is 'What it is about, so that it is told once.';

create index notifications_user_id_idx on public.notifications (user_id, id desc);
create index notifications_created_at_idx on public.notifications (created_at);

create table private.announcement (
  id uuid not null default gen_random_uuid(),
  title text not null,
  body text not null,
  url text,
  told_until uuid,
  created_at timestamptz not null default now(),
  ended_at timestamptz,
  constraint announcement_pkey primary key (id),
  constraint announcement_title_check check (char_length(title) between 1 and 120),
  constraint announcement_body_check check (char_length(body) between 1 and 1000),
  constraint announcement_url_check check (url ~ '^https://\S+$' and char_length(url) <= 300)
);
comment on table private.announcement is 'What admins announced to everybody.';
comment on column private.announcement.told_until is
  'People are told in the order of their ids; this one was the last.';

create index announcement_open_idx on private.announcement (created_at) where ended_at is null;

grant select on public.notifications to authenticated;

alter table public.notifications enable row level security;
alter table private.announcement enable row level security;

create policy "People read their own notifications"
  on public.notifications for select to authenticated
  using (user_id = (select auth.uid()));

-- What is told ------------------------------------------------------------------------------------

create function private.notify(p_user_id uuid, p_kind text, p_source_key text, p_details jsonb)
returns void
language plpgsql
volatile
security definer -- Definer because who brings it about may not write notifications.
set search_path = ''
as $$
begin
  -- Whoever locks it deletes the account: waiting for that could be waiting for each other.
  perform from public.profiles where id = p_user_id for key share skip locked;
  if not found then
    return;
  end if;
  insert into public.notifications (user_id, kind, source_key, details)
  values (p_user_id, p_kind, p_source_key, jsonb_strip_nulls(p_details))
  on conflict on constraint notifications_user_id_source_key_key do nothing;
end;
$$;
comment on function private.notify is 'Tells a person something, once for a key.';

create function private.tell_notification()
returns trigger
language plpgsql
volatile
security definer -- Definer because who reads and dismisses may not speak as the database.
set search_path = ''
as $$
begin
  if tg_op = 'DELETE' then
    perform private.tell('user:' || old.user_id, 'notification', jsonb_build_object(
      'id', old.id, 'is_dismissed', true));
  else
    perform private.tell('user:' || new.user_id, 'notification', jsonb_build_object(
      'id', new.id, 'kind', new.kind, 'details', new.details, 'created_at', new.created_at,
      'read_at', new.read_at));
  end if;
  return null;
end;
$$;
comment on function private.tell_notification is 'Tells a person''s devices of a notification.';

create trigger notifications_tell_new after insert on public.notifications
  for each row execute function private.tell_notification();
create trigger notifications_tell_changed after update on public.notifications
  for each row when (old is distinct from new) execute function private.tell_notification();
create trigger notifications_tell_gone after delete on public.notifications
  for each row execute function private.tell_notification();

-- Verbs -------------------------------------------------------------------------------------------

create function public.mark_notifications_read(p_ids bigint[] default null)
returns integer
language plpgsql
volatile
security definer -- Definer because people may not write notifications.
set search_path = ''
as $$
declare
  v_marked integer;
begin
  update public.notifications set read_at = now()
  where user_id = auth.uid() and read_at is null and (p_ids is null or id = any (p_ids));
  get diagnostics v_marked = row_count;
  return v_marked;
end;
$$;
comment on function public.mark_notifications_read is
  'Marks the caller''s notifications as read, those or all; a repeat changes nothing. Returns how '
  'many were unread.';
revoke execute on function public.mark_notifications_read
  from public, anon, authenticated, service_role;
grant execute on function public.mark_notifications_read to authenticated;

create function public.dismiss_notifications(p_ids bigint[] default null)
returns integer
language plpgsql
volatile
security definer -- Definer because people may not write notifications.
set search_path = ''
as $$
declare
  v_dismissed integer;
begin
  delete from public.notifications
  where user_id = auth.uid() and (p_ids is null or id = any (p_ids));
  get diagnostics v_dismissed = row_count;
  return v_dismissed;
end;
$$;
comment on function public.dismiss_notifications is
  'Removes the caller''s notifications, those or all; a repeat changes nothing. Returns how many '
  'there were.';
revoke execute on function public.dismiss_notifications
  from public, anon, authenticated, service_role;
grant execute on function public.dismiss_notifications to authenticated;

create function public.announce(p_title text, p_body text, p_url text default null)
returns uuid
language plpgsql
volatile
security definer -- Definer because people may not write announcements.
set search_path = ''
as $$
declare
  v_id uuid := gen_random_uuid();
begin
  perform private.audit_as_admin('announce', v_id::text, jsonb_build_object(
    'title', p_title, 'body', p_body, 'url', p_url));
  insert into private.announcement (id, title, body, url) values (v_id, p_title, p_body, p_url);
  return v_id;
end;
$$;
comment on function public.announce is
  'Tells everybody who has an active account now, within minutes. PT403 for who is no admin.';
revoke execute on function public.announce from public, anon, authenticated, service_role;
grant execute on function public.announce to authenticated;

-- Jobs --------------------------------------------------------------------------------------------

create function private.tell_announcements()
returns integer
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_announcement private.announcement;
  v_people uuid[];
begin
  select * into v_announcement from private.announcement
  where ended_at is null order by created_at limit 1 for update skip locked;
  if not found then
    return 0;
  end if;
  -- Who came later was not there to be told.
  v_people := array(
    select id from public.profiles
    where id > coalesce(v_announcement.told_until, '00000000-0000-0000-0000-000000000000')
      and created_at <= v_announcement.created_at
    order by id limit 2000);
  perform private.notify(profile.id, 'announcement', 'announcement:' || v_announcement.id,
    jsonb_build_object('title', v_announcement.title, 'body', v_announcement.body,
      'url', v_announcement.url))
  from public.profiles as profile where profile.id = any (v_people) and profile.status = 'active';
  update private.announcement
  set told_until = coalesce(v_people[cardinality(v_people)], told_until),
    ended_at = case when cardinality(v_people) < 2000 then now() end
  where id = v_announcement.id;
  return cardinality(v_people);
end;
$$;
comment on function private.tell_announcements is
  'Tells the next 2000 people of the oldest announcement that is not told to all. Returns how many '
  'it came to.';

create function private.purge_notifications()
returns integer
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_purged integer;
begin
  delete from public.notifications where id = any (array(
    select id from public.notifications where created_at < now() - interval '90 days'
    order by created_at limit 2000 for update skip locked));
  get diagnostics v_purged = row_count;
  return v_purged;
end;
$$;
comment on function private.purge_notifications is
  'Forgets up to 2000 notifications that are 90 days old. Returns how many.';

select cron.schedule('tell_announcements', '* * * * *', 'select private.tell_announcements()');
select cron.schedule('purge_notifications', '*/5 * * * *', 'select private.purge_notifications()');
