-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.excerpt (
  p_text  text,
  p_query tsquery
)
  RETURNS text
  LANGUAGE sql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
  select replace(regexp_replace(
    ts_headline('simple', private.searchable(p_text), p_query,
      'StartSel=«, StopSel=», ShortWord=0, MaxWords=24, MaxFragments=1'),
    ' ?(«?[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]»?) ?', '\1', 'g'), '»«', '');
$function$;

COMMENT ON FUNCTION "private"."excerpt"(text, tsquery) IS 'The part of a text where words are found, between « and ».';

REVOKE ALL ON FUNCTION "private"."excerpt"(text, tsquery) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."excerpt"(text, tsquery) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."excerpt"(text, tsquery) TO "postgres";
