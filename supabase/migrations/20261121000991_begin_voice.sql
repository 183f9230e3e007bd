-- begin_voice: everything that must be true before a person may talk to a character, in one call.
-- States, prices and lock order: the voice_sessions migration.
-- Callers: the chat function (service role), which then has OpenAI answer the device's offer, and
-- opens the talk.

create function private.hold_voice(
  p_session public.voice_sessions, p_character_id uuid, p_until timestamptz,
  p_ip inet default null)
returns public.voice_sessions
language plpgsql
volatile
set search_path = ''
as $$
declare
  -- A minute, in whole units of the price: so that spans cost together what the talk costs.
  v_seconds bigint :=
    coalesce(p_session.price_per * ceil(60.0 / p_session.price_per)::bigint, 60);
  v_held_seconds bigint := p_session.held_seconds + v_seconds;
  v_credits bigint := private.voice_credits(p_session, v_held_seconds) - p_session.held_credits;
  v_is_first boolean := p_session.held_seconds = 0;
  v_until timestamptz := p_until + case when v_is_first then interval '0'
    else make_interval(secs => v_seconds) end;
  v_plan public.plans;
  v_character public.characters;
  v_kind private.action_kind;
  v_span private.voice_span;
begin
  perform private.open_wallet(p_session.user_id);
  v_plan := private.current_plan(p_session.user_id);
  select * into strict v_kind from private.action_kind where action = 'voice';
  perform private.require_feature(v_plan, v_kind.feature);
  select * into v_character from public.characters where id = p_character_id;
  perform private.require_open_character(v_character, v_plan);

  insert into private.voice_span (session_id, nr, seconds, credits)
  select p_session.id, count(*) + 1, v_seconds, v_credits
  from private.voice_span where session_id = p_session.id
  returning * into v_span;
  perform private.take_allowance(v_plan.slug, p_session.user_id, p_ip, p_character_id, array[
    row(case when v_is_first then 'requests' end, 1),
    row('credits', v_credits),
    row(v_kind.meter, private.voice_minutes(p_session.held_seconds, v_held_seconds))
  ]::private.take[], v_span.hold_id);
  perform private.hold(p_session.user_id, v_credits,
    format('voice:%s:%s', p_session.id, v_span.nr), 'voice',
    v_until + private.turn_lease() - now(), v_span.hold_id);
  update public.voice_sessions
  set plan = v_plan.slug, held_seconds = v_held_seconds, held_credits = held_credits + v_credits,
    held_until = v_until
  where id = p_session.id
  returning * into p_session;
  return p_session;
end;
$$;
comment on function private.hold_voice is
  'Holds the next span of a talk, counted against all limits, if the plan includes it; from a '
  'moment on, or for the first one until then. PT402, PT403, PT429.';

create function private.voice_context(p_session public.voice_sessions, p_is_repeat boolean)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  v_character public.characters;
  v_is_shared boolean := (
    select is_shared from public.conversations where id = p_session.conversation_id);
  v_question text;
  v_said text;
begin
  select * into v_character from public.characters
  where id = (
    select character_id from public.conversations where id = p_session.conversation_id);
  select (array_agg(told order by ordinal desc) filter (where role = 'user'))[1],
    string_agg(case when role = 'assistant' then 'You: ' || told
      when v_is_shared then private.said_by(message, told) else 'They: ' || told end,
      E'\n' order by ordinal)
  into v_question, v_said
  from (
    -- One line each: what somebody wrote does not become what another said.
    select recent as message, recent.ordinal, recent.role,
      left(regexp_replace(private.as_told(recent), '\s+', ' ', 'g'), 500) as told
    from public.messages as recent
    where id = any (private.context_window(p_session.conversation_id, v_character))
    order by recent.ordinal desc limit 6
  ) as said;
  return jsonb_build_object(
    'session_id', p_session.id, 'is_repeat', p_is_repeat, 'call_nr', p_session.call_nr,
    'model', p_session.model, 'voice', p_session.voice,
    'instructions', concat_ws(E'\n\n',
      private.with_summary(
        private.system_prompt(v_character, coalesce(v_question, '')), p_session.conversation_id),
      'You talk to the person now; what was written last:' || E'\n' || v_said));
end;
$$;
comment on function private.voice_context is
  'What OpenAI is told of a talk: model, voice, prompt, summary and the last messages in short.';

create function private.repeat_voice(
  p_user_id uuid, p_client_key text, p_conversation_id uuid)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_session public.voice_sessions;
