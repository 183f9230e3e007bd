-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.delete_media (
  p_user_id uuid,
  p_ids     uuid[]
)
  RETURNS uuid[]
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_is_admin boolean := (private.require_active_profile(p_user_id)).role = 'admin';
  v_deleted uuid[];
begin
  if not v_is_admin and exists (
    select from public.media_assets as asset
    join public.characters as character on character.id = asset.character_id
    where asset.id = any (p_ids) and asset.owner_id = p_user_id
      and character.published_at is not null) then
    raise sqlstate 'PT403' using
      message = 'admin_required', hint = 'What was published only admins change.';
  end if;
  -- In the order in which messages lock what is sent with them.
  perform from public.media_assets
  where id = any (p_ids) and (owner_id = p_user_id or v_is_admin)
  order by id for update;
  with deleted as (
    delete from public.media_assets
    where id = any (p_ids) and (owner_id = p_user_id or v_is_admin)
    returning id
  ), upload as (
    delete from private.media_upload where id = any (p_ids) and user_id = p_user_id
  )
  select coalesce(array_agg(id), '{}') into v_deleted from deleted;
  return v_deleted;
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."delete_media"(uuid, uuid[]) TO "service_role";

COMMENT ON FUNCTION "public"."delete_media"(uuid, uuid[]) IS 'Deletes assets of a person, for admins of anybody, and leaves their files for removal; returns which there were. Of galleries of published characters only for admins. PT401, PT403.';

REVOKE ALL ON FUNCTION "public"."delete_media"(uuid, uuid[]) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."delete_media"(uuid, uuid[]) TO "postgres";

REVOKE ALL ON FUNCTION "public"."delete_media"(uuid, uuid[]) FROM PUBLIC, "anon", "authenticated";
