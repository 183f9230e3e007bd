-- participants: who takes part in a conversation beside its owner, and what each role may do.
-- Callers: policies and functions of conversations; people read who takes part where they do, and
-- pin and archive for themselves. Rows come by accept_invitation and go by leave_conversation,
-- remove_participant, hand_over_conversation, or with the account.
--
-- Roles, each with all that the one before may do:
--   reader   reads, exports, follows live, says how far it is read, leaves
--   member   starts turns, which it pays; edits and deletes what it said; rates; chooses branches
--   owner    deletes any message; names, shares, deletes; invites, removes, gives roles, hands over
--            (conversations.user_id: there is exactly one)
-- When the account of an owner is deleted, the conversation goes to the active member who is there
-- longest; without one it is deleted with the account.
-- Lock order: profiles, conversation. Whoever changes who takes part holds the conversation's row.

create table public.participants (
  conversation_id uuid not null,
  user_id uuid not null,
  role text not null,
  joined_at timestamptz not null default now(),
  pinned_at timestamptz,
  archived_at timestamptz,
  constraint participants_pkey primary key (conversation_id, user_id),
  constraint participants_conversation_id_fkey
    foreign key (conversation_id) references public.conversations (id) on delete cascade,
  constraint participants_user_id_fkey
    foreign key (user_id) references public.profiles (id) on delete cascade,
  constraint participants_role_check check (role in ('member', 'reader')),
  constraint participants_pinned_at_check check (isfinite(pinned_at)),
  constraint participants_archived_at_check check (isfinite(archived_at))
);
comment on table public.participants is 'Who takes part in a conversation beside its owner.';

create index participants_user_id_conversation_id_idx
  on public.participants (user_id, conversation_id);

grant select on public.participants to authenticated, service_role;

-- Policies ----------------------------------------------------------------------------------------

-- The one rule of who reads what was said: own conversations, and those of others where one takes
-- part, until they are deleted. A list that is made once for a statement and looked up in an index,
-- so that a page of messages costs little more than without the rule. A view, which is planned with
-- the statement as a function is not; as its owner, because policies of the tables that it reads
-- ask it. It names nothing but the caller's.
create view private.readable_conversations as
  select readable.id, readable.is_own
  from (select auth.uid() as user_id offset 0) as caller -- Apart, so that it is asked for once.
  cross join lateral (
    select id, true as is_own from public.conversations where user_id = caller.user_id
    union all
    select conversation.id, false
    from public.participants as own
    join public.conversations as conversation on conversation.id = own.conversation_id
    where own.user_id = caller.user_id and conversation.deleted_at is null
  ) as readable;
comment on view private.readable_conversations is
  'All conversations in which the caller takes part, own ones also when they are deleted.';
revoke all on private.readable_conversations from anon, authenticated, service_role;
grant select on private.readable_conversations to authenticated;

create policy "People read the conversations that they take part in"
  on public.conversations for select to authenticated
  using (user_id = (select auth.uid())
    or id = any (array(select id from private.readable_conversations where not is_own)));

create policy "People read the messages of conversations that they take part in"
  on public.messages for select to authenticated
  using (conversation_id = any (array(select id from private.readable_conversations)));

alter table public.participants enable row level security;

create policy "People read who takes part where they do"
  on public.participants for select to authenticated
  using (conversation_id = any (array(select id from private.readable_conversations)));

-- Roles -------------------------------------------------------------------------------------------

create function private.role_in(p_conversation public.conversations, p_user_id uuid)
returns text
language plpgsql
stable
set search_path = ''
as $$
begin
  return case when p_conversation.user_id = p_user_id then 'owner' else (
    select role from public.participants
    where conversation_id = p_conversation.id and user_id = p_user_id) end;
end;
$$;
comment on function private.role_in is
  'owner, member or reader; null for who does not take part in a conversation.';

create function private.require_role(
  p_conversation public.conversations, p_user_id uuid, p_role text)
returns void
language plpgsql
stable
set search_path = ''
as $$
declare
  v_role text := private.role_in(p_conversation, p_user_id);
  v_roles text[] := array['reader', 'member', 'owner'];
begin
  if v_role is null or (v_role <> 'owner' and p_conversation.deleted_at is not null) then
    perform private.conversation_not_found();
  end if;
  if array_position(v_roles, v_role) < array_position(v_roles, p_role) then
    raise sqlstate 'PT403' using
      message = 'role_required',
      detail = jsonb_build_object('role', v_role, 'required', p_role)::text,
      hint = format('In this conversation you are its %s; this takes its %s.', v_role, p_role);
  end if;
end;
$$;
comment on function private.require_role is
  'Refuses who does not take part, as if there were nothing (PT404), and who may less (PT403).';

create function private.take_conversation(
  p_id uuid, p_role text, p_is_deleted boolean default false)
returns public.conversations
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_user_id uuid := (private.require_active_profile(auth.uid())).id;
  v_conversation public.conversations;
begin
  select * into v_conversation from public.conversations
  where id = p_id and (deleted_at is null or p_is_deleted) and (user_id = v_user_id or exists (
    select from public.participants where conversation_id = p_id and user_id = v_user_id))
  for no key update;
  -- Asked again, now that nobody comes or goes.
  perform private.require_role(v_conversation, v_user_id, p_role);
  return v_conversation;
end;
$$;
comment on function private.take_conversation is
  'A conversation in which the caller has that role or a higher one, locked for a change; a '
  'deleted one only when asked for. PT401, PT403, PT404.';

-- What becomes of it without its owner ------------------------------------------------------------

create function private.give_conversation(p_conversation public.conversations, p_user_id uuid)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  delete from public.participants
  where conversation_id = p_conversation.id and user_id = p_user_id;
  -- What the client of the one called it, that of the other may call something else.
  update public.conversations
  set user_id = p_user_id, client_id = gen_random_uuid(), pinned_at = null, archived_at = null
  where id = p_conversation.id;
  update private.message_search as words set user_id = p_user_id
  from public.messages as message
  where message.conversation_id = p_conversation.id and words.message_id = message.id;
end;
$$;
comment on function private.give_conversation is
  'Makes a member the owner; conversation and profile are locked.';

create function private.leave_conversations()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_conversation public.conversations;
  v_heir_id uuid;
begin
  -- All that its turns and their settlements lock first, so that neither waits for the other.
  for v_conversation in
    select * from public.conversations
    where (user_id = old.id and is_shared) or id = any (array(
      select conversation_id from public.participants where user_id = old.id
      union select conversation_id from public.turns
      where user_id = old.id and state = 'streaming'))
    order by id
    for no key update
  loop
    continue when v_conversation.user_id <> old.id or v_conversation.deleted_at is not null;
    -- Who is going at the same time is no heir, and is not waited for.
    select participant.user_id into v_heir_id
    from public.participants as participant
    join public.profiles as profile on profile.id = participant.user_id
    where participant.conversation_id = v_conversation.id and participant.role = 'member'
      and profile.status = 'active'
    order by participant.joined_at, participant.user_id
    limit 1
    for key share of profile skip locked;
    if found then
      perform private.give_conversation(v_conversation, v_heir_id);
    end if;
  end loop;
  return old;
end;
$$;
comment on function private.leave_conversations is
  'Before an account goes: hands its shared conversations to who stays.';

create trigger profiles_leave_conversations before delete on public.profiles
  for each row execute function private.leave_conversations();
