-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.give_conversation (
  p_conversation public.conversations,
  p_user_id      uuid
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  delete from public.participants
  where conversation_id = p_conversation.id and user_id = p_user_id;
  -- What the client of the one called it, that of the other may call something else.
  update public.conversations
  set user_id = p_user_id, client_id = gen_random_uuid(), pinned_at = null, archived_at = null
  where id = p_conversation.id;
  update private.message_search as words set user_id = p_user_id
  from public.messages as message
  where message.conversation_id = p_conversation.id and words.message_id = message.id;
end;
$function$;

COMMENT ON FUNCTION "private"."give_conversation"(public.conversations, uuid) IS 'Makes a member the owner; conversation and profile are locked.';

REVOKE ALL ON FUNCTION "private"."give_conversation"(public.conversations, uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."give_conversation"(public.conversations, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."give_conversation"(public.conversations, uuid) TO "postgres";
