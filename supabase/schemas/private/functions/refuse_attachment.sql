-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.refuse_attachment (
  p_user_id   uuid,
  p_asset_ids uuid[]
)
  RETURNS void
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_asset public.media_assets;
begin
  select * into v_asset from public.media_assets
  where id = any (p_asset_ids) and owner_id = p_user_id and purpose = 'message'
    and state in ('processing', 'refused')
  order by state desc limit 1;
  if v_asset.state = 'refused' then
    raise sqlstate 'PT422' using
      message = 'media_blocked', detail = jsonb_build_object('asset_id', v_asset.id)::text,
      hint = 'This picture goes against the rules here. It cannot be sent.';
  end if;
  if v_asset.state = 'processing' then
    raise sqlstate 'PT409' using
      message = 'media_not_ready', detail = jsonb_build_object('asset_id', v_asset.id)::text,
      hint = 'This is still being prepared. Send it in a moment.';
  end if;
  raise sqlstate 'PT404' using
    message = 'media_not_found',
    hint = 'There is no such picture or sound of yours to send.';
end;
$function$;

COMMENT ON FUNCTION "private"."refuse_attachment"(uuid, uuid[]) IS 'Says why these assets cannot be sent. PT404, the same for what is another''s; PT409, PT422.';

REVOKE ALL ON FUNCTION "private"."refuse_attachment"(uuid, uuid[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."refuse_attachment"(uuid, uuid[]) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."refuse_attachment"(uuid, uuid[]) TO "postgres";
