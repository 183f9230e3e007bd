-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.role_in (
  p_conversation public.conversations,
  p_user_id      uuid
)
  RETURNS text
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return case when p_conversation.user_id = p_user_id then 'owner' else (
    select role from public.participants
    where conversation_id = p_conversation.id and user_id = p_user_id) end;
end;
$function$;

COMMENT ON FUNCTION "private"."role_in"(public.conversations, uuid) IS 'owner, member or reader; null for who does not take part in a conversation.';

REVOKE ALL ON FUNCTION "private"."role_in"(public.conversations, uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."role_in"(public.conversations, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."role_in"(public.conversations, uuid) TO "postgres";
