-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.leave_person()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform private.leave_files('datasets', old.id::text);
  perform private.leave_files('exports', old.id::text);
  return null;
end;
$function$;

COMMENT ON FUNCTION "private"."leave_person"() IS 'The files that have no rows of their own go with the person.';

REVOKE ALL ON FUNCTION "private"."leave_person"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."leave_person"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."leave_person"() TO "postgres";
