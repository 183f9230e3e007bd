-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.attachment_list (
  p_message_id uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object(
      'kind', kind, 'mime_type', mime_type, 'asset_id', asset_id, 'width', width,
      'height', height, 'duration_ms', duration_ms, 'blurhash', blurhash, 'caption', caption,
      'is_premium', is_premium) order by position), '[]')
    from public.message_attachments where message_id = p_message_id);
end;
$function$;

GRANT EXECUTE ON FUNCTION "private"."attachment_list"(uuid) TO "authenticated";

COMMENT ON FUNCTION "private"."attachment_list"(uuid) IS 'What is attached to a message: no address.';

REVOKE ALL ON FUNCTION "private"."attachment_list"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."attachment_list"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."attachment_list"(uuid) TO "postgres";
