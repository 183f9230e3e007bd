-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.window_start (
  p_window_kind text,
  p_at          timestamp with time zone
)
  RETURNS date
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  return case p_window_kind
    when 'day' then (p_at at time zone 'UTC')::date
    when 'month' then date_trunc('month', p_at at time zone 'UTC')::date
    else '-infinity'::date end;
end;
$function$;

COMMENT ON FUNCTION "private"."window_start"(text, timestamp with time zone) IS 'The UTC day on which a counted window started.';

REVOKE ALL ON FUNCTION "private"."window_start"(text, timestamp WITH time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."window_start"(text, timestamp WITH time zone) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."window_start"(text, timestamp WITH time zone) TO "postgres";
