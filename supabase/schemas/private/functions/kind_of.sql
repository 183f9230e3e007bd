-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.kind_of (
  p_asset_ids uuid[]
)
  RETURNS text
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return case when p_asset_ids = '{}' then 'text' when exists (
    select from public.media_assets where id = any (p_asset_ids) and kind = 'audio')
    then 'audio' else 'media' end;
end;
$function$;

COMMENT ON FUNCTION "private"."kind_of"(uuid[]) IS 'The kind of a message with these attachments.';

REVOKE ALL ON FUNCTION "private"."kind_of"(uuid[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."kind_of"(uuid[]) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."kind_of"(uuid[]) TO "postgres";
