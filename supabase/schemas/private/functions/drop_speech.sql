-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.drop_speech()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  -- The same words, said twice, are one sound; so is what its person has sent on. What is locked is
  -- being deleted already, or sent at this moment.
  delete from public.media_assets where id = (
    select id from public.media_assets where id = old.asset_id and is_speech
      and not exists (select from public.message_speeches where asset_id = old.asset_id)
      and not exists (select from public.message_attachments where asset_id = old.asset_id)
    for update skip locked);
  return null;
end;
$function$;

COMMENT ON FUNCTION "private"."drop_speech"() IS 'The sound of an answer goes with it.';

REVOKE ALL ON FUNCTION "private"."drop_speech"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."drop_speech"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."drop_speech"() TO "postgres";
