-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.begin_transcription (
  p_user_id   uuid,
  p_asset_id  uuid,
  p_model     text,
  p_ip        inet   DEFAULT NULL::inet,
  p_providers text[] DEFAULT '{openai}'::text[]
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_asset public.media_assets;
  v_seconds bigint;
  -- Before the sound is looked at: whoever ends in between has left the words there.
  v_key text := private.next_action_key(p_user_id, 'transcription', p_asset_id::text);
begin
  perform private.require_active_profile(p_user_id);
  select * into v_asset from public.media_assets
  where id = p_asset_id and owner_id = p_user_id and kind = 'audio' and state = 'ready';
  if not found then
    raise sqlstate 'PT404' using
      message = 'media_not_found', hint = 'There is no such sound.';
  end if;
  v_seconds := ceil(v_asset.duration_ms / 1000.0);
  if v_asset.mime_type not in ('audio/wav', 'audio/mpeg') then
    -- 6 kbit/s, the least that speech is recorded at.
    v_seconds := greatest(v_seconds, v_asset.size_bytes / 750);
  end if;
  return jsonb_build_object('asset', to_jsonb(v_asset), 'action', case
    when v_asset.transcript is null then private.begin_sound(
      p_user_id, 'transcription', v_key, greatest(1, v_seconds), p_model, p_ip,
      p_providers) end);
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."begin_transcription"(uuid, uuid, text, inet, text[]) TO "service_role";

COMMENT ON FUNCTION "public"."begin_transcription"(uuid, uuid, text, inet, text[]) IS 'A sound of a person with its transcript, or the action that makes it. PT401, PT402, PT403, PT404, PT429, PT503.';

REVOKE ALL ON FUNCTION "public"."begin_transcription"(uuid, uuid, text, inet, text[]) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."begin_transcription"(uuid, uuid, text, inet, text[]) TO "postgres";

REVOKE ALL ON FUNCTION "public"."begin_transcription"(uuid, uuid, text, inet, text[]) FROM PUBLIC, "anon", "authenticated";
