-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.resume_media (
  p_asset_id uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_asset public.media_assets;
begin
  update public.media_assets
  set state = case attempts when 3 then 'failed' else state end,
    error_code = case attempts when 3 then 'media_not_made' end,
    attempts = least(3, attempts + 1), claimed_at = now()
  where id = p_asset_id and state = 'processing' and claimed_at < now() - interval '1 minute'
  returning * into v_asset;
  if not found or v_asset.state = 'failed' then
    return null;
  end if;
  return jsonb_build_object('asset', to_jsonb(v_asset),
    'path', v_asset.owner_id || '/' || v_asset.id, 'moderation', private.provider_moderation());
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."resume_media"(uuid) TO "service_role";

COMMENT ON FUNCTION "public"."resume_media"(uuid) IS 'Hands out an asset whose worker was lost, to be processed again; null when there is nothing to do. The fourth time it has failed.';

REVOKE ALL ON FUNCTION "public"."resume_media"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."resume_media"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "public"."resume_media"(uuid) FROM PUBLIC, "anon", "authenticated";
