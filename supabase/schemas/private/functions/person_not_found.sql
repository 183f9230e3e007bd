-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.person_not_found()
  RETURNS void
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  raise sqlstate 'PT404' using
    message = 'person_not_found', hint = 'There is no such person here.';
end;
$function$;

COMMENT ON FUNCTION "private"."person_not_found"() IS 'Refuses: the same for who is not there, takes no part, or does not want to be asked. PT404.';

REVOKE ALL ON FUNCTION "private"."person_not_found"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."person_not_found"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."person_not_found"() TO "postgres";
