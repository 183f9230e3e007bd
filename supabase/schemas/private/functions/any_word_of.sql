-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.any_word_of (
  p_language text,
  p_text     text
)
  RETURNS tsquery
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  -- A hundred different words say what a message is about; more would only cost.
  return (
    select string_agg(quote_literal(lexeme), ' | ')::tsquery
    from (
      select lexeme from unnest(private.words_of(p_language, p_text))
      order by positions[1] limit 100
    ) as words);
end;
$function$;

COMMENT ON FUNCTION "private"."any_word_of"(text, text) IS 'Finds what shares a word with a text; null when there is no word in it.';

REVOKE ALL ON FUNCTION "private"."any_word_of"(text, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."any_word_of"(text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."any_word_of"(text, text) TO "postgres";