begin
  update public.voice_sessions set call_nr = call_nr + 1
  where user_id = p_user_id and client_key = p_client_key
  returning * into v_session;
  if not found then
    raise sqlstate 'PT409' using
      message = 'voice_running',
      detail = jsonb_build_object('session_id', (
        select id from public.voice_sessions
        where user_id = p_user_id and state in ('starting', 'running')))::text,
      hint = 'End the talk that is going on first.';
  end if;
  if v_session.conversation_id is distinct from p_conversation_id then
    raise sqlstate 'PT409' using
      message = 'idempotency_conflict',
      detail = jsonb_build_object('client_key', p_client_key)::text,
      hint = 'This id was already used for another talk.';
  end if;
  if private.is_voice_over(v_session) then
    perform private.voice_ended(v_session);
  end if;
  return private.voice_context(v_session, true);
end;
$$;
comment on function private.repeat_voice is
  'The talk of an id sent again, while it goes on. PT409, also for another id meanwhile.';

create function private.quote_voice(p_character_id uuid)
returns public.voice_sessions
language plpgsql
stable
set search_path = ''
as $$
declare
  v_character public.characters;
  v_action public.actions;
  v_session public.voice_sessions;
begin
  select * into v_character from public.characters where id = p_character_id;
  if v_character.voice is null then
    raise sqlstate 'PT409' using
      message = 'character_has_no_voice',
      detail = jsonb_build_object('character', v_character.slug)::text,
      hint = format('%s has no voice; write instead.', v_character.name);
  end if;
  -- What is said is heard by nobody here, so it cannot be checked.
  if exists (select from private.moderation_rules where id and on_failure = 'closed') then
    raise sqlstate 'PT503' using
      message = 'moderation_unavailable',
      hint = 'This product allows nothing that it cannot check, and it cannot check talks.';
  end if;
  -- Who hangs up is the worker: what nobody could end is not begun.
  perform from vault.secrets where name = 'worker_url';
  if not found then
    raise sqlstate 'PT503' using
      message = 'worker_not_configured',
      hint = 'Talks cannot be ended here: the worker is not connected.';
  end if;
  v_action.action := 'voice';
  v_action.model := v_character.voice_model;
  v_action.units_estimate := 60;
  v_action := private.quote_action(v_action, private.require_action_price('voice'));
  v_session.model := v_character.voice_model;
  v_session.voice := v_character.voice;
  v_session.pricing := v_action.pricing;
  v_session.price_credits := v_action.price_credits;
  v_session.price_per := v_action.price_per;
  return v_session;
end;
$$;
comment on function private.quote_voice is
  'Voice, model and price of a talk with a character. PT404, PT409, PT503.';

create function public.begin_voice(
  p_user_id uuid, p_chat_id text, p_client_key text, p_character text default null,
  p_ip inet default null)
returns jsonb
language plpgsql
volatile
security definer -- Definer because the service role holds no rights on what a talk touches.
set search_path = ''
as $$
declare
  v_profile public.profiles := private.require_active_profile(p_user_id);
  v_conversation public.conversations :=
    private.open_conversation(p_user_id, p_chat_id, p_character);
  v_session public.voice_sessions := private.quote_voice(v_conversation.character_id);
begin
  perform private.close_lost_voice(p_user_id);
  update public.voice_sessions set client_key = id::text
  where user_id = p_user_id and client_key = p_client_key and state = 'failed'
    and conversation_id = v_conversation.id;
  insert into public.voice_sessions (user_id, conversation_id, client_key, plan, model, voice,
    pricing, price_credits, price_per)
  values (p_user_id, v_conversation.id, p_client_key, (private.current_plan(p_user_id)).slug,
    v_session.model, v_session.voice, v_session.pricing, v_session.price_credits,
    v_session.price_per)
  -- Either its key, or another talk of the person's that goes on.
  on conflict do nothing
  returning * into v_session;
  if not found then
    return private.repeat_voice(p_user_id, p_client_key, v_conversation.id);
  end if;
  v_session := private.hold_voice(v_session, v_conversation.character_id,
    now() + private.turn_lease(), p_ip);
  perform private.require_working_providers(array['openai']);
  return private.voice_context(v_session, false);
end;
$$;
comment on function public.begin_voice is
  'Starts a talk in a conversation, one for a person at a time: checks character, plan and limits, '
  'holds its first minute, returns what to ask OpenAI. Repeats return the same talk. PT401, PT402, '
  'PT403, PT404, PT409, PT429, PT503.';
revoke execute on function public.begin_voice from public, anon, authenticated;
grant execute on function public.begin_voice to service_role;
