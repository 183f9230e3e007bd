-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.take_own_message (
  p_id uuid
)
  RETURNS public.messages
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_message public.messages;
begin
  select message.* into v_message from public.messages as message
  join public.conversations as conversation on conversation.id = message.conversation_id
  where message.id = p_id and conversation.user_id = auth.uid()
    and conversation.deleted_at is null;
  if not found then
    perform private.message_not_found();
  end if;
  perform private.take_own_conversation(v_message.conversation_id);
  select * into strict v_message from public.messages where id = p_id for no key update;
  return v_message;
end;
$function$;

COMMENT ON FUNCTION "private"."take_own_message"(uuid) IS 'The message, locked with its conversation, which is the caller''s. PT401, PT403, PT404.';

REVOKE ALL ON FUNCTION "private"."take_own_message"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."take_own_message"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."take_own_message"(uuid) TO "postgres";
