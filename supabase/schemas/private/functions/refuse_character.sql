-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.refuse_character (
  p_constraint text,
  p_column     text
)
  RETURNS void
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  raise sqlstate 'PT400' using
    message = 'invalid_request',
    detail = jsonb_build_object('path', coalesce(nullif(p_column, ''), nullif(
      regexp_replace(p_constraint, '^character(s|_prompt)_|(_check|_key)$', '', 'g'), '')))::text,
    hint = 'A field is missing, of another form, or beyond what it may be.';
end;
$function$;

COMMENT ON FUNCTION "private"."refuse_character"(text, text) IS 'Refuses what does not fit a card, by the constraint or the column that says so. PT400.';

REVOKE ALL ON FUNCTION "private"."refuse_character"(text, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."refuse_character"(text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."refuse_character"(text, text) TO "postgres";
