-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.take_own_message (
  p_id uuid
)
  RETURNS public.messages
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_message public.messages := private.take_message(p_id);
  v_conversation public.conversations;
begin
  select * into strict v_conversation from public.conversations
  where id = v_message.conversation_id;
  if v_conversation.user_id <> auth.uid() then
    perform private.require_author(v_message, v_conversation, auth.uid());
  end if;
  return v_message;
end;
$function$;

COMMENT ON FUNCTION "private"."take_own_message"(uuid) IS 'As take_message: of a conversation of the caller, or said or paid by the caller. PT401, PT403, PT404.';

REVOKE ALL ON FUNCTION "private"."take_own_message"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."take_own_message"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."take_own_message"(uuid) TO "postgres";
