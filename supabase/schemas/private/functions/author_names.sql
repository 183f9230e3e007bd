-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.author_names (
  p_conversation_id uuid
)
  RETURNS TABLE (
    author_id uuid,
    name      text
  )
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return query
    select profile.id, coalesce(profile.display_name, profile.username)
    from public.profiles as profile
    where p_conversation_id in (select id from private.readable_conversations) and profile.id in (
      select message.author_id from public.messages as message
      where message.conversation_id = p_conversation_id and message.is_current);
end;
$function$;

GRANT EXECUTE ON FUNCTION "private"."author_names"(uuid) TO "authenticated";

COMMENT ON FUNCTION "private"."author_names"(uuid) IS 'Who said what is shown of a conversation in which the caller takes part, by name.';

REVOKE ALL ON FUNCTION "private"."author_names"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."author_names"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."author_names"(uuid) TO "postgres";
