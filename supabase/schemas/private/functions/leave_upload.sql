-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.leave_upload()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform private.leave_files('uploads', old.user_id || '/' || old.id);
  return null;
end;
$function$;

COMMENT ON FUNCTION "private"."leave_upload"() IS 'The file of an upload goes with its row.';

REVOKE ALL ON FUNCTION "private"."leave_upload"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."leave_upload"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."leave_upload"() TO "postgres";
