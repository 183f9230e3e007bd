-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.period_start (
  p_anchor_at timestamp with time zone,
  p_nr        integer
)
  RETURNS timestamp WITH time zone
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  -- In UTC, whatever the session's time zone: adding a month to a timestamptz would depend on it.
  return ((p_anchor_at at time zone 'UTC') + p_nr * interval '1 month') at time zone 'UTC';
end;
$function$;

COMMENT ON FUNCTION "private"."period_start"(timestamp with time zone, integer) IS 'When the period of a number starts: so many months after the anchor, at most the month''s end.';

REVOKE ALL ON FUNCTION "private"."period_start"(timestamp WITH time zone, integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."period_start"(timestamp WITH time zone, integer) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."period_start"(timestamp WITH time zone, integer) TO "postgres";
