-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.settle_spans (
  p_session public.voice_sessions
)
  RETURNS bigint
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
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
$function$;

COMMENT ON FUNCTION "private"."settle_spans"(public.voice_sessions) IS 'Charges the spans of a talk that is over, the wallet being locked, in their order; returns what it cost.';

REVOKE ALL ON FUNCTION "private"."settle_spans"(public.voice_sessions) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."settle_spans"(public.voice_sessions) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."settle_spans"(public.voice_sessions) TO "postgres";
