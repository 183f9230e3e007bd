-- summaries: what was said before a conversation's window, told in short, so that long talks stay
-- affordable and nothing is forgotten. Made in the background, not charged.
-- Callers: the chat function (service role), when a settlement wants one.
-- When the window is full its older half goes into the summary. Of two workers that do it at once
-- the later one finds the summary changed and leaves it. A model that says nothing is asked again
-- after another half of a window.

create function private.wants_summary(p_turn public.turns)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
declare
  v_character public.characters;
  v_after bigint := private.summarised_until(p_turn.conversation_id);
  v_tried bigint := (
    select tried_until from private.conversation_summary
    where conversation_id = p_turn.conversation_id);
begin
  select character.* into strict v_character
  from public.conversations as conversation
  join public.characters as character on character.id = conversation.character_id
  where conversation.id = p_turn.conversation_id;
  return v_character.context_messages > 0 and (
    select count(*) > v_character.context_messages
      or sum(tokens_estimate) > v_character.context_tokens
    from (
      select tokens_estimate from public.messages
      where conversation_id = p_turn.conversation_id and is_current and ordinal > v_after
      order by ordinal desc limit v_character.context_messages + 1
    ) as recent)
    and (v_tried is null or v_character.context_messages / 2 < (
      select count(*) from public.messages
      where conversation_id = p_turn.conversation_id and is_current and ordinal > v_tried));
end;
$$;
comment on function private.wants_summary is
  'Whether the window of a conversation is full, and no model was asked in vain just now.';

create function public.summary_task(p_conversation_id uuid)
returns jsonb
language plpgsql
stable
security definer -- Definer because the service role may not read summaries.
set search_path = ''
as $$
declare
  v_summary private.conversation_summary := private.summary_of(p_conversation_id);
  v_is_shared boolean := (
    select is_shared from public.conversations where id = p_conversation_id);
  v_character public.characters;
begin
  select character.* into v_character
  from public.conversations as conversation
  join public.characters as character on character.id = conversation.character_id
  where conversation.id = p_conversation_id;
  if not found then
    return null;
  end if;
  return (
    with recent as (
      select message.* from public.messages as message
      where message.conversation_id = p_conversation_id and message.is_current
        and (message.content <> '' or message.kind <> 'text') and message.state <> 'streaming'
        and message.ordinal > private.summarised_until(p_conversation_id)
        and not (message.role = 'user' and private.is_unanswered(message.id))
    ), kept as (
      select ordinal, role, row_number() over newest as nr,
        sum(tokens_estimate) over newest as tokens,
        sum(least(tokens_estimate, v_character.context_tokens)) over (order by ordinal)
          - least(tokens_estimate, v_character.context_tokens) as tokens_before
      from recent window newest as (order by ordinal desc)
    ), older as (
      -- The window begins with a message of the person, so what is told in short ends before one.
      select recent.* from recent join kept using (ordinal)
      where kept.tokens_before < 2 * v_character.context_tokens and ordinal < coalesce((
        select min(ordinal) from kept
        where role = 'user' and nr <= v_character.context_messages / 2
          and tokens <= v_character.context_tokens / 2), (
        select max(ordinal) from recent where role = 'user'))
      order by ordinal limit 100
    )
    select jsonb_build_object(
      'previous_message_id', v_summary.message_id,
      'previous', v_summary.content,
      'message_id', (array_agg(id order by ordinal desc))[1],
      'messages', jsonb_agg(
        jsonb_build_object('role', role, 'content', left(case when v_is_shared
          then private.said_by(older::public.messages, private.as_told(older::public.messages))
          else private.as_told(older::public.messages) end, 4 * v_character.context_tokens))
        order by ordinal))
    from older having count(*) > 0);
end;
$$;
comment on function public.summary_task is
  'What to tell in short: the summary so far (previous, up to previous_message_id) and the '
  'messages after it up to message_id, about twice what the window holds; null when there is '
  'nothing, or no conversation any more.';
revoke execute on function public.summary_task from public, anon, authenticated;
grant execute on function public.summary_task to service_role;

create function public.store_summary(
  p_conversation_id uuid, p_message_id uuid, p_content text, p_usage jsonb,
  p_previous_message_id uuid default null)
returns boolean
language plpgsql
volatile
security definer -- Definer because the service role may not write summaries.
set search_path = ''
as $$
declare
  v_conversation public.conversations;
begin
  -- The row's lock keeps what is shown, and the summary, as they are.
  select * into v_conversation from public.conversations
  where id = p_conversation_id for no key update;
  if not found then
    return false;
  end if;
  perform private.record_background(
    v_conversation.user_id, v_conversation.character_id, 'summary', p_usage);
  if p_content !~ '\S' then
    insert into private.conversation_summary (conversation_id, tried_until)
    select p_conversation_id, max(ordinal) from public.messages
    where conversation_id = p_conversation_id and is_current
    on conflict on constraint conversation_summary_pkey do update
    set tried_until = excluded.tried_until, updated_at = now();
    return false;
  end if;
  if (private.summary_of(p_conversation_id)).message_id is distinct from p_previous_message_id
    or not exists (
      select from public.messages
      where id = p_message_id and conversation_id = p_conversation_id and is_current)
  then
    return false;
  end if;
  insert into private.conversation_summary (conversation_id, message_id, content)
  values (p_conversation_id, p_message_id, left(btrim(p_content), 8000))
  on conflict on constraint conversation_summary_pkey do update
  set message_id = excluded.message_id, content = excluded.content, tried_until = null,
    updated_at = now();
  return true;
end;
$$;
comment on function public.store_summary is
  'Keeps what a model told in short, unless the summary or the branch changed meanwhile; records '
  'the call, which nobody is charged for. Where the model said nothing, that is noted. Returns '
  'whether it was kept.';
revoke execute on function public.store_summary from public, anon, authenticated;
grant execute on function public.store_summary to service_role;
