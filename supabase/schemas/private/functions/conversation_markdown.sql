-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.conversation_markdown (
  p_title    text,
  p_name     text,
  p_messages jsonb
)
  RETURNS text
  LANGUAGE sql
  STABLE
  SET search_path TO ''
  AS $function$
  select format(E'# %s\n', coalesce(p_title, p_name)) || coalesce(string_agg(
    format(E'\n## %s, %s UTC\n\n%s\n',
      case message.role when 'user' then 'You' else p_name end,
      to_char(message.created_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI'), message.content),
    '' order by nr), '')
  from rows from (jsonb_to_recordset(p_messages)
    as (role text, content text, created_at timestamptz)) with ordinality
    as message (role, content, created_at, nr)
  where message.content <> '';
$function$;

GRANT EXECUTE ON FUNCTION "private"."conversation_markdown"(text, text, jsonb) TO "authenticated";

COMMENT ON FUNCTION "private"."conversation_markdown"(text, text, jsonb) IS 'Messages as a Markdown text, oldest first.';

REVOKE ALL ON FUNCTION "private"."conversation_markdown"(text, text, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."conversation_markdown"(text, text, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."conversation_markdown"(text, text, jsonb) TO "postgres";
