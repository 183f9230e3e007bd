-- list_participants: who takes part in a conversation, by name, how far each has read, and when
-- each was last seen.
-- Callers: who takes part. Nobody else is told a person's name or when they were there.
-- A person is seen when they read, or have delivered, what was said somewhere: to the minute.

create table private.person_seen (
  user_id uuid not null,
  seen_at timestamptz not null default now(),
  constraint person_seen_pkey primary key (user_id),
  constraint person_seen_user_id_fkey
    foreign key (user_id) references public.profiles (id) on delete cascade
);
comment on table private.person_seen is 'When somebody was last there.';

alter table private.person_seen enable row level security;

create function private.note_seen(p_user_id uuid)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  insert into private.person_seen as already (user_id) values (p_user_id)
  on conflict on constraint person_seen_pkey do update set seen_at = now()
  where already.seen_at < now() - interval '1 minute';
end;
$$;
comment on function private.note_seen is 'Notes that somebody is there, once a minute.';

create function private.people_in(p_conversation public.conversations)
returns table (
  user_id uuid, role text, joined_at timestamptz, pinned_at timestamptz, archived_at timestamptz)
language plpgsql
stable
set search_path = ''
as $$
begin
  return query
    select p_conversation.user_id, 'owner', p_conversation.created_at, p_conversation.pinned_at,
      p_conversation.archived_at;
  if p_conversation.is_shared then
    return query
      select participant.user_id, participant.role, participant.joined_at, participant.pinned_at,
        participant.archived_at
      from public.participants as participant
      where participant.conversation_id = p_conversation.id;
  end if;
end;
$$;
comment on function private.people_in is 'Who takes part in a conversation: its owner first.';

create function public.list_participants(p_conversation_id uuid)
returns table (
  user_id uuid, role text, username text, display_name text, joined_at timestamptz,
  read_ordinal bigint, read_at timestamptz, delivered_ordinal bigint, last_seen_at timestamptz)
language plpgsql
stable
security definer -- Definer because people may not read the profiles of others.
set search_path = ''
as $$
declare
  v_conversation public.conversations;
begin
  select * into v_conversation from public.conversations where id = p_conversation_id;
  perform private.require_role(v_conversation, auth.uid(), 'reader');
  return query
    select person.user_id, person.role, profile.username, profile.display_name, person.joined_at,
      coalesce(state.read_ordinal, 0), state.read_at, coalesce(state.delivered_ordinal, 0),
      seen.seen_at
    from private.people_in(v_conversation) as person
    join public.profiles as profile on profile.id = person.user_id
    left join public.conversation_reads as state
      on state.conversation_id = v_conversation.id and state.user_id = person.user_id
    left join private.person_seen as seen on seen.user_id = person.user_id
    order by person.role = 'owner' desc, person.joined_at, person.user_id;
end;
$$;
comment on function public.list_participants is
  'Who takes part in a conversation of the caller, its owner first: role, names, how far each has '
  'read it and it has come to each, and when each was last seen. PT403, PT404.';
revoke execute on function public.list_participants
  from public, anon, authenticated, service_role;
grant execute on function public.list_participants to authenticated;
