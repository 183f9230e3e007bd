-- conversation_reads: how far a conversation has come to each participant's devices and was read
-- there, and the lists that show it.
-- Callers: who takes part in a conversation, through mark_delivered, mark_read, my_conversations
-- and my_conversation_stats.
-- Invariant: both ordinals only grow; what is read was delivered, and what was delivered is there.

create table public.conversation_reads (
  conversation_id uuid not null,
  user_id uuid not null,
  read_ordinal bigint not null default 0,
  read_at timestamptz,
  delivered_ordinal bigint not null,
  delivered_at timestamptz not null default now(),
  constraint conversation_reads_pkey primary key (conversation_id, user_id),
  constraint conversation_reads_conversation_id_fkey
    foreign key (conversation_id) references public.conversations (id) on delete cascade,
  constraint conversation_reads_user_id_fkey
    foreign key (user_id) references public.profiles (id) on delete cascade,
  constraint conversation_reads_delivered_ordinal_check
    check (delivered_ordinal >= read_ordinal and read_ordinal >= 0)
);
comment on table public.conversation_reads is
  'How far a conversation has come to each participant, and was read.';
comment on column public.conversation_reads.read_ordinal is
  'The last message that was read; answers after it are unread.';

create index conversation_reads_user_id_idx on public.conversation_reads (user_id);

grant select on public.conversation_reads to authenticated, service_role;

alter table public.conversation_reads enable row level security;

create policy "People read how far is read where they take part"
  on public.conversation_reads for select to authenticated
  using (conversation_id = any (array(select id from private.readable_conversations)));

create function private.note_ordinals(
  p_conversation_id uuid, p_ordinal bigint, p_is_read boolean)
returns bigint
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_conversation public.conversations := private.take_conversation(p_conversation_id, 'reader');
  v_ordinal bigint := greatest(0, (
    select least(p_ordinal, max(ordinal)) from public.messages
    where conversation_id = v_conversation.id));
  v_read public.conversation_reads;
begin
  insert into public.conversation_reads as already
    (conversation_id, user_id, delivered_ordinal, read_ordinal, read_at)
  values (v_conversation.id, auth.uid(), v_ordinal, case when p_is_read then v_ordinal else 0 end,
    case when p_is_read then now() end)
  on conflict on constraint conversation_reads_pkey do update
  set delivered_ordinal = greatest(already.delivered_ordinal, excluded.delivered_ordinal),
    delivered_at = case when already.delivered_ordinal < excluded.delivered_ordinal then now()
      else already.delivered_at end,
    read_ordinal = greatest(already.read_ordinal, excluded.read_ordinal),
    read_at = case when p_is_read then now() else already.read_at end
  returning * into v_read;
  perform private.note_seen(auth.uid());
  return case when p_is_read then v_read.read_ordinal else v_read.delivered_ordinal end;
end;
$$;
comment on function private.note_ordinals is
  'Notes how far a conversation has come to the caller, or was read. PT401, PT403, PT404.';

create function public.mark_delivered(p_conversation_id uuid, p_ordinal bigint default null)
returns bigint
language plpgsql
volatile
security definer -- Definer because people may not write read states.
set search_path = ''
as $$
begin
  return private.note_ordinals(p_conversation_id, p_ordinal, false);
end;
$$;
comment on function public.mark_delivered is
  'Says that a conversation has come to a device of the caller up to a message, or all of it; '
  'never backwards. Returns how far it has come. PT401, PT403, PT404.';
revoke execute on function public.mark_delivered from public, anon, authenticated, service_role;
grant execute on function public.mark_delivered to authenticated;

create function public.mark_read(p_conversation_id uuid, p_ordinal bigint default null)
returns bigint
language plpgsql
volatile
security definer -- Definer because people may not write read states.
set search_path = ''
as $$
begin
  return private.note_ordinals(p_conversation_id, p_ordinal, true);
