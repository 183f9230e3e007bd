-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.message_not_found()
  RETURNS void
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  raise sqlstate 'PT404' using message = 'message_not_found', hint = 'There is no such message.';
end;
$function$;

COMMENT ON FUNCTION "private"."message_not_found"() IS 'Refuses: the same for what is not there, is deleted or is another''s. PT404.';

REVOKE ALL ON FUNCTION "private"."message_not_found"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."message_not_found"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."message_not_found"() TO "postgres";
