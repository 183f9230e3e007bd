-- begin_turn: everything that must be true before the model is asked, in one call.
-- Callers: the chat function (service role). States, charges and lock order: the turns migration.

create function private.require_active_profile(p_user_id uuid)
returns public.profiles
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_profile public.profiles;
  v_banned_until timestamptz;
  v_deleted_at timestamptz;
begin
  select * into v_profile from public.profiles where id = p_user_id for key share;
  select banned_until, deleted_at into v_banned_until, v_deleted_at
  from auth.users where id = p_user_id;
  if v_profile.id is null or v_deleted_at is not null then
    raise sqlstate 'PT401' using
      message = 'unauthenticated', hint = 'This account does not exist any more.';
  end if;
  if v_profile.status = 'suspended' or v_banned_until > now() then
    raise sqlstate 'PT403' using
      message = 'account_suspended',
      detail = jsonb_build_object('until', v_banned_until)::text,
      hint = 'This account is suspended.';
  end if;
  if v_profile.status <> 'active' then
    raise sqlstate 'PT403' using
      message = 'account_deactivated', hint = 'This account is deactivated.';
  end if;
  return v_profile;
end;
$$;
comment on function private.require_active_profile is
  'The profile of a person who may act now; PT401 or PT403 otherwise.';

create function private.open_conversation(p_user_id uuid, p_chat_id text, p_character text)
returns public.conversations
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_chat_id uuid := private.as_uuid(p_chat_id);
  v_asked_id uuid := private.as_uuid(p_character);
  v_conversation public.conversations;
  v_character_id uuid;
begin
  select * into v_conversation from public.conversations
  where id = v_chat_id and user_id = p_user_id
  for key share;
  if not found then
    select * into v_conversation from public.conversations
    where user_id = p_user_id and client_id = p_chat_id
    for key share;
  end if;
  if v_conversation.deleted_at is not null then
    raise sqlstate 'PT404' using
      message = 'conversation_not_found',
      detail = jsonb_build_object('deleted_at', v_conversation.deleted_at)::text,
      hint = 'This conversation was deleted; restore it to go on.';
  end if;

  if p_character is not null then
    select id into v_character_id from public.characters
    where (slug = p_character or id = v_asked_id)
      and (status = 'published' or id = v_conversation.character_id);
    if not found then
      raise sqlstate 'PT404' using
        message = 'character_not_found', hint = 'There is no such character.';
    end if;
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
    select * into strict v_conversation from public.conversations
    where user_id = p_user_id and client_id = p_chat_id
    for key share;
  end if;

  if v_character_id <> v_conversation.character_id then
    raise sqlstate 'PT409' using
      message = 'character_mismatch', hint = 'This conversation is with another character.';
  end if;
  return v_conversation;
end;
$$;
comment on function private.open_conversation is
  'The person''s conversation of that id, made when a character is named. PT404, also for one that '
  'was deleted, with deleted_at in the detail; PT409.';

create function private.as_uuid(p_text text)
returns uuid
language plpgsql
immutable
set search_path = ''
as $$
begin
  return case when pg_input_is_valid(p_text, 'uuid') then p_text::uuid end;
end;
$$;
comment on function private.as_uuid is 'The text as a uuid, null when it is none.';

create function private.require_open_character(
  p_character public.characters, p_plan public.plans)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  if p_character.is_premium and not 'premium_characters' = any (p_plan.features) then
    raise sqlstate 'PT403' using
      message = 'premium_required',
      detail = jsonb_build_object('character', p_character.slug, 'plan', p_plan.slug)::text,
      hint = format('%s is for premium members.', p_character.name);
  end if;
  perform private.require_model(p_plan, p_character.model);
end;
$$;
comment on function private.require_open_character is
  'Refuses a character or a model that a plan does not include. PT403.';

create function private.turn_lease()
returns interval
language plpgsql
immutable
set search_path = ''
as $$
begin
  -- More than an answer may take (TOTAL_TIMEOUT_MS of the chat function) with its settlement's
  -- tries: a worker that lives is never swept.
  return interval '4 minutes';
end;
$$;
comment on function private.turn_lease is
  'How long a turn may be silent before the sweep closes it; each checkpoint starts it anew.';

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
    'held_credits', turn.held_credits,
    'limits', p_limits,
    'model', turn.model,
    'provider', private.provider_of(turn.model),
    'temperature', character.temperature,
    'max_output_tokens', turn.max_output_tokens,
    'system_prompt', prompt.system_prompt,
    'messages', (
      select jsonb_agg(jsonb_build_object('role', role, 'content', content) order by ordinal)
      from (
        (select role, content, ordinal from public.messages as message
          where conversation_id = turn.conversation_id and ordinal < question.ordinal
            and state in ('complete', 'stopped', 'interrupted')
            -- A question that got no answer is asked again by its person, not by us.
            and not exists (
              select from public.turns as failed
              where failed.user_message_id = message.id and failed.state = 'failed')
          order by ordinal desc limit character.context_messages)
        union all
        select question.role, question.content, question.ordinal
      ) as window_messages
    )
  )
  from public.turns as turn
  join public.messages as question on question.id = turn.user_message_id
  join public.conversations as conversation on conversation.id = turn.conversation_id
  join public.characters as character on character.id = conversation.character_id
  left join private.character_prompt as prompt on prompt.character_id = character.id
  where turn.id = p_turn_id);
