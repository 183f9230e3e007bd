-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.voice_price (
  p_session public.voice_sessions
)
  RETURNS private.model_price
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return private.model_price_at('openai', p_session.model, p_session.created_at);
end;
$function$;

COMMENT ON FUNCTION "private"."voice_price"(public.voice_sessions) IS 'What the provider asked when a talk began.';

REVOKE ALL ON FUNCTION "private"."voice_price"(public.voice_sessions) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."voice_price"(public.voice_sessions) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."voice_price"(public.voice_sessions) TO "postgres";
