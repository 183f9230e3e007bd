-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.tell_conversation()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform private.tell('user:' || new.user_id, 'conversation', jsonb_build_object(
    'id', new.id, 'client_id', new.client_id, 'character_id', new.character_id,
    'title', new.title, 'created_at', new.created_at, 'last_message_at', new.last_message_at,
    'pinned_at', new.pinned_at, 'archived_at', new.archived_at, 'deleted_at', new.deleted_at));
  return null;
end;
$function$;

COMMENT ON FUNCTION "private"."tell_conversation"() IS 'Tells its owner of a conversation.';

REVOKE ALL ON FUNCTION "private"."tell_conversation"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."tell_conversation"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."tell_conversation"() TO "postgres";
