-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.note_conversation_start()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  insert into private.conversation_start (character_id) values (new.character_id);
  return null;
end;
$function$;

COMMENT ON FUNCTION "private"."note_conversation_start"() IS 'Notes a conversation, to be counted.';

REVOKE ALL ON FUNCTION "private"."note_conversation_start"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."note_conversation_start"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."note_conversation_start"() TO "postgres";
