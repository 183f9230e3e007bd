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
  v_deleted uuid[];
begin
  perform private.require_active_profile(p_user_id);
  with deleted as (
    delete from public.media_assets where id = any (p_ids) and (owner_id = p_user_id or exists (
      select from public.profiles where profiles.id = p_user_id and role = 'admin'))
    returning id
  ), upload as (
    delete from private.media_upload where id = any (p_ids) and user_id = p_user_id
  )
  select coalesce(array_agg(id), '{}') into v_deleted from deleted;
  return v_deleted;
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."delete_media"(uuid, uuid[]) TO "service_role";

COMMENT ON FUNCTION "public"."delete_media"(uuid, uuid[]) IS 'Deletes assets of a person, for admins of anybody, and leaves their files for removal; returns which there were. PT401, PT403.';

REVOKE ALL ON FUNCTION "public"."delete_media"(uuid, uuid[]) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."delete_media"(uuid, uuid[]) TO "postgres";

REVOKE ALL ON FUNCTION "public"."delete_media"(uuid, uuid[]) FROM PUBLIC, "anon", "authenticated";
