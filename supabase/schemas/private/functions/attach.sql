-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.attach (
  p_user_id         uuid,
  p_conversation_id uuid,
  p_message_id      uuid,
  p_asset_ids       uuid[]
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_attached integer;
begin
  if p_asset_ids = '{}' then
    return;
  end if;
  -- One that is being deleted is waited for, and then not there.
  perform from public.media_assets where id = any (p_asset_ids) order by id for key share;
  insert into public.message_attachments (message_id, position, conversation_id, asset_id, kind,
    mime_type, width, height, duration_ms, blurhash)
  select p_message_id, given.position, p_conversation_id, asset.id, asset.kind, asset.mime_type,
    asset.width, asset.height, asset.duration_ms, asset.blurhash
  from unnest(p_asset_ids) with ordinality as given (id, position)
  join public.media_assets as asset on asset.id = given.id
  where asset.owner_id = p_user_id and asset.purpose = 'message' and asset.state = 'ready';
  get diagnostics v_attached = row_count;
  if v_attached < cardinality(p_asset_ids) then
    perform private.refuse_attachment(p_user_id, p_asset_ids);
  end if;
end;
$function$;

COMMENT ON FUNCTION "private"."attach"(uuid, uuid, uuid, uuid[]) IS 'Attaches a person''s own assets to a message of theirs. PT404, PT409, PT422.';

REVOKE ALL ON FUNCTION "private"."attach"(uuid, uuid, uuid, uuid[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."attach"(uuid, uuid, uuid, uuid[]) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."attach"(uuid, uuid, uuid, uuid[]) TO "postgres";
