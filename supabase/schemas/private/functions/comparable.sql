-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.comparable (
  p_text text
)
  RETURNS text
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  -- Full-width and styled letters as plain ones, and nothing invisible between them. ASCII has
  -- neither: seconds are spared for long texts.
  return case when octet_length(p_text) = char_length(p_text) then p_text else regexp_replace(
    normalize(p_text, nfkc), '[\u00ad\u200b-\u200f\u2060\ufeff]', '', 'g') end;
end;
$function$;

COMMENT ON FUNCTION "private"."comparable"(text) IS 'A text as patterns are compared with it: without disguises of letters.';

REVOKE ALL ON FUNCTION "private"."comparable"(text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."comparable"(text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."comparable"(text) TO "postgres";
