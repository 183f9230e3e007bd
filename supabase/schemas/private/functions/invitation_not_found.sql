-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.invitation_not_found()
  RETURNS void
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  raise sqlstate 'PT404' using
    message = 'invitation_not_found', hint = 'There is no such invitation, or it has ended.';
end;
$function$;

COMMENT ON FUNCTION "private"."invitation_not_found"() IS 'Refuses: the same for what is not there, has ended or is another''s. PT404.';

REVOKE ALL ON FUNCTION "private"."invitation_not_found"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."invitation_not_found"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."invitation_not_found"() TO "postgres";
