-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.people_in (
  p_conversation public.conversations
)
  RETURNS TABLE (
    user_id     uuid,
    role        text,
    joined_at   timestamp with time zone,
    pinned_at   timestamp with time zone,
    archived_at timestamp with time zone
  )
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return query
    select p_conversation.user_id, 'owner', p_conversation.created_at, p_conversation.pinned_at,
      p_conversation.archived_at;
  if p_conversation.is_shared then
    return query
      select participant.user_id, participant.role, participant.joined_at, participant.pinned_at,
        participant.archived_at
      from public.participants as participant
      where participant.conversation_id = p_conversation.id;
  end if;
end;
$function$;

COMMENT ON FUNCTION "private"."people_in"(public.conversations) IS 'Who takes part in a conversation: its owner first.';

REVOKE ALL ON FUNCTION "private"."people_in"(public.conversations) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."people_in"(public.conversations) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."people_in"(public.conversations) TO "postgres";
