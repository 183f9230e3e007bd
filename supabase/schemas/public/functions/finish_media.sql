-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.finish_media (
  p_asset_id uuid,
  p_result   jsonb
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_result public.media_assets := jsonb_populate_record(null::public.media_assets, p_result);
  v_decision private.moderation_decision :=
    jsonb_populate_record(null::private.moderation_decision, p_result -> 'verdict');
begin
  update public.media_assets
  set state = v_result.state, error_code = v_result.error_code, blurhash = v_result.blurhash,
    variants = coalesce(v_result.variants, '{}')
  where id = p_asset_id and state = 'processing'
  returning owner_id, id, attempts into v_decision.user_id, v_decision.subject_id,
    v_decision.attempt;
  if not found then
    -- It was deleted or refused meanwhile: what was stored for it goes as well.
    perform private.leave_files(p_result ->> 'bucket', p_result ->> 'folder')
    where not exists (select from public.media_assets where id = p_asset_id and state = 'ready');
    return;
  end if;
  delete from private.media_upload where id = p_asset_id;
  if v_decision.action is not null then
    v_decision.direction := 'input';
    v_decision.source := 'provider';
    perform private.record_decision(v_decision);
  end if;
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."finish_media"(uuid, jsonb) TO "service_role";

COMMENT ON FUNCTION "public"."finish_media"(uuid, jsonb) IS 'How the processing of an asset ended: state, variants, blurhash, error_code, and the verdict of moderation. A repeat changes nothing.';

REVOKE ALL ON FUNCTION "public"."finish_media"(uuid, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."finish_media"(uuid, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "public"."finish_media"(uuid, jsonb) FROM PUBLIC, "anon", "authenticated";
