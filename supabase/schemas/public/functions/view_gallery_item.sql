-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.view_gallery_item (
  p_id uuid
)
  RETURNS bigint
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_profile public.profiles := private.require_active_profile(auth.uid());
  v_item private.gallery_item;
  v_character public.characters;
begin
  select item.* into v_item from private.gallery_item as item
  join public.media_assets as asset on asset.id = item.asset_id
  where item.asset_id = p_id and asset.state = 'ready';
  if not found then
    raise sqlstate 'PT404' using
      message = 'media_not_found', hint = 'There is no such picture.';
  end if;
  v_character := private.require_readable_character(v_item.character_id::text);
  if v_item.is_premium and not private.sees_premium_gallery(v_character.owner_id) then
    raise sqlstate 'PT403' using
      message = 'premium_required',
      detail = jsonb_build_object('character', v_character.slug)::text,
      hint = 'This picture is for premium members.';
  end if;
  with seen as (
    insert into private.gallery_view (asset_id, viewer_id, viewed_on)
    values (p_id, v_profile.id, (now() at time zone 'UTC')::date)
    on conflict on constraint gallery_view_pkey do nothing
    returning 1
  )
  update private.gallery_item set view_count = view_count + 1
  where asset_id = p_id and exists (select from seen);
  return (select view_count from private.gallery_item where asset_id = p_id);
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."view_gallery_item"(uuid) TO "authenticated";

COMMENT ON FUNCTION "public"."view_gallery_item"(uuid) IS 'Counts that the caller saw a picture, once a day; returns how often it was seen. PT401, PT403, PT404.';

REVOKE ALL ON FUNCTION "public"."view_gallery_item"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."view_gallery_item"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "public"."view_gallery_item"(uuid) FROM PUBLIC, "anon", "service_role";
