-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.thought_and_said (
  p_thoughts text,
  p_text     text
)
  RETURNS text
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  return concat_ws(E'\n', nullif(p_thoughts, ''), p_text);
end;
$function$;

COMMENT ON FUNCTION "private"."thought_and_said"(text, text) IS 'What was shown of an answer, as moderation looks at it: thoughts, if there are any, and text.';

REVOKE ALL ON FUNCTION "private"."thought_and_said"(text, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."thought_and_said"(text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."thought_and_said"(text, text) TO "postgres";
