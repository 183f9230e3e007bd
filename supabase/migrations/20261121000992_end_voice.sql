-- end_voice: how a talk goes on and ends. States, prices and lock order: the voice_sessions
-- migration.
-- Callers: the chat function (service role) gives a talk up; the person renews and ends it; the
-- sweep ends what nobody renewed or was cut, and gives up what nobody opened. Each end has the call
-- hung up: the voice_calls migration.

create function private.lock_voice(p_session_id uuid, p_user_id uuid default null)
returns public.voice_sessions
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_session public.voice_sessions;
begin
  perform from public.profiles
  where id = (select user_id from public.voice_sessions where id = p_session_id) for key share;
  select * into v_session from public.voice_sessions
  where id = p_session_id and (p_user_id is null or user_id = p_user_id)
  for no key update;
  if not found then
    raise sqlstate 'PT404' using message = 'voice_not_found', hint = 'There is no such talk.';
  end if;
  return v_session;
end;
$$;
comment on function private.lock_voice is
  'Locks a talk, of that person when one is named, after its person. PT404.';

create function private.settle_spans(p_session public.voice_sessions)
returns bigint
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_charge bigint := least(
    p_session.held_credits, private.voice_credits(p_session, p_session.seconds));
  v_left bigint := v_charge;
  v_until bigint := 0;
  v_span private.voice_span;
  v_take bigint;
begin
  for v_span in
    select * from private.voice_span where session_id = p_session.id order by nr
  loop
    v_take := least(v_left, v_span.credits);
    perform private.settle_allowance(v_span.hold_id, array[
      row('requests', (p_session.state = 'complete')::integer),
      row('credits', v_take),
      row('voice_minutes', private.voice_minutes(least(p_session.seconds, v_until),
        least(p_session.seconds, v_until + v_span.seconds)))
    ]::private.take[]);
    perform private.charge(p_session.user_id, v_span.hold_id, true, 0, v_take, null, 'voice');
    v_left := v_left - v_take;
    v_until := v_until + v_span.seconds;
  end loop;
  return v_charge;
end;
$$;
comment on function private.settle_spans is
  'Charges the spans of a talk that is over, the wallet being locked, in their order; returns what '
  'it cost.';

create function private.close_voice(
  p_session public.voice_sessions, p_error_code text default null)
returns public.voice_sessions
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_price private.model_price := private.voice_price(p_session);
  v_record private.usage_record;
begin
  perform from private.wallet where owner_id = p_session.user_id for no key update;
  p_session.state := case when p_session.opened_at is null then 'failed' else 'complete' end;
  -- Cut by somebody who began before it was opened, it has lasted no time.
  p_session.seconds := greatest(0, coalesce(ceil(extract(
    epoch from least(now(), p_session.held_until) - p_session.opened_at)), 0));
  p_session.charged_credits := private.settle_spans(p_session);
  update public.voice_sessions
  set state = p_session.state, seconds = p_session.seconds, ended_at = now(),
    charged_credits = p_session.charged_credits, price_id = v_price.id,
    finish_reason = case when p_session.state = 'failed' then null
      when error_code is not null then 'cut'
      when held_until < now() then 'expired' else 'stopped' end,
    error_code = coalesce(error_code, p_error_code)
  where id = p_session.id
  returning * into p_session;

  v_record.user_id := p_session.user_id;
  v_record.action := 'voice';
  v_record.operation_key := 'voice:' || p_session.id;
  v_record.character_id := (
    select character_id from public.conversations where id = p_session.conversation_id);
  v_record.plan := p_session.plan;
  v_record.provider := 'openai';
  v_record.model := p_session.model;
  v_record.price_id := v_price.id;
  v_record.calls := 1;
  v_record.units := p_session.seconds;
  v_record.credits := p_session.charged_credits;
  v_record.cost_micros := private.voice_cost(v_price, p_session.seconds);
  v_record.outcome := p_session.state;
  perform private.record_usage(v_record);
  return p_session;
end;
$$;
comment on function private.close_voice is
  'Ends a talk that was opened and gives up one that was not, for that reason: charge, counts, '
  'receipt and usage.';

create function private.close_lost_voice(p_user_id uuid)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_session public.voice_sessions;
begin
  select * into v_session from public.voice_sessions
  where user_id = p_user_id and state in ('starting', 'running')
    and (held_until < now() or error_code is not null)
  for no key update;
  if found then
    perform private.close_voice(v_session,
      case v_session.state when 'starting' then 'worker_lost' end);
  end if;
end;
$$;
comment on function private.close_lost_voice is
  'Ends the talk of a person that is over and was not swept yet.';

