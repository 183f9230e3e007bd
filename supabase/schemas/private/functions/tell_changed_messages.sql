-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.tell_changed_messages()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform private.tell_people(fresh.conversation_id, 'delta', jsonb_build_object(
      'message_id', fresh.id, 'revision', fresh.revision,
      'offset', private.utf16_length(stale.content),
      'text', substr(fresh.content, char_length(stale.content) + 1)))
  from fresh join stale on stale.id = fresh.id
  where fresh.revision = stale.revision and fresh.content <> stale.content
    and octet_length(fresh.content) - octet_length(stale.content) <= 65536;

  perform private.tell_messages(array_agg(fresh::public.messages))
  from fresh join stale on stale.id = fresh.id
  where fresh.revision <> stale.revision
    or octet_length(fresh.content) - octet_length(stale.content) > 65536
  group by fresh.conversation_id;
  return null;
end;
$function$;

COMMENT ON FUNCTION "private"."tell_changed_messages"() IS 'Tells of what an answer grew by, of a message that changed, or that many did.';

REVOKE ALL ON FUNCTION "private"."tell_changed_messages"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."tell_changed_messages"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."tell_changed_messages"() TO "postgres";
