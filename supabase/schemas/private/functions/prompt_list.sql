-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.prompt_list (
  p_heading text,
  p_lines   text[]
)
  RETURNS text
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  if p_lines = '{}' then
    return null;
  end if;
  -- A line is one line: what somebody wrote into it does not become a heading.
  return p_heading || replace(
    translate(E'\u0001' || array_to_string(p_lines, E'\u0001'),
      E'\n\r\t\v\f\u0085\u2028\u2029', '        '),
    E'\u0001', E'\n- ');
end;
$function$;

COMMENT ON FUNCTION "private"."prompt_list"(text, text[]) IS 'A heading and its lines; null when there are none.';

REVOKE ALL ON FUNCTION "private"."prompt_list"(text, text[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."prompt_list"(text, text[]) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."prompt_list"(text, text[]) TO "postgres";
