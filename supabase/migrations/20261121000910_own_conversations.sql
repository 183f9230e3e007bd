-- own_conversations: what a person does with own conversations beside talking: make, name, pin,
-- archive, delete, restore.
-- Callers: the owner. Title, pinned_at and archived_at are columns that the owner writes ('now' or
-- null); the rest are functions. Who takes part beside the owner pins and archives in the own row
-- of participants. A job purges what was deleted 30 days ago.
--
-- A deleted conversation is in no list, search, statistic, export or share; its owner finds it by
-- deleted_at and may restore it. A new message to it is refused (PT404, with deleted_at in the
-- detail), because an answer in a place that nobody sees would be paid for. An answer that streams
-- while its conversation is deleted ends and is charged as any other.
-- Lock order: profile (key share), conversation; nothing after it.

create function private.is_active()
returns boolean
language sql
stable
security definer -- Definer because people may not read who is banned.
set search_path = ''
as $$
  select exists (
    select from public.profiles as profile
    join auth.users as account on account.id = profile.id
    where profile.id = (select auth.uid()) and profile.status = 'active'
      and (account.banned_until is null or account.banned_until <= now())
  );
$$;
comment on function private.is_active is 'Whether the caller may act now.';
grant execute on function private.is_active to authenticated;

grant update (title, pinned_at, archived_at) on public.conversations to authenticated;

create policy "Active people edit their own conversations until they are deleted"
  on public.conversations for update to authenticated
  using (user_id = (select auth.uid()) and deleted_at is null and (select private.is_active()))
  with check (user_id = (select auth.uid()) and deleted_at is null
    and (select private.is_active()));

-- Who takes part with another keeps an own list.
grant update (pinned_at, archived_at) on public.participants to authenticated;

create policy "Active people pin and archive for themselves"
  on public.participants for update to authenticated
  using (user_id = (select auth.uid()) and (select private.is_active()))
  with check (user_id = (select auth.uid()) and (select private.is_active()));

-- Verbs -------------------------------------------------------------------------------------------

create function private.conversation_not_found()
returns void
language plpgsql
immutable
set search_path = ''
as $$
begin
  raise sqlstate 'PT404' using
    message = 'conversation_not_found', hint = 'There is no such conversation.';
end;
$$;
comment on function private.conversation_not_found is
  'Refuses: the same for what is not there, is deleted or is another''s. PT404.';

create function public.create_conversation(
  p_character text, p_title text default null, p_client_id text default null)
returns public.conversations
language plpgsql
volatile
security definer -- Definer because people may not insert conversations.
set search_path = ''
as $$
declare
  v_user_id uuid := (private.require_active_profile(auth.uid())).id;
  v_conversation public.conversations := private.open_conversation(
    v_user_id, coalesce(p_client_id, gen_random_uuid()::text), coalesce(p_character, ''));
begin
  if p_title is not null then
    update public.conversations set title = coalesce(title, p_title)
    where id = v_conversation.id
    returning * into strict v_conversation;
  end if;
  return v_conversation;
end;
$$;
comment on function public.create_conversation is
  'A conversation of the caller with a published character, by slug or id. The same client id '
  'again is the same conversation; its title stays if it has one. PT401, PT403, PT404, PT409.';
revoke execute on function public.create_conversation
  from public, anon, authenticated, service_role;
grant execute on function public.create_conversation to authenticated;

create function public.delete_conversation(p_id uuid)
returns timestamptz
language plpgsql
volatile
security definer -- Definer because deleted_at is not a column that people write.
set search_path = ''
as $$
declare
  v_conversation public.conversations := private.take_conversation(p_id, 'owner', true);
begin
  if v_conversation.deleted_at is null then
    update public.conversations set deleted_at = now() where id = p_id
    returning * into v_conversation;
    -- A restored conversation must not be public again without its owner's saying so.
    update public.conversation_shares set revoked_at = now()
    where conversation_id = p_id and revoked_at is null;
  end if;
  return v_conversation.deleted_at;
end;
$$;
comment on function public.delete_conversation is
  'Deletes the caller''s conversation, for good in 30 days, and ends its links now; a repeat '
  'changes nothing. Returns when it was deleted. PT401, PT403, PT404.';
revoke execute on function public.delete_conversation
  from public, anon, authenticated, service_role;
grant execute on function public.delete_conversation to authenticated;

create function public.restore_conversation(p_id uuid)
returns public.conversations
language plpgsql
volatile
security definer -- Definer because deleted_at is not a column that people write.
set search_path = ''
as $$
declare
  v_conversation public.conversations := private.take_conversation(p_id, 'owner', true);
begin
  update public.conversations set deleted_at = null
  where id = p_id and deleted_at is not null
  returning * into v_conversation;
  if not found then
    select * into strict v_conversation from public.conversations where id = p_id;
  end if;
  return v_conversation;
end;
$$;
comment on function public.restore_conversation is
  'Takes a deletion back, without its links; a repeat changes nothing. PT401, PT403, PT404.';
revoke execute on function public.restore_conversation
  from public, anon, authenticated, service_role;
grant execute on function public.restore_conversation to authenticated;

-- The job -----------------------------------------------------------------------------------------

create function private.purge_conversations()
returns integer
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_ids uuid[];
  v_purged integer;
begin
  v_ids := array(
    select conversation.id from public.conversations as conversation
    join public.profiles as profile on profile.id = conversation.user_id
    where conversation.deleted_at < now() - interval '30 days'
    order by conversation.deleted_at
    limit 200
    for key share of profile skip locked
    for update of conversation skip locked
  );
  -- Looked up when they are locked: whoever settles or begins a turn holds its conversation.
  delete from public.conversations as conversation
  where id = any (v_ids) and not exists (
    select from public.turns where conversation_id = conversation.id and state = 'streaming');
  get diagnostics v_purged = row_count;
  return v_purged;
end;
$$;
comment on function private.purge_conversations is
  'Removes up to 200 conversations deleted 30 days ago, with all that was said in them; what is '
  'locked or still has an open turn waits for the next run. Returns how many.';

select cron.schedule('purge_conversations', '*/5 * * * *', 'select private.purge_conversations()');
