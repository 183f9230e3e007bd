-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.find_turn (
  p_user_id uuid,
  p_chat_id text,
  p_turn_id uuid DEFAULT NULL::uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return (
    select jsonb_build_object('turn_id', turn.id, 'conversation_id', turn.conversation_id,
      'ui_message_id', private.answer_head(turn.assistant_message_id))
    from public.turns as turn
    join public.conversations as conversation on conversation.id = turn.conversation_id
    join public.messages as answer on answer.id = turn.assistant_message_id
    where turn.user_id = p_user_id and conversation.deleted_at is null
      and answer.deleted_at is null
      and private.role_in(conversation, p_user_id) is not null
      and (conversation.id = private.as_uuid(p_chat_id)
        or conversation.user_id = p_user_id and conversation.client_id = p_chat_id)
      and (turn.id = p_turn_id or p_turn_id is null and turn.state = 'streaming')
    order by turn.started_at desc limit 1);
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."find_turn"(uuid, text, uuid) TO "service_role";

COMMENT ON FUNCTION "public"."find_turn"(uuid, text, uuid) IS 'The ids of a turn of a person in a conversation in which they take part: that one, or the latest whose answer streams; null when there is none, or no more.';

REVOKE ALL ON FUNCTION "public"."find_turn"(uuid, text, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."find_turn"(uuid, text, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "public"."find_turn"(uuid, text, uuid) FROM PUBLIC, "anon", "authenticated";
