-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.with_summary (
  p_prompt          text,
  p_conversation_id uuid
)
  RETURNS text
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return concat_ws(E'\n\n', p_prompt, (
      select 'Several people take part. What each says begins with a name; what you say does not.'
      from public.conversations where id = p_conversation_id and is_shared),
    'What was said before, in short:' || E'\n'
    || (private.summary_of(p_conversation_id)).content);
end;
$function$;

COMMENT ON FUNCTION "private"."with_summary"(text, uuid) IS 'A prompt, that several people take part if they do, and the running summary, if there is one.';

REVOKE ALL ON FUNCTION "private"."with_summary"(text, uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."with_summary"(text, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."with_summary"(text, uuid) TO "postgres";
