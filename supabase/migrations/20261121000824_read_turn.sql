-- read_turn: an answer as far as it is stored, for those who follow it from the database.
-- Callers: the chat function (service role).

create function public.read_turn(p_turn_id uuid)
returns jsonb
language plpgsql
stable
security definer -- Definer because the service role holds no rights on what a turn touches.
set search_path = ''
as $$
declare
  v_answer public.messages;
begin
  select answer.* into v_answer
  from public.turns as turn
  join public.messages as answer on answer.id = turn.assistant_message_id
  where turn.id = p_turn_id;
  if not found then
    raise sqlstate 'PT404' using message = 'turn_not_found', hint = 'There is no such turn.';
  end if;
  return jsonb_build_object(
    'state', v_answer.state,
    'text', case when v_answer.deleted_at is null then v_answer.content else '' end,
    'receipt', private.turn_receipt(p_turn_id),
    'answer', private.answer_facts(v_answer.id));
end;
$$;
comment on function public.read_turn is
  'The answer of a turn as far as it is stored, without words when it is deleted, its kind and '
  'attachments, and its receipt. PT404.';
revoke execute on function public.read_turn from public, anon, authenticated;
grant execute on function public.read_turn to service_role;

create function public.find_turn(p_user_id uuid, p_chat_id text, p_turn_id uuid default null)
returns jsonb
language plpgsql
stable
security definer -- Definer because the service role holds no rights on what a turn touches.
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object('turn_id', turn.id, 'conversation_id', turn.conversation_id,
      'ui_message_id', private.answer_head(turn.assistant_message_id))
    from public.turns as turn
    join public.conversations as conversation on conversation.id = turn.conversation_id
    join public.messages as answer on answer.id = turn.assistant_message_id
    where turn.user_id = p_user_id and conversation.deleted_at is null
      and answer.deleted_at is null
      and private.role_in(conversation, p_user_id) is not null
      and (conversation.id = private.as_uuid(p_chat_id)
        or conversation.user_id = p_user_id and conversation.client_id = p_chat_id)
      and (turn.id = p_turn_id or p_turn_id is null and turn.state = 'streaming')
    order by turn.started_at desc limit 1);
end;
$$;
comment on function public.find_turn is
  'The ids of a turn of a person in a conversation in which they take part: that one, or the '
  'latest whose answer streams; null when there is none, or no more.';
revoke execute on function public.find_turn from public, anon, authenticated;
grant execute on function public.find_turn to service_role;
