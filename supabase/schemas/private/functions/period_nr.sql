-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.period_nr (
  p_anchor_at timestamp with time zone,
  p_at        timestamp with time zone
)
  RETURNS integer
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
declare
  v_nr integer :=
    (extract(year from p_at at time zone 'UTC') - extract(year from p_anchor_at at time zone 'UTC'))
    * 12
    + extract(month from p_at at time zone 'UTC')
    - extract(month from p_anchor_at at time zone 'UTC');
begin
  return v_nr - (private.period_start(p_anchor_at, v_nr) > p_at)::integer;
end;
$function$;

COMMENT ON FUNCTION "private"."period_nr"(timestamp with time zone, timestamp with time zone) IS 'The number of the period that a moment falls into.';

REVOKE ALL ON FUNCTION "private"."period_nr"(timestamp WITH time zone, timestamp WITH time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."period_nr"(timestamp WITH time zone, timestamp WITH time zone) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."period_nr"(timestamp WITH time zone, timestamp WITH time zone) TO "postgres";
