-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.may_join (
  p_kind text
)
  RETURNS boolean
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_topic text := realtime.topic();
begin
  return exists (
    select from public.conversations as conversation
    where id = private.topic_id(p_kind, regexp_replace(v_topic, ':[1-9][0-9]*$', ''))
      and private.conversation_topic(p_kind, conversation) = v_topic and deleted_at is null);
end;
$function$;

GRANT EXECUTE ON FUNCTION "private"."may_join"(text) TO "authenticated";

COMMENT ON FUNCTION "private"."may_join"(text) IS 'Whether Realtime asks about the topic of that kind, as it is called now, of a conversation that the caller takes part in.';

REVOKE ALL ON FUNCTION "private"."may_join"(text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."may_join"(text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."may_join"(text) TO "postgres";
