-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.seconds_until (
  p_limit   public.plan_limits,
  p_subject text,
  p_amount  bigint
)
  RETURNS integer
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_window private.rate_window;
begin
  select * into strict v_window from private.rate_window
  where subject = p_subject and meter = p_limit.meter
    and window_seconds = p_limit.window_seconds and allowance = p_limit.allowance;
  return greatest(1, ceil(
    (private.rate_level(v_window, now()) + p_amount - p_limit.allowance)
    * p_limit.window_seconds / p_limit.allowance));
end;
$function$;

COMMENT ON FUNCTION "private"."seconds_until"(public.plan_limits, text, bigint) IS 'When a bucket will have room, in whole seconds.';

REVOKE ALL ON FUNCTION "private"."seconds_until"(public.plan_limits, text, bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."seconds_until"(public.plan_limits, text, bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."seconds_until"(public.plan_limits, text, bigint) TO "postgres";
