-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.hash_token (
  p_token text
)
  RETURNS text
  LANGUAGE sql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
  select encode(sha256(convert_to(p_token, 'UTF8')), 'hex');
$function$;

COMMENT ON FUNCTION "private"."hash_token"(text) IS 'What is kept of a token.';

REVOKE ALL ON FUNCTION "private"."hash_token"(text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."hash_token"(text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."hash_token"(text) TO "postgres";
