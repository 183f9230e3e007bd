-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.is_voice_over (
  p_session public.voice_sessions
)
  RETURNS boolean
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return p_session.ended_at is not null or p_session.error_code is not null
    or (p_session.state = 'running' and p_session.held_until <= now());
end;
$function$;

COMMENT ON FUNCTION "private"."is_voice_over"(public.voice_sessions) IS 'Whether a talk has ended, was cut, or has used what was held, charged or not.';

REVOKE ALL ON FUNCTION "private"."is_voice_over"(public.voice_sessions) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."is_voice_over"(public.voice_sessions) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."is_voice_over"(public.voice_sessions) TO "postgres";
