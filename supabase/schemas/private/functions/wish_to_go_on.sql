-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.wish_to_go_on()
  RETURNS text
  LANGUAGE sql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
  select 'Go on exactly where your last message ends, without repeating or commenting any of it.';
$function$;

COMMENT ON FUNCTION "private"."wish_to_go_on"() IS 'What a model is told that is to continue an answer.';

REVOKE ALL ON FUNCTION "private"."wish_to_go_on"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."wish_to_go_on"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."wish_to_go_on"() TO "postgres";
