-- begin_anew: a turn that starts from a message that is there: another question in its place,
-- another answer, more of an answer that was cut. Operations: the turns migration.
-- Callers: the chat function (service role).
-- The source is named by its id or, a question, by the id that its client gave it. A client that
-- has not heard of the newest version names an old one: it is led to the version that is shown.

create function private.source_message(
  p_conversation public.conversations, p_user_id uuid, p_message_id text)
returns public.messages
language plpgsql
stable
set search_path = ''
as $$
declare
  v_message public.messages;
begin
  select * into v_message from public.messages
  where conversation_id = p_conversation.id
    and id in (
      private.as_uuid(p_message_id),
      (select user_message_id from public.turns
        where user_id = p_user_id and client_message_id = p_message_id));
  if not found then
    raise sqlstate 'PT404' using
      message = 'message_not_found',
      detail = jsonb_build_object('is_unsent', true)::text,
      hint = 'There is no such message.';
  end if;
  if v_message.deleted_at is not null then
    perform private.message_not_found();
  end if;
  return v_message;
end;
$$;
comment on function private.source_message is
  'The message of that id in a conversation. PT404, with is_unsent when there never was one.';

create function private.require_author(
  p_message public.messages, p_conversation public.conversations, p_user_id uuid)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
  -- An answer is its payer's; what has neither is the owner's.
  if p_user_id <> coalesce(p_message.author_id,
    (select user_id from public.turns where assistant_message_id = p_message.id),
    p_conversation.user_id)
  then
    raise sqlstate 'PT403' using
      message = 'not_your_message', hint = 'Only who said it, or paid for it, changes it.';
  end if;
end;
$$;
comment on function private.require_author is
  'Refuses to change what somebody else said, or an answer that somebody else paid. PT403.';

create function private.shown_version(p_message public.messages)
returns public.messages
language plpgsql
stable
set search_path = ''
as $$
declare
  v_message public.messages := p_message;
begin
  if not p_message.is_current then
    select * into v_message from public.messages
    where conversation_id = p_message.conversation_id and role = p_message.role and is_current
      and parent_id is not distinct from p_message.parent_id;
  end if;
  return case when v_message.id is null then p_message else v_message end;
end;
$$;
comment on function private.shown_version is
  'The version of a message that is shown; the message itself when its place is not shown.';

create function private.answer_of(p_message public.messages)
returns public.messages
language plpgsql
stable
set search_path = ''
as $$
declare
  v_answer public.messages := p_message;
begin
  if p_message.role = 'user' then
    select * into v_answer from public.messages
    where parent_id = p_message.id and deleted_at is null
    order by is_current desc, ordinal desc limit 1;
  end if;
  if v_answer.id is null then
    perform private.message_not_found();
  end if;
  return v_answer;
end;
$$;
comment on function private.answer_of is 'The answer itself, or that of a question. PT404.';

create function public.begin_edit(
  p_user_id uuid, p_chat_id text, p_message_id text, p_text text, p_ip inet default null,
  p_attachments uuid[] default '{}', p_answer_kind text default null)
returns jsonb
language plpgsql
volatile
security definer -- Definer because the service role holds no rights on what a turn touches.
set search_path = ''
as $$
declare
  v_profile public.profiles := private.require_active_profile(p_user_id);
  v_conversation public.conversations := private.open_conversation(p_user_id, p_chat_id, null);
  v_source public.messages := private.source_message(v_conversation, p_user_id, p_message_id);
  v_shown public.messages := private.shown_version(v_source);
  v_turn public.turns;
begin
  if v_source.role <> 'user' then
    perform private.message_not_found();
  end if;
  perform private.require_author(v_source, v_conversation, p_user_id);
  select * into v_turn from public.turns
  where user_message_id = v_shown.id and operation in ('send', 'edit');
  if not found then
    perform private.message_not_found();
  end if;
  -- Already edited so; or not edited, only asked again, and the answer still on its way or failed.
  if v_turn.user_id = p_user_id
    and (v_shown.id <> v_source.id or v_turn.state in ('streaming', 'failed'))
    and v_turn.fingerprint =
      private.payload_fingerprint(v_conversation.id, p_text, p_attachments)
  then
    return private.repeat_turn(v_turn.id, p_ip);
  end if;

  v_turn := null;
  v_turn.left_message_id := private.leaf_of(v_conversation.id);
  perform private.show_path(v_conversation.id, v_source.parent_id);
  v_turn.user_id := p_user_id;
  v_turn.conversation_id := v_conversation.id;
  v_turn.operation := 'edit';
  v_turn.answer_kind := p_answer_kind;
  v_turn.source_message_id := v_shown.id;
  return private.open_turn(v_turn, v_source.parent_id, p_text, private.kind_of(p_attachments),
    p_attachments, p_ip);
end;
$$;
comment on function public.begin_edit is
  'A turn with another question beside one of the person''s, which is kept with what is attached '
  'to it; the same edit again is the same turn, and so is one that changes nothing of a question '
  'whose answer streams or failed. As begin_turn; PT404 for a message that is not there.';
revoke execute on function public.begin_edit from public, anon, authenticated;
grant execute on function public.begin_edit to service_role;

create function private.answer_anew(
  p_operation text, p_user_id uuid, p_source public.messages, p_source_turn public.turns,
  p_parent_id uuid, p_ip inet)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_question public.messages;
  v_turn public.turns;
