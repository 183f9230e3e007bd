-- invite: the moves of an invitation. States, limits and lock order: the invitations migration.
-- Callers: the owner (invite, revoke_invitation), who is invited (the others).

create function private.invitation_not_found()
returns void
language plpgsql
immutable
set search_path = ''
as $$
begin
  raise sqlstate 'PT404' using
    message = 'invitation_not_found', hint = 'There is no such invitation, or it has ended.';
end;
$$;
comment on function private.invitation_not_found is
  'Refuses: the same for what is not there, has ended or is another''s. PT404.';

create function private.require_place(p_conversation public.conversations)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_people bigint := 2 + (
    select count(*) from public.participants where conversation_id = p_conversation.id);
begin
  -- Each of them is told of each change.
  if v_people > 100 then
    raise sqlstate 'PT409' using
      message = 'conversation_full', detail = jsonb_build_object('people', 100)::text,
      hint = 'A conversation has room for 100 people.';
  end if;
  perform private.take_allowance((private.current_plan(p_conversation.user_id)).slug,
    p_conversation.user_id, null, null, array[row('participants', v_people)::private.take], null);
end;
$$;
comment on function private.require_place is
  'Refuses one person more than a conversation has room for, which is locked. PT409, PT429.';

create function public.invite(
  p_conversation_id uuid, p_username text default null, p_role text default 'member',
  p_days integer default 7)
returns jsonb
language plpgsql
volatile
security definer -- Definer because people may not write invitations.
set search_path = ''
as $$
declare
  v_user_id uuid := (private.require_active_profile(auth.uid())).id;
  v_conversation public.conversations;
  v_invitation public.invitations;
  v_code text := case when p_username is null then
    translate(encode(extensions.gen_random_bytes(32), 'base64'), '+/=', '-_') end;
begin
  if p_role is null or p_role not in ('member', 'reader') or p_days is null
    or p_days not between 1 and 30
  then
    raise sqlstate 'PT400' using
      message = 'invalid_request',
      detail = jsonb_build_object('p_role', 'member or reader', 'p_days', '1 to 30')::text,
      hint = 'Invite a member or a reader, for 1 to 30 days.';
  end if;
  if v_code is null then
    select id into v_invitation.invited_id from public.profiles
    where username = p_username and status = 'active' and not private.blocks(id, v_user_id)
    for key share;
    if not found then
      perform private.person_not_found();
    end if;
  end if;
  v_conversation := private.take_conversation(p_conversation_id, 'owner');
  if private.role_in(v_conversation, v_invitation.invited_id) is not null then
    raise sqlstate 'PT409' using
      message = 'already_takes_part', hint = 'This person takes part already.';
  end if;
  perform private.require_place(v_conversation);
  update public.invitations set state = 'revoked', closed_at = now()
  where conversation_id = p_conversation_id and invited_id = v_invitation.invited_id
    and state = 'open';
  perform private.open_wallet(v_user_id);
  perform private.take_allowance((private.current_plan(v_user_id)).slug, v_user_id, null, null,
    array[row('invitations', 1)::private.take], null);
  insert into public.invitations
    (conversation_id, invited_by, invited_id, role, code_hash, expires_at)
  values (p_conversation_id, v_user_id, v_invitation.invited_id, p_role,
    private.hash_token(v_code), now() + p_days * interval '1 day')
  returning * into v_invitation;
  return jsonb_build_object(
    'id', v_invitation.id, 'code', v_code, 'expires_at', v_invitation.expires_at);
end;
$$;
comment on function public.invite is
  'Asks a person by username, or whoever is first to bring the code, to take part in the caller''s '
  'conversation. Returns id, expires_at and, told this once, the code. A new invitation of a '
  'person replaces the open one. PT400, PT401, PT403, PT404, PT409, PT429.';
revoke execute on function public.invite from public, anon, authenticated, service_role;
grant execute on function public.invite to authenticated;

create function public.revoke_invitation(p_id uuid)
returns void
language plpgsql
volatile
security definer -- Definer because people may not write invitations.
set search_path = ''
as $$
declare
  v_conversation_id uuid := (select conversation_id from public.invitations where id = p_id);
begin
  perform private.take_conversation(v_conversation_id, 'owner');
  update public.invitations set state = 'revoked', closed_at = now()
  where id = p_id and state = 'open';
end;
$$;
comment on function public.revoke_invitation is
  'Ends an invitation to the caller''s conversation; one that has ended stays as it is. PT401, '
  'PT403, PT404.';
revoke execute on function public.revoke_invitation from public, anon, authenticated, service_role;
grant execute on function public.revoke_invitation to authenticated;

-- Who is invited ----------------------------------------------------------------------------------

create function private.find_invitation(p_id uuid, p_code text)
returns public.invitations
language plpgsql
stable
set search_path = ''
as $$
declare
  v_invitation public.invitations;
