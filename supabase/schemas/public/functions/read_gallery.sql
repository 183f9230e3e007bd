-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.read_gallery (
  p_character      text,
  p_after_position integer DEFAULT NULL::integer,
  p_after_id       uuid    DEFAULT NULL::uuid,
  p_limit          integer DEFAULT 50
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_character public.characters := private.require_readable_character(p_character);
  v_sees_all boolean := private.sees_premium_gallery(v_character.owner_id);
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object(
      'id', asset_id, 'caption', caption, 'tags', tags, 'position', position,
      'is_premium', is_premium, 'is_locked', is_locked, 'view_count', view_count,
      'width', width, 'height', height, 'blurhash', blurhash,
      'variants', case when not is_locked then variants end) order by position, asset_id), '[]')
    from (
      select item.*, asset.width, asset.height, asset.blurhash, asset.variants,
        item.is_premium and not v_sees_all as is_locked
      from private.gallery_item as item
      join public.media_assets as asset on asset.id = item.asset_id
      where item.character_id = v_character.id and asset.state = 'ready'
        and (p_after_position is null
          or (item.position, item.asset_id) > (p_after_position, p_after_id))
      order by item.position, item.asset_id
      limit least(greatest(p_limit, 1), 100)
    ) as shown);
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."read_gallery"(text, integer, uuid, integer) TO "authenticated";

COMMENT ON FUNCTION "public"."read_gallery"(text, integer, uuid, integer) IS 'The gallery of a character as the caller sees it, in order; of what is locked only what it is about and its blurhash. PT404.';

REVOKE ALL ON FUNCTION "public"."read_gallery"(text, integer, uuid, integer) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."read_gallery"(text, integer, uuid, integer) TO "postgres";

REVOKE ALL ON FUNCTION "public"."read_gallery"(text, integer, uuid, integer) FROM PUBLIC, "anon", "service_role";
