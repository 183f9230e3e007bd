-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.open_until (
  p_openings integer,
  p_rules    private.breaker_rules
)
  RETURNS timestamp WITH time zone
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return now() + make_interval(secs => least(
    p_rules.max_open_seconds, p_rules.open_seconds * 2.0 ^ (p_openings - 1)));
end;
$function$;

COMMENT ON FUNCTION "private"."open_until"(integer, private.breaker_rules) IS 'The end of an opening: the first is the shortest.';

REVOKE ALL ON FUNCTION "private"."open_until"(integer, private.breaker_rules) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."open_until"(integer, private.breaker_rules) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."open_until"(integer, private.breaker_rules) TO "postgres";
