-- open_conversation: where somebody is about to speak, found or made, and locked.
-- Callers: begin_turn and its like, begin_voice, create_conversation.

create function private.open_conversation(p_user_id uuid, p_chat_id text, p_character text)
returns public.conversations
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_chat_id uuid := private.as_uuid(p_chat_id);
  v_conversation public.conversations;
  v_character_id uuid;
begin
  select * into v_conversation from public.conversations
  where id = v_chat_id and (user_id = p_user_id or exists (
    select from public.participants where conversation_id = v_chat_id and user_id = p_user_id))
  for no key update;
  if not found then
    select * into v_conversation from public.conversations
    where user_id = p_user_id and client_id = p_chat_id
    for no key update;
  end if;
  -- Asked again, now that nobody comes or goes.
  if v_conversation.user_id <> p_user_id then
    perform private.require_role(v_conversation, p_user_id, 'member');
  end if;
  if v_conversation.deleted_at is not null then
    raise sqlstate 'PT404' using
      message = 'conversation_not_found',
      detail = jsonb_build_object('deleted_at', v_conversation.deleted_at)::text,
      hint = 'This conversation was deleted; restore it to go on.';
  end if;

  if p_character is not null then
    v_character_id := (
      private.find_character(p_character, p_user_id, v_conversation.character_id)).id;
  end if;

  if v_conversation.id is null and v_character_id is null then
    raise sqlstate 'PT404' using
      message = 'conversation_not_found',
      hint = 'There is no such conversation; name a character to start one.';
  end if;
  if v_conversation.id is null then
    insert into public.conversations (user_id, character_id, client_id)
    values (p_user_id, v_character_id, p_chat_id)
    on conflict on constraint conversations_user_id_client_id_key do nothing;
    select * into v_conversation from public.conversations
    where user_id = p_user_id and client_id = p_chat_id
    for no key update;
    if not found then
      perform private.changed_meanwhile('conversation');
    end if;
  end if;

  if v_character_id <> v_conversation.character_id then
    raise sqlstate 'PT409' using
      message = 'character_mismatch', hint = 'This conversation is with another character.';
  end if;
  return v_conversation;
end;
$$;
comment on function private.open_conversation is
  'The conversation of that id in which the person may speak, locked; made when a character is '
  'named. PT403; PT404, also for an own one that was deleted, with deleted_at in the detail; '
  'PT409.';
