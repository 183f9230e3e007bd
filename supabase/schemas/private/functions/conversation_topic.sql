-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.conversation_topic (
  p_kind         text,
  p_conversation public.conversations
)
  RETURNS text
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  return p_kind || ':' || p_conversation.id
    || coalesce(':' || nullif(p_conversation.topic_epoch, 0), '');
end;
$function$;

GRANT EXECUTE ON FUNCTION "private"."conversation_topic"(text, public.conversations) TO "authenticated";

COMMENT ON FUNCTION "private"."conversation_topic"(text, public.conversations) IS 'What a topic of a conversation is called now.';

REVOKE ALL ON FUNCTION "private"."conversation_topic"(text, public.conversations) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."conversation_topic"(text, public.conversations) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."conversation_topic"(text, public.conversations) TO "postgres";
