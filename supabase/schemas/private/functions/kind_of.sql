-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.kind_of (
  p_asset_ids uuid[]
)
  RETURNS text
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  return case p_asset_ids when '{}' then 'text' else 'media' end;
end;
$function$;

COMMENT ON FUNCTION "private"."kind_of"(uuid[]) IS 'The kind of a message with these attachments.';

REVOKE ALL ON FUNCTION "private"."kind_of"(uuid[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."kind_of"(uuid[]) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."kind_of"(uuid[]) TO "postgres";
