-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.keep_upload (
  p_user_id   uuid,
  p_upload_id uuid,
  p_file      jsonb
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_file public.media_assets := jsonb_populate_record(null::public.media_assets, p_file);
  v_asset public.media_assets;
begin
  perform private.require_active_profile(p_user_id);
  if v_file.purpose = 'gallery' then
    perform private.require_gallery_maker(p_user_id, v_file.character_id);
  end if;
  insert into public.media_assets (id, owner_id, character_id, purpose, kind, mime_type,
    size_bytes, width, height, duration_ms, content_hash, original, peaks)
  values (p_upload_id, p_user_id, v_file.character_id, v_file.purpose, v_file.kind,
    v_file.mime_type, v_file.size_bytes, v_file.width, v_file.height, v_file.duration_ms,
    v_file.content_hash, v_file.original, v_file.peaks)
  on conflict do nothing
  returning * into v_asset;
  if found then
    return jsonb_build_object('asset', to_jsonb(v_asset), 'is_repeat', false,
      'moderation', private.provider_moderation());
  end if;
  -- Its twin of the same moment, or the same bytes under another upload, which is not needed.
  select * into v_asset from public.media_assets
  where owner_id = p_user_id and not is_speech and (id = p_upload_id
    or (content_hash, purpose) = (v_file.content_hash, v_file.purpose)
      and character_id is not distinct from v_file.character_id
      and state in ('processing', 'ready'))
  order by id = p_upload_id desc limit 1;
  if not found then
    perform private.changed_meanwhile('asset');
  end if;
  if v_asset.id <> p_upload_id then
    delete from private.media_upload where id = p_upload_id;
  end if;
  return jsonb_build_object('asset', to_jsonb(v_asset), 'is_repeat', true);
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."keep_upload"(uuid, uuid, jsonb) TO "service_role";

COMMENT ON FUNCTION "public"."keep_upload"(uuid, uuid, jsonb) IS 'Makes an upload, whose content is known by now, an asset that is processed; the caller does it unless it is a repeat. PT401, PT403, PT404.';

REVOKE ALL ON FUNCTION "public"."keep_upload"(uuid, uuid, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."keep_upload"(uuid, uuid, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "public"."keep_upload"(uuid, uuid, jsonb) FROM PUBLIC, "anon", "authenticated";
