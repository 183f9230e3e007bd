-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.may_read_gallery_file (
  p_name text
)
  RETURNS boolean
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return exists (
    select from private.gallery_item as item
    join public.characters as character on character.id = item.character_id
    where item.asset_id = private.as_uuid((storage.foldername(p_name))[2])
      and item.character_id = private.as_uuid((storage.foldername(p_name))[1])
      and (character.status = 'published' or character.owner_id = auth.uid()
        or private.is_admin())
      and (not item.is_premium or private.sees_premium_gallery(character.owner_id)));
end;
$function$;

GRANT EXECUTE ON FUNCTION "private"."may_read_gallery_file"(text) TO "authenticated";

COMMENT ON FUNCTION "private"."may_read_gallery_file"(text) IS 'Whether the caller may read a file of a gallery, by its name in Storage.';

REVOKE ALL ON FUNCTION "private"."may_read_gallery_file"(text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."may_read_gallery_file"(text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."may_read_gallery_file"(text) TO "postgres";
