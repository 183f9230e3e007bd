-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.window_end (
  p_window_kind text,
  p_at          timestamp with time zone
)
  RETURNS timestamp WITH time zone
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  return case p_window_kind
    when 'day' then date_trunc('day', p_at at time zone 'UTC') + interval '1 day'
    when 'month' then date_trunc('month', p_at at time zone 'UTC') + interval '1 month'
    end at time zone 'UTC';
end;
$function$;

COMMENT ON FUNCTION "private"."window_end"(text, timestamp with time zone) IS 'When a counted window starts anew; null for ever.';

REVOKE ALL ON FUNCTION "private"."window_end"(text, timestamp WITH time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."window_end"(text, timestamp WITH time zone) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."window_end"(text, timestamp WITH time zone) TO "postgres";