begin
  v_turn.left_message_id := private.leaf_of(p_source.conversation_id);
  perform private.show_path(p_source.conversation_id, p_parent_id);
  select * into strict v_question from public.messages where id = p_source_turn.user_message_id;
  if v_question.deleted_at is not null then
    perform private.message_not_found();
  end if;
  v_turn.user_id := p_user_id;
  v_turn.conversation_id := p_source.conversation_id;
  v_turn.operation := p_operation;
  v_turn.answer_kind := p_source_turn.answer_kind;
  v_turn.source_message_id := p_source.id;
  v_turn.user_message_id := v_question.id;
  return private.open_turn(
    v_turn, p_parent_id, private.turn_text(v_turn), v_question.kind,
    private.attached_assets(v_question.id), p_ip);
end;
$$;
comment on function private.answer_anew is 'A turn that answers below a message that is there.';

create function private.turn_of_answer(p_message_id uuid)
returns public.turns
language plpgsql
stable
set search_path = ''
as $$
declare
  v_turn public.turns;
begin
  select * into v_turn from public.turns where assistant_message_id = p_message_id;
  if not found then
    perform private.message_not_found();
  end if;
  return v_turn;
end;
$$;
comment on function private.turn_of_answer is
  'The turn that made an answer. PT404 for one that no turn made, as what was brought in from '
  'elsewhere.';

create function public.begin_regeneration(
  p_user_id uuid, p_chat_id text, p_message_id text, p_ip inet default null,
  p_answer_kind text default null, p_text text default null, p_attachments uuid[] default '{}')
returns jsonb
language plpgsql
volatile
security definer -- Definer because the service role holds no rights on what a turn touches.
set search_path = ''
as $$
declare
  v_profile public.profiles := private.require_active_profile(p_user_id);
  v_conversation public.conversations := private.open_conversation(p_user_id, p_chat_id, null);
  v_source public.messages := private.source_message(v_conversation, p_user_id, p_message_id);
  v_asked public.messages;
  v_answer public.messages;
  v_turn public.turns;
begin
  -- Its person sees another question in that place: an edit that was refused is tried again.
  if v_source.role = 'user' and v_source.author_id = p_user_id
    and p_text <> (private.shown_version(v_source)).content
  then
    return public.begin_edit(
      p_user_id, p_chat_id, p_message_id, p_text, p_ip, p_attachments, p_answer_kind);
  end if;
  v_asked := private.answer_of(v_source);
  v_answer := private.shown_version(v_asked);
  v_turn := private.turn_of_answer(v_answer.id);
  -- Already regenerated, still on its way, or without a word: the same turn. Somebody else's is
  -- theirs, with its receipt.
  if v_turn.user_id = p_user_id
    and (v_answer.id <> v_asked.id or v_turn.state in ('streaming', 'failed'))
  then
    return private.repeat_turn(v_turn.id, p_ip);
  end if;
  v_turn.answer_kind := p_answer_kind;
  return private.answer_anew(
    'regenerate', p_user_id, v_answer, v_turn, v_answer.parent_id, p_ip);
end;
$$;
comment on function public.begin_regeneration is
  'A turn with another answer beside one, which is kept; named by the answer or its question, of '
  'which another text than the one that is shown is an edit. An answer that was regenerated '
  'already leads to its successor, one that failed is tried again. As begin_turn; PT404 for a '
  'message that is not there.';
revoke execute on function public.begin_regeneration from public, anon, authenticated;
grant execute on function public.begin_regeneration to service_role;

create function public.begin_continuation(
  p_user_id uuid, p_chat_id text, p_message_id text, p_ip inet default null)
returns jsonb
language plpgsql
volatile
security definer -- Definer because the service role holds no rights on what a turn touches.
set search_path = ''
as $$
declare
  v_profile public.profiles := private.require_active_profile(p_user_id);
  v_conversation public.conversations := private.open_conversation(p_user_id, p_chat_id, null);
  v_asked public.messages := private.answer_of(
    private.source_message(v_conversation, p_user_id, p_message_id));
  v_answer public.messages;
  v_turn public.turns;
begin
  select * into strict v_answer from public.messages where id = private.answer_tail(v_asked.id);
  v_turn := private.turn_of_answer(v_answer.id);
  if v_turn.state = 'streaming' and v_turn.user_id = p_user_id then
    return private.repeat_turn(v_turn.id, p_ip);
  end if;
  if not (v_turn.state in ('stopped', 'interrupted', 'streaming')
      or v_turn.finish_reason is not distinct from 'length')
    or exists (select from public.messages where parent_id = v_answer.id and is_current)
  then
    -- Asked again after a continuation came to its end: that one.
    if v_answer.id <> v_asked.id and v_turn.user_id = p_user_id then
      return private.repeat_turn(v_turn.id, p_ip);
    end if;
    raise sqlstate 'PT409' using
      message = 'nothing_to_continue', hint = 'Only an answer that was cut can be continued.';
  end if;
  return private.answer_anew('continue', p_user_id, v_answer, v_turn, v_answer.id, p_ip);
end;
$$;
comment on function public.begin_continuation is
  'A turn with more of an answer that was stopped, interrupted or cut at its length, as a message '
  'below it and below what continued it before. While that streams, and once it is whole, asking '
  'again is the same turn. As begin_turn; PT404 for a message that is not there, PT409 for an '
  'answer that is whole.';
revoke execute on function public.begin_continuation from public, anon, authenticated;
grant execute on function public.begin_continuation to service_role;
