-- invitations: how somebody comes to take part in a conversation: asked by name, or by a link.
-- Callers: the owner invites and revokes; who is invited accepts or declines.
-- States: open -> accepted | declined | revoked. An open one ends by itself at expires_at.
--
-- An invitation is for one person: who is named, or else who is first to bring the code. The code
-- is told once and kept as its hash. Who blocks somebody is not asked by them, and they are told no
-- more than that there is no such person. What a plan allows: `invitations` in a window, and
-- `participants` (a `request`): how many people one conversation may have, by its owner's plan.
-- Lock order: profiles, conversation, invitation, wallet.

create table public.person_blocks (
  user_id uuid not null,
  blocked_id uuid not null,
  created_at timestamptz not null default now(),
  constraint person_blocks_pkey primary key (user_id, blocked_id),
  constraint person_blocks_user_id_fkey
    foreign key (user_id) references public.profiles (id) on delete cascade,
  constraint person_blocks_blocked_id_fkey
    foreign key (blocked_id) references public.profiles (id) on delete cascade,
  constraint person_blocks_blocked_id_check check (blocked_id <> user_id)
);
comment on table public.person_blocks is 'By whom a person does not want to be invited.';

create index person_blocks_blocked_id_idx on public.person_blocks (blocked_id);

create table public.invitations (
  id uuid not null default gen_random_uuid(),
  conversation_id uuid not null,
  invited_by uuid not null,
  invited_id uuid,
  role text not null,
  code_hash text,
  state text not null default 'open',
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  closed_at timestamptz,
  constraint invitations_pkey primary key (id),
  constraint invitations_code_hash_key unique (code_hash),
  constraint invitations_conversation_id_fkey
    foreign key (conversation_id) references public.conversations (id) on delete cascade,
  constraint invitations_invited_by_fkey
    foreign key (invited_by) references public.profiles (id) on delete cascade,
  constraint invitations_invited_id_fkey
    foreign key (invited_id) references public.profiles (id) on delete cascade,
  constraint invitations_role_check check (role in ('member', 'reader')),
  constraint invitations_code_hash_check check (code_hash ~ '^[0-9a-f]{64}$'),
  constraint invitations_invited_id_check check (invited_id is not null or code_hash is not null),
  constraint invitations_state_check check (state in ('open', 'accepted', 'declined', 'revoked')),
  constraint invitations_closed_at_check check ((state = 'open') = (closed_at is null)),
  constraint invitations_expires_at_check
    check (expires_at <= created_at + interval '30 days' + interval '1 minute')
);
comment on table public.invitations is 'Who was asked to take part in a conversation.';
comment on column public.invitations.invited_id is 'Who is asked; of a link, who took it.';
comment on column public.invitations.code_hash is
  'SHA-256 of the code of a link, which is not kept.';

create unique index invitations_conversation_id_invited_id_idx
  on public.invitations (conversation_id, invited_id) where state = 'open';
create index invitations_conversation_id_idx on public.invitations (conversation_id);
create index invitations_invited_by_idx on public.invitations (invited_by);
create index invitations_invited_id_idx on public.invitations (invited_id);

grant select on public.person_blocks to authenticated;
grant select on public.invitations to authenticated, service_role;

alter table public.person_blocks enable row level security;
alter table public.invitations enable row level security;

create policy "People read whom they block"
  on public.person_blocks for select to authenticated
  using (user_id = (select auth.uid()));

create policy "People read invitations to them, and to where they take part"
  on public.invitations for select to authenticated
  using (invited_id = (select auth.uid())
    or conversation_id = any (array(select id from private.readable_conversations)));

-- Blocks ------------------------------------------------------------------------------------------

create function private.blocks(p_user_id uuid, p_other_id uuid)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return exists (
    select from public.person_blocks where user_id = p_user_id and blocked_id = p_other_id);
end;
$$;
comment on function private.blocks is 'Whether a person blocks another.';

create function private.person_not_found()
returns void
language plpgsql
immutable
set search_path = ''
as $$
begin
  raise sqlstate 'PT404' using
    message = 'person_not_found', hint = 'There is no such person here.';
end;
$$;
comment on function private.person_not_found is
  'Refuses: the same for who is not there, takes no part, or does not want to be asked. PT404.';

create function public.block_person(p_user_id uuid)
returns void
language plpgsql
volatile
security definer -- Definer because people may not write blocks.
set search_path = ''
as $$
declare
  v_user_id uuid := (private.require_active_profile(auth.uid())).id;
begin
  perform from public.profiles where id = p_user_id and id <> v_user_id for key share;
  if not found then
    perform private.person_not_found();
  end if;
  insert into public.person_blocks (user_id, blocked_id) values (v_user_id, p_user_id)
  on conflict on constraint person_blocks_pkey do nothing;
  update public.invitations set state = 'declined', closed_at = now()
  where invited_id = v_user_id and invited_by = p_user_id and state = 'open';
end;
$$;
comment on function public.block_person is
  'The caller is invited by that person no more; what is open is declined. PT401, PT403, PT404.';
revoke execute on function public.block_person from public, anon, authenticated, service_role;
grant execute on function public.block_person to authenticated;

create function public.unblock_person(p_user_id uuid)
returns void
language plpgsql
volatile
security definer -- Definer because people may not write blocks.
set search_path = ''
as $$
begin
  delete from public.person_blocks where user_id = auth.uid() and blocked_id = p_user_id;
end;
$$;
comment on function public.unblock_person is 'Takes a block back; a repeat changes nothing.';
revoke execute on function public.unblock_person from public, anon, authenticated, service_role;
grant execute on function public.unblock_person to authenticated;
