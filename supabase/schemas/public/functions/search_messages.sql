-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.search_messages (
  p_query  text,
  p_limit  integer DEFAULT 20,
  p_before bigint  DEFAULT NULL::bigint
)
  RETURNS TABLE (
    message_id         uuid,
    conversation_id    uuid,
    conversation_title text,
    ordinal            bigint,
    role               text,
    kind               text,
    created_at         timestamp with time zone,
    excerpt            text
  )
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_query tsquery;
  v_joined uuid[] := array(select id from private.readable_conversations where not is_own);
  v_owners uuid[] := array(
    select auth.uid() union select user_id from public.conversations where id = any (v_joined));
begin
  if p_query is null or char_length(p_query) > 200 then
    raise sqlstate 'PT400' using
      message = 'invalid_request',
      detail = jsonb_build_object('p_query', 'required, at most 200 characters')::text,
      hint = 'Search for something of at most 200 characters.';
  end if;
  v_query := websearch_to_tsquery('simple', lower(private.searchable(p_query)));
  return query
    select message.id, conversation.id, conversation.title, message.ordinal, message.role,
      message.kind, message.created_at, private.excerpt(message.content, v_query)
    from (
      select found.message_id, found.ordinal from private.message_search as found
      join public.messages as each on each.id = found.message_id and each.is_current
      join public.conversations as own on own.id = each.conversation_id and own.deleted_at is null
        and (own.user_id = (select auth.uid()) or own.id = any (v_joined))
      where found.user_id = any (v_owners) and found.words @@ v_query
        and (p_before is null or found.ordinal < p_before)
      order by found.ordinal desc
      limit least(greatest(coalesce(p_limit, 20), 1), 100)
    ) as page
    join public.messages as message on message.id = page.message_id
    join public.conversations as conversation on conversation.id = message.conversation_id
    order by message.ordinal desc;
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."search_messages"(text, integer, bigint) TO "authenticated";

COMMENT ON FUNCTION "public"."search_messages"(text, integer, bigint) IS 'The messages with all these words ("a phrase", or, -not) where the caller takes part, newest first, at most 100, those before an ordinal: the last one of a page asks for the next. The excerpt is plain text, what was found between « and ». PT400.';

REVOKE ALL ON FUNCTION "public"."search_messages"(text, integer, bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."search_messages"(text, integer, bigint) TO "postgres";

REVOKE ALL ON FUNCTION "public"."search_messages"(text, integer, bigint) FROM PUBLIC, "anon", "service_role";
