-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.media_files (
  p_ids     uuid[],
  p_variant text   DEFAULT NULL::text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_user_id uuid := auth.uid();
  v_is_active boolean := private.is_active();
  v_is_admin boolean := private.is_admin();
  v_has_premium boolean := private.has_premium_galleries();
  v_readable uuid[] := array(select id from private.readable_conversations);
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('id', asset.id, 'bucket', asset.bucket,
      'path', asset.folder || '/' || case
        when p_variant = any (asset.variants) then p_variant || '.webp'
        else asset.original end)), '[]')
    from public.media_assets as asset
    left join public.characters as character on character.id = asset.character_id
    left join private.gallery_item as item on item.asset_id = asset.id
    where asset.id = any (p_ids) and asset.state = 'ready' and v_is_active
      and (asset.owner_id = v_user_id or character.owner_id = v_user_id
        or asset.purpose = 'gallery' and v_is_admin
        or asset.purpose = 'message' and exists (
          select from public.message_attachments
          where asset_id = asset.id and conversation_id = any (v_readable)
            and not private.was_blocked(message_id))
        or item.asset_id is not null and character.status = 'published'
          and (not item.is_premium or v_has_premium)));
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."media_files"(uuid[], text) TO "authenticated";

COMMENT ON FUNCTION "public"."media_files"(uuid[], text) IS 'Where in Storage those assets are that the caller may read: a variant, or the original where it is not made. Nothing to whoever may not act.';

REVOKE ALL ON FUNCTION "public"."media_files"(uuid[], text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."media_files"(uuid[], text) TO "postgres";

REVOKE ALL ON FUNCTION "public"."media_files"(uuid[], text) FROM PUBLIC, "anon", "service_role";
