-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.source_message (
  p_conversation public.conversations,
  p_user_id      uuid,
  p_message_id   text
)
  RETURNS public.messages
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_message public.messages;
begin
  select * into v_message from public.messages
  where conversation_id = p_conversation.id
    and id in (
      private.as_uuid(p_message_id),
      (select user_message_id from public.turns
        where user_id = p_user_id and client_message_id = p_message_id));
  if not found then
    raise sqlstate 'PT404' using
      message = 'message_not_found',
      detail = jsonb_build_object('is_unsent', true)::text,
      hint = 'There is no such message.';
  end if;
  if v_message.deleted_at is not null then
    perform private.message_not_found();
  end if;
  return v_message;
end;
$function$;

COMMENT ON FUNCTION "private"."source_message"(public.conversations, uuid, text) IS 'The message of that id in a conversation. PT404, with is_unsent when there never was one.';

REVOKE ALL ON FUNCTION "private"."source_message"(public.conversations, uuid, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."source_message"(public.conversations, uuid, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."source_message"(public.conversations, uuid, text) TO "postgres";
