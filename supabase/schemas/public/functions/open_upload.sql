-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.open_upload (
  p_user_id   uuid,
  p_upload_id uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_profile public.profiles := private.require_active_profile(p_user_id);
  v_asset public.media_assets;
begin
  select * into v_asset from public.media_assets
  where id = p_upload_id and owner_id = p_user_id;
  if found then
    return jsonb_build_object('asset', to_jsonb(v_asset), 'path', null);
  end if;
  perform from private.media_upload where id = p_upload_id and user_id = p_user_id;
  if not found then
    raise sqlstate 'PT404' using
      message = 'upload_not_found', hint = 'There is no such upload. Ask for another address.';
  end if;
  return jsonb_build_object('asset', null, 'path', p_user_id || '/' || p_upload_id);
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."open_upload"(uuid, uuid) TO "service_role";

COMMENT ON FUNCTION "public"."open_upload"(uuid, uuid) IS 'Where an upload is, or the asset that it has become. PT401, PT403, PT404.';

REVOKE ALL ON FUNCTION "public"."open_upload"(uuid, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."open_upload"(uuid, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "public"."open_upload"(uuid, uuid) FROM PUBLIC, "anon", "authenticated";
