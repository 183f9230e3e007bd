-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.tell_message (
  p_message public.messages
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  perform private.tell_people(p_message.conversation_id, 'message',
    jsonb_build_object(
      'id', p_message.id, 'parent_id', p_message.parent_id, 'author_id', p_message.author_id,
      'ordinal', p_message.ordinal, 'revision', p_message.revision, 'role', p_message.role,
      'kind', p_message.kind, 'state', p_message.state, 'is_current', p_message.is_current,
      'created_at', p_message.created_at, 'deleted_at', p_message.deleted_at,
      -- A quarter of what the platform's smallest plan takes at once.
      'content', case when octet_length(p_message.content) <= 65536 then p_message.content end));
end;
$function$;

COMMENT ON FUNCTION "private"."tell_message"(public.messages) IS 'Tells those of the conversation of a message.';

REVOKE ALL ON FUNCTION "private"."tell_message"(public.messages) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."tell_message"(public.messages) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."tell_message"(public.messages) TO "postgres";
