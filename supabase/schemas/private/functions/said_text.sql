-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.said_text (
  p_user_id   uuid,
  p_text      text,
  p_asset_ids uuid[]
)
  RETURNS text
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_heard text;
  v_unheard uuid;
begin
  if p_text <> '' or p_asset_ids = '{}' then
    return p_text;
  end if;
  select string_agg(asset.transcript, E'\n' order by given.position),
    (array_agg(asset.id) filter (where asset.transcript is null))[1]
  into v_heard, v_unheard
  from unnest(p_asset_ids) with ordinality as given (id, position)
  join public.media_assets as asset on asset.id = given.id
  where asset.owner_id = p_user_id and asset.kind = 'audio' and asset.state = 'ready';
  if v_unheard is not null then
    raise sqlstate 'PT409' using
      message = 'media_not_transcribed',
      detail = jsonb_build_object('asset_id', v_unheard)::text,
      hint = 'Have the voice message transcribed, then send it.';
  end if;
  return left(coalesce(v_heard, ''), 5000);
end;
$function$;

COMMENT ON FUNCTION "private"."said_text"(uuid, text, uuid[]) IS 'What a message says: its text, or what was heard in its sound. PT409 for sound that was not transcribed and has no text with it.';

REVOKE ALL ON FUNCTION "private"."said_text"(uuid, text, uuid[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."said_text"(uuid, text, uuid[]) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."said_text"(uuid, text, uuid[]) TO "postgres";