begin
  select invitation.* into v_invitation
  from public.invitations as invitation
  join public.conversations as conversation on conversation.id = invitation.conversation_id
  join public.profiles as owner on owner.id = conversation.user_id
  where (invitation.code_hash = private.hash_token(p_code)
      or invitation.id = p_id and invitation.invited_id = auth.uid())
    and coalesce(invitation.invited_id, auth.uid()) = auth.uid()
    and conversation.deleted_at is null and owner.status = 'active'
    and not private.blocks(owner.id, auth.uid());
  if not found then
    perform private.invitation_not_found();
  end if;
  return v_invitation;
end;
$$;
comment on function private.find_invitation is
  'The invitation of the caller by its id, or of anybody by its code; it may have ended. PT404.';

create function private.require_open(p_invitation public.invitations)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
  if p_invitation.state is distinct from 'open' or p_invitation.expires_at <= now() then
    perform private.invitation_not_found();
  end if;
end;
$$;
comment on function private.require_open is 'Refuses an invitation that has ended. PT404.';

create function public.read_invitation(p_id uuid default null, p_code text default null)
returns jsonb
language plpgsql
stable
security definer -- Definer because who is invited has no rights on the conversation yet.
set search_path = ''
as $$
declare
  v_invitation public.invitations := private.find_invitation(p_id, p_code);
begin
  perform private.require_open(v_invitation);
  return (
    select jsonb_build_object(
      'id', v_invitation.id, 'role', v_invitation.role, 'expires_at', v_invitation.expires_at,
      'title', conversation.title, 'character', private.character_card(conversation.character_id),
      'invited_by', jsonb_build_object(
        'user_id', inviter.id, 'username', inviter.username, 'display_name', inviter.display_name))
    from public.conversations as conversation
    join public.profiles as inviter on inviter.id = v_invitation.invited_by
    where conversation.id = v_invitation.conversation_id);
end;
$$;
comment on function public.read_invitation is
  'What an open invitation asks for, by its id for who is named, by its code for anybody: id, '
  'role, expires_at, title, character (slug, name, tagline), invited_by (user_id, username, '
  'display_name). PT404.';
revoke execute on function public.read_invitation from public, anon, authenticated, service_role;
grant execute on function public.read_invitation to authenticated;

create function public.accept_invitation(p_id uuid default null, p_code text default null)
returns public.participants
language plpgsql
volatile
security definer -- Definer because people may not write participants.
set search_path = ''
as $$
declare
  v_user_id uuid := (private.require_active_profile(auth.uid())).id;
  v_invitation public.invitations := private.find_invitation(p_id, p_code);
  v_conversation public.conversations;
  v_participant public.participants;
begin
  select * into v_conversation from public.conversations
  where id = v_invitation.conversation_id and deleted_at is null for no key update;
  select * into v_invitation from public.invitations where id = v_invitation.id for no key update;
  select * into v_participant from public.participants
  where conversation_id = v_conversation.id and user_id = v_user_id;
  -- Accepted twice at once, or with another invitation before.
  if v_participant.user_id is not null and v_invitation.invited_id = v_user_id
    and v_invitation.state = 'accepted'
  then
    return v_participant;
  end if;
  if v_conversation.id is null then
    perform private.invitation_not_found();
  end if;
  perform private.require_open(v_invitation);
  if private.role_in(v_conversation, v_user_id) is not null then
    raise sqlstate 'PT409' using
      message = 'already_takes_part', hint = 'You take part already.';
  end if;
  perform private.require_place(v_conversation);
  update public.invitations
  set state = 'accepted', invited_id = v_user_id, closed_at = now() where id = v_invitation.id;
  update public.conversations set is_shared = true where id = v_conversation.id and not is_shared;
  insert into public.participants (conversation_id, user_id, role)
  values (v_conversation.id, v_user_id, v_invitation.role)
  returning * into v_participant;
  return v_participant;
end;
$$;
comment on function public.accept_invitation is
  'The caller takes part from now on, by the id of an invitation to them or by a code; a repeat '
  'changes nothing. PT401, PT403, PT404, PT409, PT429.';
revoke execute on function public.accept_invitation from public, anon, authenticated, service_role;
grant execute on function public.accept_invitation to authenticated;

create function public.decline_invitation(p_id uuid)
returns void
language plpgsql
volatile
security definer -- Definer because people may not write invitations.
set search_path = ''
as $$
begin
  perform private.require_active_profile(auth.uid());
  update public.invitations set state = 'declined', closed_at = now()
  where id = p_id and invited_id = auth.uid() and state = 'open';
  if not found then
    perform private.invitation_not_found();
  end if;
end;
$$;
comment on function public.decline_invitation is
  'Ends an open invitation to the caller. PT401, PT403, PT404.';
revoke execute on function public.decline_invitation
  from public, anon, authenticated, service_role;
grant execute on function public.decline_invitation to authenticated;
