-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.cut_talks_of_person()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  update public.voice_sessions
  set held_until = least(held_until, now()), error_code = 'account_' || new.status
  where user_id = new.id and state in ('starting', 'running') and error_code is null;
  return null;
end;
$function$;

COMMENT ON FUNCTION "private"."cut_talks_of_person"() IS 'Cuts the talk of who may not act any more.';

REVOKE ALL ON FUNCTION "private"."cut_talks_of_person"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."cut_talks_of_person"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."cut_talks_of_person"() TO "postgres";
