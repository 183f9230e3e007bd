-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.count_pictures (
  p_asset_ids uuid[]
)
  RETURNS bigint
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  if p_asset_ids = '{}' then
    return 0;
  end if;
  return (
    select count(*) from public.media_assets where id = any (p_asset_ids) and kind = 'image');
end;
$function$;

COMMENT ON FUNCTION "private"."count_pictures"(uuid[]) IS 'How many of these assets are pictures.';

REVOKE ALL ON FUNCTION "private"."count_pictures"(uuid[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."count_pictures"(uuid[]) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."count_pictures"(uuid[]) TO "postgres";
