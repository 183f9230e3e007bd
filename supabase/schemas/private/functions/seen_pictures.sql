-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.seen_pictures (
  p_question_id uuid,
  p_message_ids uuid[],
  p_most        integer
)
  RETURNS TABLE (
    message_id uuid,
    pictures   jsonb
  )
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  if p_message_ids = '{}' then
    return;
  end if;
  return query
    select seen.message_id,
      jsonb_agg(jsonb_build_object('bucket', seen.bucket, 'path', seen.folder || '/small.webp')
        order by seen.position)
    from (
      select attachment.message_id, attachment.position, asset.bucket, asset.folder,
        attachment.message_id = p_question_id as is_asked,
        row_number() over (
          partition by attachment.message_id = p_question_id
          order by message.ordinal desc, attachment.position) as nr
      from public.message_attachments as attachment
      join public.messages as message on message.id = attachment.message_id
      join public.media_assets as asset on asset.id = attachment.asset_id
      where attachment.message_id = any (p_message_ids)
        and attachment.kind = 'image' and message.role = 'user'
    ) as seen
    where seen.is_asked or seen.nr <= p_most
    group by seen.message_id;
end;
$function$;

COMMENT ON FUNCTION "private"."seen_pictures"(uuid, uuid[], integer) IS 'The files of the pictures in these messages that a model is shown: all of the question, and the newest of those that were sent before.';

REVOKE ALL ON FUNCTION "private"."seen_pictures"(uuid, uuid[], integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."seen_pictures"(uuid, uuid[], integer) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."seen_pictures"(uuid, uuid[], integer) TO "postgres";
