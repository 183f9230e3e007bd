-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.set_gallery_item (
  p_id         uuid,
  p_caption    text    DEFAULT NULL::text,
  p_tags       text[]  DEFAULT NULL::text[],
  p_position   integer DEFAULT NULL::integer,
  p_is_premium boolean DEFAULT NULL::boolean
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_profile public.profiles := private.require_active_profile(auth.uid());
  v_character_id uuid := (
    select character_id from public.media_assets where id = p_id and purpose = 'gallery'
      and state in ('processing', 'ready'));
  v_was_premium boolean;
begin
  if v_character_id is null then
    raise sqlstate 'PT404' using
      message = 'media_not_found', hint = 'There is no such picture in a gallery.';
  end if;
  perform private.require_gallery_maker(v_profile.id, v_character_id);
  select is_premium into v_was_premium from private.gallery_item where asset_id = p_id
  for no key update;
  if p_is_premium <> coalesce(v_was_premium, false) and v_profile.role <> 'admin' then
    raise sqlstate 'PT403' using
      message = 'admin_required', hint = 'Only admins set what is premium.';
  end if;
  insert into private.gallery_item (asset_id, character_id, caption, tags, position, is_premium)
  values (p_id, v_character_id, nullif(p_caption, ''), coalesce(p_tags, '{}'),
    coalesce(p_position, 0), coalesce(p_is_premium, false))
  on conflict on constraint gallery_item_pkey do update
  set caption = case when p_caption is null then gallery_item.caption else excluded.caption end,
    tags = coalesce(p_tags, gallery_item.tags),
    position = coalesce(p_position, gallery_item.position),
    is_premium = coalesce(p_is_premium, gallery_item.is_premium);
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."set_gallery_item"(uuid, text, text[], integer, boolean) TO "authenticated";

COMMENT ON FUNCTION "public"."set_gallery_item"(uuid, text, text[], integer, boolean) IS 'Puts an asset that was uploaded for a gallery into it, or changes what is said of it: what is null stays, an empty caption is none. Deleting the asset takes it out. PT401, PT403, PT404.';

REVOKE ALL ON FUNCTION "public"."set_gallery_item"(uuid, text, text[], integer, boolean) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."set_gallery_item"(uuid, text, text[], integer, boolean) TO "postgres";

REVOKE ALL ON FUNCTION "public"."set_gallery_item"(uuid, text, text[], integer, boolean) FROM PUBLIC, "anon", "service_role";
