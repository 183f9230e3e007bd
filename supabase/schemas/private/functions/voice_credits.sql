-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.voice_credits (
  p_session public.voice_sessions,
  p_seconds bigint
)
  RETURNS bigint
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_action public.actions;
begin
  v_action.pricing := p_session.pricing;
  v_action.price_credits := p_session.price_credits;
  v_action.price_per := p_session.price_per;
  return private.action_credits(
    v_action, p_seconds, private.voice_cost(private.voice_price(p_session), p_seconds));
end;
$function$;

COMMENT ON FUNCTION "private"."voice_credits"(public.voice_sessions, bigint) IS 'Credits for so many seconds of a talk.';

REVOKE ALL ON FUNCTION "private"."voice_credits"(public.voice_sessions, bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."voice_credits"(public.voice_sessions, bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."voice_credits"(public.voice_sessions, bigint) TO "postgres";
