-- leave: how people stop taking part, and how roles change. Roles and lock order: the participants
-- migration.
-- Callers: who takes part leaves; the owner removes, gives roles and hands over. An answer that
-- streams for who goes is finished, and charged to them.

create function private.take_participant(p_conversation_id uuid, p_user_id uuid)
returns public.conversations
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_conversation public.conversations;
begin
  -- Before the conversation, for who may become its owner.
  perform from public.profiles where id = p_user_id for key share;
  v_conversation := private.take_conversation(p_conversation_id, 'owner');
  perform from public.participants
  where conversation_id = p_conversation_id and user_id = p_user_id;
  if not found then
    perform private.person_not_found();
  end if;
  return v_conversation;
end;
$$;
comment on function private.take_participant is
  'The caller''s conversation, locked, in which that person takes part. PT401, PT403, PT404.';

create function private.forget_participant(p_conversation_id uuid, p_user_id uuid)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  delete from public.conversation_reads
  where conversation_id = p_conversation_id and user_id = p_user_id;
  delete from public.participants
  where conversation_id = p_conversation_id and user_id = p_user_id;
end;
$$;
comment on function private.forget_participant is
  'Ends a participation in a conversation that is locked.';

create function public.leave_conversation(p_id uuid)
returns void
language plpgsql
volatile
security definer -- Definer because people may not write participants.
set search_path = ''
as $$
declare
  v_conversation public.conversations := private.take_conversation(p_id, 'reader');
begin
  if v_conversation.user_id = auth.uid() then
    raise sqlstate 'PT409' using
      message = 'owner_stays', hint = 'Hand the conversation over before you leave, or delete it.';
  end if;
  perform private.forget_participant(p_id, auth.uid());
end;
$$;
comment on function public.leave_conversation is
  'The caller takes part no more. PT401, PT403, PT404, PT409 for its owner.';
revoke execute on function public.leave_conversation
  from public, anon, authenticated, service_role;
grant execute on function public.leave_conversation to authenticated;

create function public.remove_participant(p_conversation_id uuid, p_user_id uuid)
returns void
language plpgsql
volatile
security definer -- Definer because people may not write participants.
set search_path = ''
as $$
begin
  perform private.take_participant(p_conversation_id, p_user_id);
  perform private.forget_participant(p_conversation_id, p_user_id);
end;
$$;
comment on function public.remove_participant is
  'That person takes part in the caller''s conversation no more. PT401, PT403, PT404.';
revoke execute on function public.remove_participant
  from public, anon, authenticated, service_role;
grant execute on function public.remove_participant to authenticated;

create function public.change_role(p_conversation_id uuid, p_user_id uuid, p_role text)
returns void
language plpgsql
volatile
security definer -- Definer because people may not write participants.
set search_path = ''
as $$
begin
  if p_role is null or p_role not in ('member', 'reader') then
    raise sqlstate 'PT400' using
      message = 'invalid_request', detail = jsonb_build_object('p_role', 'member or reader')::text,
      hint = 'A participant is a member or a reader.';
  end if;
  perform private.take_participant(p_conversation_id, p_user_id);
  update public.participants set "role" = p_role
  where conversation_id = p_conversation_id and user_id = p_user_id and role <> p_role;
end;
$$;
comment on function public.change_role is
  'Makes a participant of the caller''s conversation a member or a reader. PT400, PT401, PT403, '
  'PT404.';
revoke execute on function public.change_role from public, anon, authenticated, service_role;
grant execute on function public.change_role to authenticated;

create function public.hand_over_conversation(p_id uuid, p_user_id uuid)
returns void
language plpgsql
volatile
security definer -- Definer because people may not write conversations.
set search_path = ''
as $$
declare
  v_conversation public.conversations := private.take_participant(p_id, p_user_id);
begin
  perform private.give_conversation(v_conversation, p_user_id);
  insert into public.participants (conversation_id, user_id, role)
  values (p_id, auth.uid(), 'member');
  -- They were the former owner's to give.
  update public.invitations set state = 'revoked', closed_at = now()
  where conversation_id = p_id and state = 'open';
  update public.conversation_shares set revoked_at = now()
  where conversation_id = p_id and revoked_at is null;
end;
$$;
comment on function public.hand_over_conversation is
  'Makes a participant the owner and the caller a member. Open invitations and links end. From '
  'then on both name the conversation by its id. PT401, PT403, PT404.';
revoke execute on function public.hand_over_conversation
  from public, anon, authenticated, service_role;
grant execute on function public.hand_over_conversation to authenticated;
