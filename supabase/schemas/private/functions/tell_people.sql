-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.tell_people (
  p_conversation_id uuid,
  p_event           text,
  p_payload         jsonb
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  perform private.tell(
    private.conversation_topic('conversation', conversation), p_event, p_payload)
  from public.conversations as conversation where id = p_conversation_id;
end;
$function$;

COMMENT ON FUNCTION "private"."tell_people"(uuid, text, jsonb) IS 'Tells who takes part in a conversation, under its name as it is now.';

REVOKE ALL ON FUNCTION "private"."tell_people"(uuid, text, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."tell_people"(uuid, text, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."tell_people"(uuid, text, jsonb) TO "postgres";
