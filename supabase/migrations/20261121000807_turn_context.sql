-- turn_context: what the model is asked: prompt, summary, the last messages and the new one.
-- Callers: quote_turn, which bounds its tokens; begin_turn and its like.
-- The window: the last messages that are shown, at most context_messages and context_tokens of the
-- character, after what the running summary holds, beginning with one of the person.

create table private.conversation_summary (
  conversation_id uuid not null,
  message_id uuid,
  content text,
  tried_until bigint,
  updated_at timestamptz not null default now(),
  constraint conversation_summary_pkey primary key (conversation_id),
  constraint conversation_summary_conversation_id_fkey
    foreign key (conversation_id) references public.conversations (id) on delete cascade,
  constraint conversation_summary_message_id_fkey
    foreign key (message_id) references public.messages (id) on delete cascade,
  constraint conversation_summary_content_check check (
    char_length(content) between 1 and 8000 and (message_id is null) = (content is null))
);
comment on table private.conversation_summary is
  'What was said before the window, or that it was asked for in vain.';
comment on column private.conversation_summary.message_id is
  'The last message in it. While that is shown, so are all before it, and the summary holds.';

comment on column private.conversation_summary.tried_until is
  'The last message when a model was asked for a summary and said nothing; for a while nothing is '
  'wanted of it.';

create index conversation_summary_message_id_idx on private.conversation_summary (message_id);

alter table private.conversation_summary enable row level security;

create function private.summary_of(p_conversation_id uuid)
returns private.conversation_summary
language plpgsql
stable
set search_path = ''
as $$
declare
  v_summary private.conversation_summary;
begin
  select summary.* into v_summary from private.conversation_summary as summary
  join public.messages as last on last.id = summary.message_id and last.is_current
  where summary.conversation_id = p_conversation_id;
  return v_summary;
end;
$$;
comment on function private.summary_of is
  'The summary that holds for the branch that is shown; null when there is none.';

create function private.summarised_until(p_conversation_id uuid)
returns bigint
language plpgsql
stable
set search_path = ''
as $$
begin
  return coalesce((
    select ordinal from public.messages
    where id = (private.summary_of(p_conversation_id)).message_id), 0);
end;
$$;
comment on function private.summarised_until is 'The ordinal up to which a summary tells; or 0.';

create function private.is_unanswered(p_message_id uuid)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return exists (
      select from public.turns where user_message_id = p_message_id and state = 'failed')
    and not exists (
      select from public.turns where user_message_id = p_message_id and state <> 'failed');
end;
$$;
comment on function private.is_unanswered is
  'Whether a message is a question that got no answer, as one that was blocked: no model is told.';

create function private.context_window(
  p_conversation_id uuid, p_character public.characters, p_before bigint default null)
returns uuid[]
language plpgsql
stable
set search_path = ''
as $$
declare
  v_after bigint := private.summarised_until(p_conversation_id);
  v_before bigint := coalesce(p_before, 9223372036854775807);
begin
  return array(
    select id
    from (
      select id, ordinal, min(ordinal) filter (where role = 'user') over () as first_question
      from (
        select id, ordinal, role, sum(tokens_estimate) over (order by ordinal desc) as tokens
        from public.messages as message
        where conversation_id = p_conversation_id and is_current
          and ordinal > v_after and ordinal < v_before
          and state in ('complete', 'stopped', 'interrupted')
          -- A question that got no answer is asked again by its person, not by us.
          and not (role = 'user' and private.is_unanswered(message.id))
        order by ordinal desc limit p_character.context_messages
      ) as recent
      where tokens <= p_character.context_tokens
    ) as fitting
    where ordinal >= first_question);
end;
$$;
comment on function private.context_window is
  'The messages before an ordinal that the model is given with the next question.';

create function private.said_by(p_message public.messages, p_text text)
returns text
language plpgsql
stable
set search_path = ''
as $$
begin
  -- A name is one line: what somebody wrote into it does not become a message.
  return coalesce((
    select translate(coalesce(display_name, username), E'\n\r\t\v\f\u0085\u2028\u2029', '        ')
      || ': ' from public.profiles where id = p_message.author_id), '') || p_text;
end;
$$;
comment on function private.said_by is
  'What a message says, with the name of its author before it, for a model to which several speak.';

