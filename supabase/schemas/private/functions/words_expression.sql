-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.words_expression (
  p_words text
)
  RETURNS text
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
declare
  -- Thai, Lao, Burmese, Khmer, Chinese, Japanese and Korean: words do not stand alone there.
  v_unspaced text := '[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff'
    '\uac00-\ud7af]';
begin
  return (
    select nullif(concat_ws('|',
      -- One beginning and one end for all: with a pair each, to compile a thousand takes seconds.
      '\m(?:' || string_agg(expression, '|') filter (where begins and ends) || ')\M',
      string_agg(case when begins then '\m' else '' end || expression
        || case when ends then '\M' else '' end, '|') filter (where not (begins and ends))), '')
    from (
      select word ~ '^\w' and word !~ ('^' || v_unspaced) as begins,
        word ~ '\w$' and word !~ (v_unspaced || '$') as ends,
        regexp_replace(regexp_replace(word, '([^\w\s])', '\\\1', 'g'), '\s+', '\\s+', 'g')
          as expression
      from regexp_split_to_table(p_words, '\n') as line, btrim(line, E' \t\r') as word
      where line ~ '\S'
    ) as each);
end;
$function$;

COMMENT ON FUNCTION "private"."words_expression"(text) IS 'Words and phrases, one a line, as one regular expression; null without a word.';

REVOKE ALL ON FUNCTION "private"."words_expression"(text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."words_expression"(text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."words_expression"(text) TO "postgres";
