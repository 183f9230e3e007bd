-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.settle_speech (
  p_action_id  uuid,
  p_message_id uuid,
  p_asset_id   uuid,
  p_file       jsonb,
  p_usage      jsonb
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_action public.actions := private.lock_action(p_action_id);
  v_asset public.media_assets;
  v_is_kept boolean;
begin
  perform private.lock_wallets(array[v_action.user_id]);
  select asset.* into v_asset from public.message_speeches as speech
  join public.media_assets as asset on asset.id = speech.asset_id
  where speech.message_id = p_message_id;
  if not found then
    -- Of what comes too late the message, its words or the file may be gone; who purges the words
    -- waits until the sound can go with them.
    perform from public.messages
    where id = p_message_id and deleted_at is null and content ~ '\S'
    for share;
    v_is_kept := found and exists (
        select from private.leftover where bucket = 'media' and taken_at > now()
          and folder = format('user-content/%s/%s', v_action.user_id, p_asset_id));
  end if;
  perform public.settle_action(p_action_id, coalesce(v_is_kept, false), v_action.units_estimate,
    case when not v_is_kept then 'media_not_made' end, p_usage - 'attempts');
  if v_is_kept then
    v_asset := private.keep_speech(v_action.user_id, p_message_id, p_asset_id, p_file);
  end if;
  if v_action.state = 'running' then
    perform private.note_attempts(coalesce(p_usage -> 'attempts', '[]'), v_action.started_at);
  end if;
  return case when v_asset.id is not null then to_jsonb(v_asset) end;
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."settle_speech"(uuid, uuid, uuid, jsonb, jsonb) TO "service_role";

COMMENT ON FUNCTION "public"."settle_speech"(uuid, uuid, uuid, jsonb, jsonb) IS 'Ends a speech whose file is stored, and keeps it; returns the asset, or null, and charges nothing, when it came too late. PT404.';

REVOKE ALL ON FUNCTION "public"."settle_speech"(uuid, uuid, uuid, jsonb, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."settle_speech"(uuid, uuid, uuid, jsonb, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "public"."settle_speech"(uuid, uuid, uuid, jsonb, jsonb) FROM PUBLIC, "anon", "authenticated";