create function private.with_summary(p_prompt text, p_conversation_id uuid)
returns text
language plpgsql
stable
set search_path = ''
as $$
begin
  return concat_ws(E'\n\n', p_prompt, (
      select 'Several people take part. What each says begins with a name; what you say does not.'
      from public.conversations where id = p_conversation_id and is_shared),
    'What was said before, in short:' || E'\n'
    || (private.summary_of(p_conversation_id)).content);
end;
$$;
comment on function private.with_summary is
  'A prompt, that several people take part if they do, and the running summary, if there is one.';

create function private.turn_context(p_turn_id uuid, p_is_repeat boolean, p_limits jsonb)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  return (select jsonb_build_object(
    'turn_id', turn.id,
    'attempt', turn.attempt,
    'is_repeat', p_is_repeat,
    'conversation_id', turn.conversation_id,
    'assistant_message_id', turn.assistant_message_id,
    'ui_message_id', case turn.operation when 'send' then turn.assistant_message_id
      else private.answer_head(turn.assistant_message_id) end,
    'held_credits', turn.held_credits,
    'limits', p_limits,
    'model', turn.model,
    'provider', private.provider_of(turn.model),
    'temperature', character.temperature,
    'max_output_tokens', turn.max_output_tokens,
    'system_prompt', private.with_summary(
      private.system_prompt(character, private.turn_text(turn)), turn.conversation_id),
    'messages', case when p_is_repeat then '[]' else private.asked_messages(turn, character) end
  )
  from public.turns as turn
  join public.conversations as conversation on conversation.id = turn.conversation_id
  join public.characters as character on character.id = conversation.character_id
  where turn.id = p_turn_id);
end;
$$;
comment on function private.turn_context is
  'What the model is asked: prompt, parameters and messages, oldest first; a repeat asks nothing.';

create function private.wish_to_go_on()
returns text
language sql
immutable
set search_path = ''
as $$
  select 'Go on exactly where your last message ends, without repeating or commenting any of it.';
$$;
comment on function private.wish_to_go_on is 'What a model is told that is to continue an answer.';

create function private.turn_text(p_turn public.turns)
returns text
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    select question.content || case p_turn.operation
      when 'continue' then source.content || private.wish_to_go_on() else '' end
    from public.messages as question
    left join public.messages as source on source.id = p_turn.source_message_id
    where question.id = p_turn.user_message_id);
end;
$$;
comment on function private.turn_text is
  'What a turn asks: its question, and for a continuation the answer so far and the wish to go on.';

create function private.asked_messages(p_turn public.turns, p_character public.characters)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  v_question public.messages;
  v_answer public.messages;
  v_asked uuid[];
  v_messages jsonb;
  v_is_shared boolean := (
    select is_shared from public.conversations where id = p_turn.conversation_id);
begin
  select * into strict v_question from public.messages where id = p_turn.user_message_id;
  select * into strict v_answer from public.messages where id = p_turn.assistant_message_id;
  v_asked := private.context_window(p_turn.conversation_id, p_character, v_question.ordinal)
    || v_question.id
    -- What there is of the answer, when it is continued.
    || array(
      select id from public.messages
      where conversation_id = p_turn.conversation_id and is_current
        and ordinal > v_question.ordinal and ordinal < v_answer.ordinal);
  select jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
      'role', asked.role,
      'content', case when v_is_shared
        then private.said_by(asked, private.as_told(asked)) else private.as_told(asked) end,
      'caption', case when seen.pictures is null then null
        when v_is_shared then private.said_by(asked, asked.content) else asked.content end,
      'pictures', seen.pictures))
    order by asked.ordinal)
  into v_messages
  from public.messages as asked
  left join private.seen_pictures(v_question.id,
    array(select id from public.messages where id = any (v_asked) and kind <> 'text'),
    p_character.context_images) as seen on seen.message_id = asked.id
  where asked.id = any (v_asked);
  if v_answer.parent_id <> v_question.id then
    v_messages := v_messages || jsonb_build_object(
      'role', 'user', 'content', private.wish_to_go_on());
  end if;
  return v_messages;
end;
$$;
comment on function private.asked_messages is
  'The window, the question, and for a continuation what was answered with the wish to go on. '
  'Where pictures are to be seen, a message has them and its words alone (caption), beside what is '
  'told where they cannot be seen (content).';
