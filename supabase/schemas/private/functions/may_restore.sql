-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.may_restore (
  p_message_id uuid
)
  RETURNS boolean
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return exists (
    select from public.messages as message
    join public.conversations as conversation on conversation.id = message.conversation_id
    where message.id = p_message_id and auth.uid() in (message.author_id, conversation.user_id))
  or exists (
    select from public.turns
    where assistant_message_id = p_message_id and user_id = auth.uid());
end;
$function$;

GRANT EXECUTE ON FUNCTION "private"."may_restore"(uuid) TO "authenticated";

COMMENT ON FUNCTION "private"."may_restore"(uuid) IS 'Whether the caller said that message, paid it, or owns its conversation.';

REVOKE ALL ON FUNCTION "private"."may_restore"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."may_restore"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."may_restore"(uuid) TO "postgres";
