-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.fill_window (
  p_limit   public.plan_limits,
  p_subject text,
  p_amount  bigint
)
  RETURNS private.rate_window
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_window private.rate_window;
begin
  insert into private.rate_window (subject, meter, window_seconds, allowance, level, leaked_at)
  select p_subject, p_limit.meter, p_limit.window_seconds, p_limit.allowance, p_amount, now()
  where p_amount <= p_limit.allowance
  on conflict on constraint rate_window_pkey do update
  set level = private.rate_level(rate_window, now()) + p_amount,
    leaked_at = greatest(rate_window.leaked_at, now())
  where private.rate_level(rate_window, now()) + p_amount <= p_limit.allowance
  returning * into v_window;
  return v_window;
end;
$function$;

COMMENT ON FUNCTION "private"."fill_window"(public.plan_limits, text, bigint) IS 'Fills a bucket; null when it would overflow.';

REVOKE ALL ON FUNCTION "private"."fill_window"(public.plan_limits, text, bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."fill_window"(public.plan_limits, text, bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."fill_window"(public.plan_limits, text, bigint) TO "postgres";
