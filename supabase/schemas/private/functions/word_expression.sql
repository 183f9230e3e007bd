-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.word_expression (
  p_word text
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
  return case when p_word ~ '^\w' and p_word !~ ('^' || v_unspaced) then '\m' else '' end
    || regexp_replace(regexp_replace(p_word, '([^\w\s])', '\\\1', 'g'), '\s+', '\\s+', 'g')
    || case when p_word ~ '\w$' and p_word !~ (v_unspaced || '$') then '\M' else '' end;
end;
$function$;

COMMENT ON FUNCTION "private"."word_expression"(text) IS 'A word or phrase as a regular expression.';

REVOKE ALL ON FUNCTION "private"."word_expression"(text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."word_expression"(text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."word_expression"(text) TO "postgres";
