-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.utf16_length (
  p_text text
)
  RETURNS integer
  LANGUAGE sql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
  select char_length(p_text) + regexp_count(p_text, '[\U00010000-\U0010FFFF]');
$function$;

COMMENT ON FUNCTION "private"."utf16_length"(text) IS 'The length of a text in UTF-16 code units, as a string''s length counts in JavaScript.';

REVOKE ALL ON FUNCTION "private"."utf16_length"(text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."utf16_length"(text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."utf16_length"(text) TO "postgres";