end;
$$;
comment on function private.turn_context is
  'What the model is asked: prompt, parameters, the last messages and the new one, oldest first.';

create function private.repeat_turn(
  p_user_id uuid, p_client_message_id text, p_fingerprint text, p_ip inet)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_turn public.turns;
  v_quote private.turn_quote;
  v_character public.characters;
  v_limits jsonb;
begin
  select * into strict v_turn from public.turns
  where user_id = p_user_id and client_message_id = p_client_message_id
  for no key update;
  if v_turn.fingerprint <> p_fingerprint then
    raise sqlstate 'PT409' using
      message = 'idempotency_conflict',
      detail = jsonb_build_object('client_message_id', p_client_message_id)::text,
      hint = 'This message id was already used for another message.';
  end if;
  if v_turn.state <> 'failed' then
    return private.turn_context(v_turn.id, true, '[]');
  end if;

  -- Nothing was delivered and nothing charged: the same message is tried again.
  select * into strict v_character from public.characters
  where id = (select character_id from public.conversations where id = v_turn.conversation_id);
  v_quote := private.quote_turn(private.current_plan(p_user_id), v_character,
    v_turn.conversation_id, (
      select content from public.messages where id = v_turn.user_message_id));
  update public.turns
  set state = 'streaming', attempt = attempt + 1, held_credits = v_quote.credits,
    plan = (v_quote.plan).slug, pricing = v_character.pricing,
    input_tokens_estimate = v_quote.input_tokens,
    model = v_character.model, max_output_tokens = v_character.max_output_tokens,
    hold_id = gen_random_uuid(), price_id = null, input_tokens = null,
    cached_input_tokens = null, output_tokens = null, finish_reason = null, error_code = null,
    started_at = now(), settled_at = null
  where id = v_turn.id
  returning * into v_turn;
  v_limits := private.fund_turn(v_turn, v_quote, v_character, p_ip, (
    select kind from public.messages where id = v_turn.user_message_id));
  update public.messages set state = 'streaming' where id = v_turn.assistant_message_id;
  return private.turn_context(v_turn.id, false, v_limits);
end;
$$;
comment on function private.repeat_turn is
  'The turn of a message id sent again: the same turn, or a new attempt of a failed one. PT409.';

create function public.begin_turn(
  p_user_id uuid, p_chat_id text, p_client_message_id text, p_text text,
  p_character text default null, p_ip inet default null, p_kind text default 'text')
returns jsonb
language plpgsql
volatile
security definer -- Definer because the service role holds no rights on what a turn touches.
set search_path = ''
as $$
declare
  v_profile public.profiles := private.require_active_profile(p_user_id);
  v_fingerprint text;
  v_conversation public.conversations;
  v_character public.characters;
  v_quote private.turn_quote;
  v_turn public.turns;
  v_limits jsonb;
begin
  v_conversation := private.open_conversation(p_user_id, p_chat_id, p_character);
  select * into strict v_character from public.characters where id = v_conversation.character_id;
  v_fingerprint := encode(sha256(convert_to(v_conversation.id || p_text, 'UTF8')), 'hex');
  v_quote := private.quote_turn(
    private.current_plan(p_user_id), v_character, v_conversation.id, p_text);

  insert into public.turns (user_id, conversation_id, client_message_id, fingerprint, plan, model,
    pricing, max_output_tokens, input_tokens_estimate, held_credits)
  values (p_user_id, v_conversation.id, p_client_message_id, v_fingerprint, (v_quote.plan).slug,
    v_character.model, v_character.pricing, v_character.max_output_tokens, v_quote.input_tokens,
    v_quote.credits)
  on conflict on constraint turns_user_id_client_message_id_key do nothing
  returning * into v_turn;
  if not found then
    return private.repeat_turn(p_user_id, p_client_message_id, v_fingerprint, p_ip);
  end if;

  v_limits := private.fund_turn(v_turn, v_quote, v_character, p_ip, p_kind);
  insert into public.messages (id, conversation_id, role, kind, content, state) values
    (v_turn.user_message_id, v_conversation.id, 'user', p_kind, p_text, 'complete'),
    (v_turn.assistant_message_id, v_conversation.id, 'assistant', 'text', '', 'streaming');
  update public.conversations set last_message_at = now() where id = v_conversation.id;
  return private.turn_context(v_turn.id, false, v_limits);
end;
$$;
comment on function public.begin_turn is
  'Starts a turn in one call: checks plan and limits, holds credits, stores the message, returns '
  'what to ask the model. Repeats return the same turn. PT401, PT402, PT403, PT404, PT409, PT429, '
  'PT503.';
revoke execute on function public.begin_turn from public, anon, authenticated;
grant execute on function public.begin_turn to service_role;
