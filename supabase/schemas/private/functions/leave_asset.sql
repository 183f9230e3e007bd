-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.leave_asset()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform private.leave_files(old.bucket, old.folder);
  return null;
end;
$function$;

COMMENT ON FUNCTION "private"."leave_asset"() IS 'The files of an asset go with its row, or when it turns out that it is not kept.';

REVOKE ALL ON FUNCTION "private"."leave_asset"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."leave_asset"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."leave_asset"() TO "postgres";
