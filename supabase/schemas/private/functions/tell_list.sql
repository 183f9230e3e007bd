-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.tell_list (
  p_conversation public.conversations,
  p_user_id      uuid
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  perform private.tell('user:' || p_user_id, 'conversation', jsonb_build_object(
    'id', p_conversation.id, 'role', person.role,
    'client_id', case person.role when 'owner' then p_conversation.client_id
      else p_conversation.id::text end,
    'character_id', p_conversation.character_id, 'title', p_conversation.title,
    'is_shared', p_conversation.is_shared,
    'topic_epoch', p_conversation.topic_epoch, 'created_at', p_conversation.created_at,
    'last_message_at', p_conversation.last_message_at, 'pinned_at', person.pinned_at,
    'archived_at', person.archived_at, 'deleted_at', p_conversation.deleted_at))
  from private.people_in(p_conversation) as person where person.user_id = p_user_id;
end;
$function$;

COMMENT ON FUNCTION "private"."tell_list"(public.conversations, uuid) IS 'Tells somebody how a conversation stands in their list.';

REVOKE ALL ON FUNCTION "private"."tell_list"(public.conversations, uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."tell_list"(public.conversations, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."tell_list"(public.conversations, uuid) TO "postgres";
