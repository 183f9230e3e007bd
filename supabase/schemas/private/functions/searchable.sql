-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.searchable (
  p_text text
)
  RETURNS text
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  -- A tsvector holds one megabyte at most: what is beyond the prefix is not found, and not refused.
  return regexp_replace(left(p_text, 50000),
    '([\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff])', ' \1 ', 'g');
end;
$function$;

COMMENT ON FUNCTION "private"."searchable"(text) IS 'A text with spaces around each sign of the scripts that have none (Chinese, Japanese, Thai).';

REVOKE ALL ON FUNCTION "private"."searchable"(text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."searchable"(text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."searchable"(text) TO "postgres";
