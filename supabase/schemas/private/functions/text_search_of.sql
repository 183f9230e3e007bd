-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.text_search_of (
  p_language text
)
  RETURNS regconfig
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  return case split_part(p_language, '-', 1)
    when 'da' then 'danish' when 'de' then 'german' when 'en' then 'english'
    when 'es' then 'spanish' when 'fi' then 'finnish' when 'fr' then 'french'
    when 'hu' then 'hungarian' when 'it' then 'italian' when 'nl' then 'dutch'
    when 'nb' then 'norwegian' when 'nn' then 'norwegian' when 'no' then 'norwegian'
    when 'pt' then 'portuguese' when 'ro' then 'romanian'
    when 'ru' then 'russian' when 'sv' then 'swedish' when 'tr' then 'turkish'
    else 'simple' end::regconfig;
end;
$function$;

COMMENT ON FUNCTION "private"."text_search_of"(text) IS 'The text search of a language; simple, which takes words as they are, where there is none.';

REVOKE ALL ON FUNCTION "private"."text_search_of"(text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."text_search_of"(text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."text_search_of"(text) TO "postgres";
