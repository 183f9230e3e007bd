-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.keep_speech (
  p_user_id    uuid,
  p_message_id uuid,
  p_asset_id   uuid,
  p_file       jsonb
)
  RETURNS public.media_assets
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_file public.media_assets := jsonb_populate_record(null::public.media_assets, p_file);
  v_asset public.media_assets;
begin
  insert into public.media_assets (id, owner_id, purpose, kind, mime_type, size_bytes, duration_ms,
    content_hash, original, peaks, is_speech, state)
  values (p_asset_id, p_user_id, 'message', 'audio', v_file.mime_type, v_file.size_bytes,
    v_file.duration_ms, v_file.content_hash, v_file.original, v_file.peaks, true, 'ready')
  on conflict do nothing
  returning * into v_asset;
  if found then
    delete from private.leftover where bucket = v_asset.bucket and folder = v_asset.folder;
  else
    -- The same words were read before: their sound is there, and this file goes.
    select * into v_asset from public.media_assets
    where owner_id = p_user_id and content_hash = v_file.content_hash and is_speech
      and state in ('processing', 'ready');
    if not found then
      perform private.changed_meanwhile('asset');
    end if;
  end if;
  insert into public.message_speeches (message_id, asset_id) values (p_message_id, v_asset.id);
  return v_asset;
end;
$function$;

COMMENT ON FUNCTION "private"."keep_speech"(uuid, uuid, uuid, jsonb) IS 'Keeps the sound of an answer, whose file is stored; returns the asset.';

REVOKE ALL ON FUNCTION "private"."keep_speech"(uuid, uuid, uuid, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."keep_speech"(uuid, uuid, uuid, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."keep_speech"(uuid, uuid, uuid, jsonb) TO "postgres";