end;
$$;
comment on function public.mark_read is
  'Marks a conversation as read by the caller up to a message, or all of it; never backwards. '
  'Returns how far it is read now. PT401, PT403, PT404.';
revoke execute on function public.mark_read from public, anon, authenticated, service_role;
grant execute on function public.mark_read to authenticated;

-- Lists -------------------------------------------------------------------------------------------

create function private.character_card(p_id uuid)
returns jsonb
language sql
stable
security definer -- Definer because who talks to a character that is archived still knows its name.
set search_path = ''
as $$
  select jsonb_build_object('slug', slug, 'name', name, 'tagline', tagline)
  from public.characters where id = p_id;
$$;
comment on function private.character_card is 'Slug, name and tagline of a character.';
grant execute on function private.character_card to authenticated;

create view public.my_conversations with (security_invoker = on) as
  select conversation.id, conversation.client_id, conversation.title, conversation.role,
    conversation.character_id,
    private.character_card(conversation.character_id) ->> 'slug' as character_slug,
    private.character_card(conversation.character_id) ->> 'name' as character_name,
    conversation.pinned_at is not null as is_pinned,
    conversation.archived_at is not null as is_archived,
    conversation.is_shared, conversation.created_at, conversation.last_message_at,
    -- Scalar subqueries, so that they are asked for the rows of a page only.
    (
      select left(message.content, 120) from public.messages as message
      where message.conversation_id = conversation.id and message.is_current
        and message.content <> ''
      order by message.ordinal desc limit 1
    ) as last_message,
    (
      select count(*)::integer from (
        select from public.messages as message
        where message.conversation_id = conversation.id and message.role = 'assistant'
          and message.is_current and message.content <> ''
          and message.ordinal > coalesce(read_state.read_ordinal, 0)
        limit 100
      ) as unread
    ) as unread_messages
  from (
    select id, client_id, title, 'owner' as role, character_id, pinned_at, archived_at, is_shared,
      created_at, last_message_at
    from public.conversations where user_id = (select auth.uid()) and deleted_at is null
    union all
    select joined.id, joined.id::text, joined.title, own.role, joined.character_id, own.pinned_at,
      own.archived_at, joined.is_shared, joined.created_at, joined.last_message_at
    from public.participants as own
    join public.conversations as joined on joined.id = own.conversation_id
    where own.user_id = (select auth.uid())
  ) as conversation
  left join public.conversation_reads as read_state
    on read_state.conversation_id = conversation.id and read_state.user_id = (select auth.uid());
comment on view public.my_conversations is
  'The conversations in which the caller takes part and that are not deleted, with the beginning '
  'of the last message and the number of unread answers (100 means 100 or more). First page: '
  'order=is_pinned.desc,last_message_at.desc,id&is_archived=is.false. By cursor: the pinned ones, '
  'then is_pinned=is.false&order=last_message_at.desc,id&limit=20, and after a row with T and I '
  'last_message_at=lte.T&or=(last_message_at.lt."T",id.gt.I).';
revoke all on public.my_conversations from anon, authenticated, service_role;
grant select on public.my_conversations to authenticated;

create view public.my_conversation_stats with (security_invoker = on) as
  select conversation.character_id,
    private.character_card(conversation.character_id) ->> 'slug' as character_slug,
    private.character_card(conversation.character_id) ->> 'name' as character_name,
    count(*)::integer as conversations,
    sum((
      select count(*) from public.messages as message
      where message.conversation_id = conversation.id and message.is_current
        and (message.content <> '' or message.kind <> 'text')
    ))::bigint as messages,
    max(conversation.last_message_at) as last_message_at
  from public.conversations as conversation
  where conversation.deleted_at is null
  group by conversation.character_id;
comment on view public.my_conversation_stats is
  'One row for each character the caller talks to: conversations, messages of both, last use.';
revoke all on public.my_conversation_stats from anon, authenticated, service_role;
grant select on public.my_conversation_stats to authenticated;
