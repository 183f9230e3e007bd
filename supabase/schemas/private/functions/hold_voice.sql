-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.hold_voice (
  p_session      public.voice_sessions,
  p_character_id uuid,
  p_until        timestamp with time zone,
  p_ip           inet                     DEFAULT NULL::inet
)
  RETURNS public.voice_sessions
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
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
$function$;

COMMENT ON FUNCTION "private"."hold_voice"(public.voice_sessions, uuid, timestamp with time zone, inet) IS 'Holds the next span of a talk, counted against all limits, if the plan includes it; from a moment on, or for the first one until then. PT402, PT403, PT429.';

REVOKE ALL ON FUNCTION "private"."hold_voice"(public.voice_sessions, uuid, timestamp WITH time zone, inet) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."hold_voice"(public.voice_sessions, uuid, timestamp WITH time zone, inet) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."hold_voice"(public.voice_sessions, uuid, timestamp WITH time zone, inet) TO "postgres";
