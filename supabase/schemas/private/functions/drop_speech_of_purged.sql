-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.drop_speech_of_purged()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  delete from public.message_speeches where message_id = new.id;
  return null;
end;
$function$;

COMMENT ON FUNCTION "private"."drop_speech_of_purged"() IS 'Of an answer whose words are gone for good the sound goes as well.';

REVOKE ALL ON FUNCTION "private"."drop_speech_of_purged"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."drop_speech_of_purged"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."drop_speech_of_purged"() TO "postgres";
