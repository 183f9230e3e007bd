-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.as_uuid (
  p_text text
)
  RETURNS uuid
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  return case when pg_input_is_valid(p_text, 'uuid') then p_text::uuid end;
end;
$function$;

COMMENT ON FUNCTION "private"."as_uuid"(text) IS 'The text as a uuid, null when it is none.';

REVOKE ALL ON FUNCTION "private"."as_uuid"(text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."as_uuid"(text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."as_uuid"(text) TO "postgres";
