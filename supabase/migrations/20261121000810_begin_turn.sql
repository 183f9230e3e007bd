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
  -- A worker that lives says so each second, and settles within some tries: it is not swept while
  -- the database is away for less.
  return interval '90 seconds';
end;
$$;
comment on function private.turn_lease is
  'How long a turn may be silent before the sweep closes it; each checkpoint starts it anew.';

create function private.repeat_turn(p_turn_id uuid, p_ip inet)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_turn public.turns;
  v_quote private.turn_quote;
  v_character public.characters;
  v_question public.messages;
  v_attachments uuid[];
  v_limits jsonb;
begin
  select * into strict v_turn from public.turns where id = p_turn_id for no key update;
  if v_turn.state <> 'failed' then
    return private.turn_context(v_turn.id, true, '[]');
  end if;

  select * into strict v_question from public.messages where id = v_turn.user_message_id;
  if v_question.deleted_at is not null then
    perform private.message_not_found();
  end if;
  -- Nothing was delivered and nothing charged: the same is tried again.
  update public.messages set deleted_at = null
  where id = v_turn.assistant_message_id and deleted_at is not null;
  perform private.show_path(
    v_turn.conversation_id, private.newest_leaf(v_turn.assistant_message_id));
  select * into strict v_character from public.characters
  where id = (select character_id from public.conversations where id = v_turn.conversation_id);
  v_attachments := private.attached_assets(v_question.id);
  v_quote := private.quote_turn(private.current_plan(v_turn.user_id), v_character,
    v_turn.conversation_id, private.turn_text(v_turn), v_attachments);
  update public.turns
  set state = 'streaming', attempt = attempt + 1, held_credits = v_quote.credits,
    plan = (v_quote.plan).slug, pricing = v_character.pricing,
    input_tokens_estimate = v_quote.input_tokens,
    model = v_character.model, models = '{}', max_output_tokens = v_character.max_output_tokens,
    hold_id = gen_random_uuid(), price_id = null, input_tokens = null,
    cached_input_tokens = null, output_tokens = null, finish_reason = null, error_code = null,
    started_at = now(), stop_requested_at = null, settled_at = null
  where id = v_turn.id
  returning * into v_turn;
  v_limits := private.fund_turn(v_turn, v_quote, v_character, p_ip, v_question.kind,
    cardinality(v_attachments));
  update public.messages set state = 'streaming' where id = v_turn.assistant_message_id;
  return private.moderated_context(v_turn, v_limits);
end;
$$;
comment on function private.repeat_turn is
  'A turn asked for again: the same, or a new attempt of one that failed.';

create function private.repeat_message(p_turn public.turns, p_ip inet)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_turn public.turns;
begin
  select * into v_turn from public.turns
  where user_id = p_turn.user_id and client_message_id = p_turn.client_message_id;
  if not found then
    perform private.changed_meanwhile('turn');
  end if;
  if v_turn.fingerprint <> p_turn.fingerprint then
    raise sqlstate 'PT409' using
      message = 'idempotency_conflict',
      detail = jsonb_build_object('client_message_id', p_turn.client_message_id)::text,
      hint = 'This message id was already used for another message.';
  end if;
  return private.repeat_turn(v_turn.id, p_ip);
end;
$$;
comment on function private.repeat_message is 'The turn of a message id sent again. PT409.';

create function private.open_turn(
  p_turn public.turns, p_parent_id uuid, p_text text, p_kind text, p_attachments uuid[], p_ip inet)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_character public.characters;
  v_quote private.turn_quote;
  v_turn public.turns;
  v_limits jsonb;
begin
  select * into strict v_character from public.characters
  where id = (select character_id from public.conversations where id = p_turn.conversation_id);
  p_turn.fingerprint := private.payload_fingerprint(
    p_turn.conversation_id, p_text, p_attachments);
  p_text := private.said_text(p_turn.user_id, p_text, p_attachments);
  v_quote := private.quote_turn(private.current_plan(p_turn.user_id), v_character,
    p_turn.conversation_id, p_text, p_attachments);

  insert into public.turns (user_id, conversation_id, client_message_id, fingerprint, operation,
    answer_kind, source_message_id, left_message_id, user_message_id, plan, model, pricing,
    max_output_tokens, input_tokens_estimate, held_credits)
  values (p_turn.user_id, p_turn.conversation_id,
    coalesce(p_turn.client_message_id, gen_random_uuid()::text), p_turn.fingerprint,
    coalesce(p_turn.operation, 'send'), p_turn.answer_kind, p_turn.source_message_id,
    p_turn.left_message_id,
    coalesce(p_turn.user_message_id, gen_random_uuid()), (v_quote.plan).slug, v_character.model,
    v_character.pricing, v_character.max_output_tokens, v_quote.input_tokens, v_quote.credits)
  on conflict on constraint turns_user_id_client_message_id_key do nothing
  returning * into v_turn;
  if not found then
    return private.repeat_message(p_turn, p_ip);
  end if;

  v_limits := private.fund_turn(
    v_turn, v_quote, v_character, p_ip, p_kind, cardinality(p_attachments));
  if p_turn.user_message_id is null then
    insert into public.messages (
      id, conversation_id, parent_id, author_id, role, kind, content)
    values (v_turn.user_message_id, v_turn.conversation_id, p_parent_id, v_turn.user_id, 'user',
      p_kind, p_text);
    perform private.attach(
      v_turn.user_id, v_turn.conversation_id, v_turn.user_message_id, p_attachments);
  end if;
  insert into public.messages (id, conversation_id, parent_id, role, content, state)
  values (v_turn.assistant_message_id, v_turn.conversation_id,
    case when p_turn.user_message_id is null then v_turn.user_message_id else p_parent_id end,
    'assistant', '', 'streaming');
  update public.conversations set last_message_at = now() where id = v_turn.conversation_id;
  return private.moderated_context(v_turn, v_limits);
end;
$$;
comment on function private.open_turn is
  'A turn of that person, conversation and operation, funded, with its messages below a parent: a '
  'question, unless the turn names one that is there, and the answer. Returns what to ask.';

create function public.begin_turn(
  p_user_id uuid, p_chat_id text, p_client_message_id text, p_text text,
  p_character text default null, p_ip inet default null, p_kind text default 'text',
  p_attachments uuid[] default '{}', p_answer_kind text default null)
returns jsonb
language plpgsql
volatile
security definer -- Definer because the service role holds no rights on what a turn touches.
set search_path = ''
as $$
declare
  v_profile public.profiles := private.require_active_profile(p_user_id);
  v_conversation public.conversations;
  v_turn public.turns;
begin
  v_conversation := private.open_conversation(p_user_id, p_chat_id, p_character);
  v_turn.user_id := p_user_id;
  v_turn.conversation_id := v_conversation.id;
  v_turn.client_message_id := p_client_message_id;
  v_turn.answer_kind := p_answer_kind;
  return private.open_turn(v_turn, private.leaf_of(v_conversation.id), p_text,
    case p_attachments when '{}' then p_kind else private.kind_of(p_attachments) end,
    p_attachments, p_ip);
end;
$$;
comment on function public.begin_turn is
  'Starts a turn in one call: checks plan and limits, holds credits, stores the message, returns '
  'what to ask the model. Repeats return the same turn. PT401, PT402, PT403, PT404, PT409, PT422, '
  'PT429, PT503.';
revoke execute on function public.begin_turn from public, anon, authenticated;
grant execute on function public.begin_turn to service_role;
