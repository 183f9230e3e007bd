-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.token_bytes (
  p_text text
)
  RETURNS bigint
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
declare
  -- Tibetan, Burmese, Ethiopic, Khmer, Yi; symbols and emoji.
  v_costly text := '\u0f00-\u109f\u1200-\u139f\u1780-\u17ff\u2190-\u2bff\ua000-\ua4cf'
    '\U0001f000-\U0001faff';
begin
  if p_text !~ ('[' || v_costly || ']') then
    return octet_length(p_text);
  end if;
  return octet_length(p_text)
    + 2 * octet_length(regexp_replace(p_text, '[^' || v_costly || ']', '', 'g'));
end;
$function$;

COMMENT ON FUNCTION "private"."token_bytes"(text) IS 'The bytes of a text, three for one in scripts of which tokenizers make about a token a byte.';

REVOKE ALL ON FUNCTION "private"."token_bytes"(text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."token_bytes"(text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."token_bytes"(text) TO "postgres";
