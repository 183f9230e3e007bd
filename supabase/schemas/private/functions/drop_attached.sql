-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.drop_attached()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  -- What is locked is being deleted already, or sent once more at this moment.
  delete from public.media_assets where id = (
    select id from public.media_assets
    where id = old.asset_id and purpose = 'message'
      and not exists (select from public.message_attachments where asset_id = old.asset_id)
      and not exists (select from public.message_speeches where asset_id = old.asset_id)
    for update skip locked);
  return null;
end;
$function$;

COMMENT ON FUNCTION "private"."drop_attached"() IS 'What was sent goes with the last message that has it.';

REVOKE ALL ON FUNCTION "private"."drop_attached"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."drop_attached"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."drop_attached"() TO "postgres";
