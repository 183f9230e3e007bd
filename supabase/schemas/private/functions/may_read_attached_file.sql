-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.may_read_attached_file (
  p_name text
)
  RETURNS boolean
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return exists (
    select from public.message_attachments
    join public.media_assets as asset on asset.id = asset_id
    where asset_id = private.as_uuid((storage.foldername(p_name))[3])
      and starts_with(p_name, asset.folder || '/') and asset.bucket = 'media'
      and conversation_id = any (private.readable_conversations()));
end;
$function$;

GRANT EXECUTE ON FUNCTION "private"."may_read_attached_file"(text) TO "authenticated";

COMMENT ON FUNCTION "private"."may_read_attached_file"(text) IS 'Whether somebody sent a file, by its name in Storage, to a conversation in which the caller takes part.';

REVOKE ALL ON FUNCTION "private"."may_read_attached_file"(text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."may_read_attached_file"(text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."may_read_attached_file"(text) TO "postgres";
