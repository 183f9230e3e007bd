-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.excerpt (
  p_text  text,
  p_query tsquery
)
  RETURNS text
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
declare
  v_text text := private.searchable(p_text);
  v_lower text := lower(v_text);
  v_hit integer;
begin
  -- To find the place in all of a long text takes a tenth of a second: it is about the first word.
  v_hit := (
    select min(nullif(strpos(v_lower, word[1]), 0))
    from regexp_matches(querytree(p_query), '''([^'']+)''', 'g') as word);
  return replace(regexp_replace(
    ts_headline('simple', substr(v_text, greatest(1, v_hit - 500), 5000), p_query,
      'StartSel=«, StopSel=», ShortWord=0, MaxWords=24, MaxFragments=1'),
    ' ?(«?[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]»?) ?', '\1', 'g'), '»«', '');
end;
$function$;

COMMENT ON FUNCTION "private"."excerpt"(text, tsquery) IS 'The part of a text where words are found, between « and ».';

REVOKE ALL ON FUNCTION "private"."excerpt"(text, tsquery) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."excerpt"(text, tsquery) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."excerpt"(text, tsquery) TO "postgres";
