-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.invalid_pattern (
  p_reason text
)
  RETURNS void
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  raise sqlstate 'PT400' using
    message = 'invalid_pattern',
    detail = jsonb_build_object('reason', p_reason)::text,
    hint = format('The pattern is not taken: %s.', p_reason);
end;
$function$;

COMMENT ON FUNCTION "private"."invalid_pattern"(text) IS 'Refuses a pattern. PT400 with the reason.';

REVOKE ALL ON FUNCTION "private"."invalid_pattern"(text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."invalid_pattern"(text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."invalid_pattern"(text) TO "postgres";
