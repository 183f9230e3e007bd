-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.leave_files (
  p_bucket text,
  p_folder text
)
  RETURNS void
  LANGUAGE sql
  SET search_path TO ''
  AS $function$
  -- Again, if need be: files may have come since the first time.
  insert into private.leftover (bucket, folder) values (p_bucket, p_folder);
$function$;

COMMENT ON FUNCTION "private"."leave_files"(text, text) IS 'Notes a file or a folder for removal.';

REVOKE ALL ON FUNCTION "private"."leave_files"(text, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."leave_files"(text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."leave_files"(text, text) TO "postgres";
