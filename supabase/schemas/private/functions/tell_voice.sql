-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.tell_voice()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform private.tell('user:' || new.user_id, 'voice', jsonb_build_object(
    'session_id', new.id, 'conversation_id', new.conversation_id, 'state', new.state,
    'held_until', new.held_until, 'seconds', new.seconds,
    'charged_credits', new.charged_credits, 'error_code', new.error_code));
  return null;
end;
$function$;

COMMENT ON FUNCTION "private"."tell_voice"() IS 'Tells a person''s devices of a talk.';

REVOKE ALL ON FUNCTION "private"."tell_voice"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."tell_voice"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."tell_voice"() TO "postgres";
