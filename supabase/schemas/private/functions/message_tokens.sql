-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.message_tokens (
  p_content text
)
  RETURNS integer
  LANGUAGE sql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
  select octet_length(p_content) / 4 + 8;
$function$;

COMMENT ON FUNCTION "private"."message_tokens"(text) IS 'About the tokens of a message: four bytes each, as English prose has, and eight for its frame.';

REVOKE ALL ON FUNCTION "private"."message_tokens"(text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."message_tokens"(text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."message_tokens"(text) TO "postgres";