-- Verbs -------------------------------------------------------------------------------------------

create function public.fail_voice(
  p_session_id uuid, p_error_code text, p_is_up boolean default null)
returns jsonb
language plpgsql
volatile
security definer -- Definer because the service role may not write talks.
set search_path = ''
as $$
declare
  v_session public.voice_sessions := private.lock_voice(p_session_id);
begin
  if v_session.state = 'starting' then
    v_session := private.close_voice(v_session, p_error_code);
  end if;
  perform private.note_call(
    'openai', v_session.model, p_is_up, p_error_code, v_session.created_at);
  return private.voice_receipt(v_session);
end;
$$;
comment on function public.fail_voice is
  'There is no call: gives up the talk and gives back what it held, unless a twin opened it. '
  'p_is_up is false when the provider is to blame. PT404.';
revoke execute on function public.fail_voice from public, anon, authenticated;
grant execute on function public.fail_voice to service_role;

create function public.renew_voice(p_session_id uuid)
returns jsonb
language plpgsql
volatile
security definer -- Definer because people may not write talks.
set search_path = ''
as $$
declare
  v_profile public.profiles := private.require_active_profile(auth.uid());
  v_conversation public.conversations;
  v_session public.voice_sessions;
begin
  select * into v_session from public.voice_sessions
  where id = p_session_id and user_id = v_profile.id;
  if v_session.ended_at is null and v_session.id is not null then
    v_conversation := private.open_conversation(
      v_profile.id, v_session.conversation_id::text, null);
  end if;
  v_session := private.lock_voice(p_session_id, v_profile.id);
  if private.is_voice_over(v_session) then
    perform private.voice_ended(v_session);
  end if;
  -- Only the last half minute is renewed: so a renewal that comes twice holds once.
  if v_session.state = 'running' and v_session.held_until <= now() + interval '30 seconds' then
    -- OpenAI ends a call after an hour: nobody pays for more of it.
    if v_session.held_seconds >= 3600 then
      raise sqlstate 'PT409' using
        message = 'voice_too_long',
        detail = jsonb_build_object('held_until', v_session.held_until)::text,
        hint = 'A talk is an hour at most; start another one.';
    end if;
    v_session := private.hold_voice(
      v_session, v_conversation.character_id, v_session.held_until);
  end if;
  return private.voice_receipt(v_session);
end;
$$;
comment on function public.renew_voice is
  'Holds the next minute of the caller''s talk when half a minute or less is left, and changes '
  'nothing before. A refusal leaves the talk to its held end. PT401, PT402, PT403, PT404, PT409, '
  'PT429.';

create function public.end_voice(p_session_id uuid)
returns jsonb
language plpgsql
volatile
security definer -- Definer because people may not write talks.
set search_path = ''
as $$
declare
  v_session public.voice_sessions := private.lock_voice(p_session_id, auth.uid());
begin
  if v_session.ended_at is null then
    v_session := private.close_voice(v_session);
  end if;
  return private.voice_receipt(v_session);
end;
$$;
comment on function public.end_voice is
  'Ends the caller''s talk and returns its receipt; a repeat changes nothing. PT404.';

revoke execute on function public.renew_voice, public.end_voice
  from public, anon, authenticated, service_role;
grant execute on function public.renew_voice, public.end_voice to authenticated;

create function private.sweep_voice()
returns integer
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_sessions public.voice_sessions[];
  v_session public.voice_sessions;
  v_swept integer := 0;
begin
  v_sessions := array(
    select lost from public.voice_sessions as lost
    join public.profiles as profile on profile.id = lost.user_id
    where lost.state in ('starting', 'running') and lost.held_until < now()
    order by lost.id
    limit 500
    for key share of profile skip locked
    for no key update of lost skip locked
  );
  perform private.lock_wallets(array(select user_id from unnest(v_sessions)));
  foreach v_session in array v_sessions loop
    begin
      perform private.close_voice(v_session,
        case v_session.state when 'starting' then 'worker_lost' end);
      v_swept := v_swept + 1;
    exception when others then
      -- One that cannot be closed must not keep all others open; the next sweep tries again.
      raise warning 'talk % could not be swept: %', v_session.id, sqlerrm;
    end;
  end loop;
  return v_swept;
end;
$$;
comment on function private.sweep_voice is
  'Ends talks that nobody renewed, all that was held being used, or that were cut, and gives back '
  'what was held for those that nobody opened. Returns how many.';

-- Until then OpenAI goes on at our cost.
select cron.schedule('sweep_voice', '10 seconds', 'select private.sweep_voice()');
