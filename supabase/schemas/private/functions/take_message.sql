-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.take_message (
  p_id uuid
)
  RETURNS public.messages
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_message public.messages;
  v_conversation public.conversations;
begin
  select * into v_message from public.messages where id = p_id;
  select * into v_conversation from public.conversations where id = v_message.conversation_id;
  if private.role_in(v_conversation, auth.uid()) is null
    or v_conversation.deleted_at is not null
  then
    perform private.message_not_found();
  end if;
  perform private.take_conversation(v_message.conversation_id, 'member');
  select * into strict v_message from public.messages where id = p_id for no key update;
  return v_message;
end;
$function$;

COMMENT ON FUNCTION "private"."take_message"(uuid) IS 'The message, locked with its conversation, in which the caller may speak. PT401, PT403, PT404.';

REVOKE ALL ON FUNCTION "private"."take_message"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."take_message"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."take_message"(uuid) TO "postgres";
