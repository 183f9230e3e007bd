-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.settle_transcription (
  p_action_id uuid,
  p_asset_id  uuid,
  p_text      text,
  p_usage     jsonb,
  p_seconds   bigint DEFAULT NULL::bigint
)
  RETURNS text
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_action public.actions := private.lock_action(p_action_id);
  v_is_made boolean;
begin
  perform private.lock_wallets(array[v_action.user_id]);
  -- A worker that was thought lost comes back: another has made it meanwhile, and that was paid.
  v_is_made := exists (
    select from public.media_assets where id = p_asset_id and transcript is not null);
  perform public.settle_action(p_action_id, not v_is_made,
    greatest(1, coalesce(p_seconds, v_action.units_estimate)), null, p_usage - 'attempts');
  update public.media_assets set transcript = left(p_text, 20000)
  where id = p_asset_id and transcript is null;
  if v_action.state = 'running' then
    perform private.note_attempts(coalesce(p_usage -> 'attempts', '[]'), v_action.started_at);
  end if;
  return coalesce((select transcript from public.media_assets where id = p_asset_id), p_text);
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."settle_transcription"(uuid, uuid, text, jsonb, bigint) TO "service_role";

COMMENT ON FUNCTION "public"."settle_transcription"(uuid, uuid, text, jsonb, bigint) IS 'Ends a transcription that was made, of so many seconds where the provider has said how many, and keeps it; returns the words that are kept. PT404.';

REVOKE ALL ON FUNCTION "public"."settle_transcription"(uuid, uuid, text, jsonb, bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."settle_transcription"(uuid, uuid, text, jsonb, bigint) TO "postgres";

REVOKE ALL ON FUNCTION "public"."settle_transcription"(uuid, uuid, text, jsonb, bigint) FROM PUBLIC, "anon", "authenticated";
