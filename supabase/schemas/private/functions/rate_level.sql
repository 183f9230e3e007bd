-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.rate_level (
  p_window private.rate_window,
  p_at     timestamp with time zone
)
  RETURNS double precision
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  return greatest(0, p_window.level
    - greatest(0, extract(epoch from p_at - p_window.leaked_at)::double precision)
      * p_window.allowance / p_window.window_seconds);
end;
$function$;

COMMENT ON FUNCTION "private"."rate_level"(private.rate_window, timestamp with time zone) IS 'How full a bucket is at a moment.';

REVOKE ALL ON FUNCTION "private"."rate_level"(private.rate_window, timestamp WITH time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."rate_level"(private.rate_window, timestamp WITH time zone) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."rate_level"(private.rate_window, timestamp WITH time zone) TO "postgres";
