-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.attached_assets (
  p_message_id uuid
)
  RETURNS uuid[]
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return array(
    select asset_id from public.message_attachments
    where message_id = p_message_id and asset_id is not null order by position);
end;
$function$;

COMMENT ON FUNCTION "private"."attached_assets"(uuid) IS 'The assets of a message that are still there.';

REVOKE ALL ON FUNCTION "private"."attached_assets"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."attached_assets"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."attached_assets"(uuid) TO "postgres";
