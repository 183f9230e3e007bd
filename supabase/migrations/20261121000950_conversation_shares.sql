-- conversation_shares: links by which anybody reads a conversation as it was when it was shared.
-- Callers: the owner shares and revokes; whoever has the link reads.
-- States: live -> revoked, by its owner or because the conversation is deleted. Not back.
-- The token is told once and kept as its hash. A link shows the branch that ends with last_ordinal,
-- as far as it was finished when it was made: what is said, or said anew, afterwards stays private,
-- and what is deleted afterwards is gone. While its owner is suspended it shows nothing.

create table public.conversation_shares (
  id uuid not null default gen_random_uuid(),
  conversation_id uuid not null,
  token_hash text not null,
  last_ordinal bigint not null,
  title text,
  created_at timestamptz not null default now(),
  revoked_at timestamptz,
  constraint conversation_shares_pkey primary key (id),
  constraint conversation_shares_token_hash_key unique (token_hash),
  constraint conversation_shares_conversation_id_fkey
    foreign key (conversation_id) references public.conversations (id) on delete cascade,
  constraint conversation_shares_title_check check (char_length(title) <= 200),
  constraint conversation_shares_token_hash_check check (token_hash ~ '^[0-9a-f]{64}$')
);
comment on table public.conversation_shares is 'Links to read a conversation, until revoked.';
comment on column public.conversation_shares.token_hash is
  'SHA-256 of the token, which is not kept.';
comment on column public.conversation_shares.last_ordinal is 'The last message that is shared.';
comment on column public.conversation_shares.title is
  'That of the conversation when it was shared.';

create index conversation_shares_conversation_id_idx
  on public.conversation_shares (conversation_id);

grant select on public.conversation_shares to authenticated, service_role;

alter table public.conversation_shares enable row level security;

create policy "People read the links to their own conversations"
  on public.conversation_shares for select to authenticated
  using (exists (
    select from public.conversations
    where id = conversation_id and user_id = (select auth.uid())));

create function private.hash_token(p_token text)
returns text
language sql
immutable
set search_path = ''
as $$
  select encode(sha256(convert_to(p_token, 'UTF8')), 'hex');
$$;
comment on function private.hash_token is 'What is kept of a token.';

create function public.share_conversation(p_id uuid)
returns text
language plpgsql
volatile
security definer -- Definer because people may not write links.
set search_path = ''
as $$
declare
  v_conversation public.conversations := private.take_conversation(p_id, 'owner');
  v_token text := translate(
    encode(extensions.gen_random_bytes(32), 'base64'), '+/=', '-_');
begin
  insert into public.conversation_shares (conversation_id, token_hash, last_ordinal, title)
  select v_conversation.id, private.hash_token(v_token), coalesce(max(ordinal), 0),
    v_conversation.title
  from public.messages where conversation_id = v_conversation.id and is_current;
  return v_token;
end;
$$;
comment on function public.share_conversation is
  'A new link to the caller''s conversation as it is now: its token, told this once. Links from '
  'before stay as they are. PT401, PT403, PT404.';
revoke execute on function public.share_conversation
  from public, anon, authenticated, service_role;
grant execute on function public.share_conversation to authenticated;

create function public.revoke_share(p_id uuid)
returns integer
language plpgsql
volatile
security definer -- Definer because people may not write links.
set search_path = ''
as $$
declare
  v_conversation public.conversations := private.take_conversation(p_id, 'owner', true);
  v_revoked integer;
begin
  update public.conversation_shares set revoked_at = now()
  where conversation_id = v_conversation.id and revoked_at is null;
  get diagnostics v_revoked = row_count;
  return v_revoked;
end;
$$;
comment on function public.revoke_share is
  'Ends all links to the caller''s conversation; a repeat changes nothing. Returns how many were '
  'live. PT401, PT403, PT404.';
revoke execute on function public.revoke_share from public, anon, authenticated, service_role;
grant execute on function public.revoke_share to authenticated;

create function public.read_shared(p_token text)
returns jsonb
language plpgsql
stable
security definer -- Definer because a visitor with the link has no rights on the conversation.
set search_path = ''
as $$
declare
  v_share public.conversation_shares;
  v_conversation public.conversations;
begin
  select share.* into v_share from public.conversation_shares as share
  join public.conversations as conversation on conversation.id = share.conversation_id
  join public.profiles as owner on owner.id = conversation.user_id
  where share.token_hash = private.hash_token(p_token) and share.revoked_at is null
    and conversation.deleted_at is null and owner.status = 'active';
  if not found then
    raise sqlstate 'PT404' using
      message = 'share_not_found', hint = 'There is nothing behind this link.';
  end if;
  select * into strict v_conversation from public.conversations
  where id = v_share.conversation_id;
  return jsonb_build_object(
    'title', v_share.title,
    'character', private.character_card(v_conversation.character_id),
    'shared_at', v_share.created_at,
    'messages', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'role', role, 'content', content, 'attachments', array(
          select attachment.kind from public.message_attachments as attachment
          where attachment.message_id = shared.id order by attachment.position),
        'created_at', created_at) order by ordinal), '[]')
      from (
        with recursive branch as (
          select id, parent_id, 1 as nr from public.messages
          where conversation_id = v_conversation.id and ordinal = v_share.last_ordinal
          union all
          select parent.id, parent.parent_id, branch.nr + 1
          from public.messages as parent join branch on parent.id = branch.parent_id
          where branch.nr < 1000
        )
        select message.* from branch join public.messages as message on message.id = branch.id
        left join public.turns as turn on turn.assistant_message_id = message.id
        where (message.content <> '' or message.kind <> 'text') and message.deleted_at is null
          and (turn.id is null or turn.settled_at <= v_share.created_at)
          and not private.was_blocked(message.id)
      ) as shared));
end;
$$;
comment on function public.read_shared is
  'What a link shows: title, character (slug, name, tagline), shared_at and of the last 1000 '
  'messages (role, content, created_at, and of attachments the kinds only) those finished before '
  'it was made. '
  'PT404, the same for whatever reason.';
revoke execute on function public.read_shared from public, anon, authenticated, service_role;
grant execute on function public.read_shared to anon, authenticated;
