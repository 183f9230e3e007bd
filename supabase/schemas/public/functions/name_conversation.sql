-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.name_conversation (
  p_conversation_id uuid,
  p_title           text,
  p_usage           jsonb
)
  RETURNS boolean
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_conversation public.conversations;
  v_title text := nullif(left(btrim(
    regexp_replace(split_part(btrim(p_title, E' \n\r\t"''*#'), E'\n', 1), '\s+', ' ', 'g'),
    ' "''*#.'), 80), '');
begin
  select * into v_conversation from public.conversations
  where id = p_conversation_id for no key update;
  if not found then
    return false;
  end if;
  perform private.record_background(
    v_conversation.user_id, v_conversation.character_id, 'title', p_usage);
  if v_title is null or v_conversation.title is not null
    or (private.match_patterns('output', v_title)).action = 'block'
  then
    return false;
  end if;
  update public.conversations set title = v_title where id = p_conversation_id;
  return true;
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."name_conversation"(uuid, text, jsonb) TO "service_role";

COMMENT ON FUNCTION "public"."name_conversation"(uuid, text, jsonb) IS 'Gives a conversation without a title the first line of what a model wrote, without quotes and marks, unless a pattern of answers blocks it, and records the call, which nobody is charged for. Returns whether it was named.';

REVOKE ALL ON FUNCTION "public"."name_conversation"(uuid, text, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."name_conversation"(uuid, text, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "public"."name_conversation"(uuid, text, jsonb) FROM PUBLIC, "anon", "authenticated";
