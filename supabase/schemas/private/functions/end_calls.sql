-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.end_calls()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  update private.voice_call set state = 'ending', ending_at = now()
  where session_id = old.id and state = 'open';
  return old;
end;
$function$;

COMMENT ON FUNCTION "private"."end_calls"() IS 'Has the call of a talk hung up.';

REVOKE ALL ON FUNCTION "private"."end_calls"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."end_calls"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."end_calls"() TO "postgres";
