-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.tell_conversation()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  if new.topic_epoch <> old.topic_epoch then
    perform private.tell(private.conversation_topic('conversation', old), 'moved', '{}');
  end if;
  perform private.tell_list(new, user_id) from private.people_in(new);
  return null;
end;
$function$;

COMMENT ON FUNCTION "private"."tell_conversation"() IS 'Tells who takes part of a conversation.';

REVOKE ALL ON FUNCTION "private"."tell_conversation"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."tell_conversation"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."tell_conversation"() TO "postgres";
