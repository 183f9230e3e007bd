-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.words_of (
  p_language text,
  p_text     text
)
  RETURNS tsvector
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  return to_tsvector(private.text_search_of(p_language), lower(private.searchable(p_text)));
end;
$function$;

COMMENT ON FUNCTION "private"."words_of"(text, text) IS 'The words of a text, as its language has them.';

REVOKE ALL ON FUNCTION "private"."words_of"(text, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."words_of"(text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."words_of"(text, text) TO "postgres";
