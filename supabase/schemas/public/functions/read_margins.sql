-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.read_margins (
  p_from date,
  p_to   date
)
  RETURNS TABLE (
    day                 date,
    plan                text,
    provider            text,
    model               text,
    action              text,
    calls               bigint,
    failed_calls        bigint,
    credits             bigint,
    revenue_micros      bigint,
    cost_micros         bigint,
    margin_micros       bigint,
    mean_latency_ms     bigint,
    mean_first_token_ms bigint
  )
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform private.audit_as_admin('read_margins', 'usage', jsonb_build_object(
    'from', p_from, 'to', p_to));
  while private.sum_usage() > 0 loop end loop;
  return query
    select each.day, each.plan, each.provider, each.model, each.action, sum(each.calls)::bigint,
      sum(each.failed_calls)::bigint, sum(each.credits)::bigint,
      sum(each.revenue_micros)::bigint, sum(each.cost_micros)::bigint,
      sum(each.revenue_micros - each.cost_micros)::bigint,
      (sum(each.latency_ms) / nullif(sum(each.timed_calls), 0))::bigint,
      (sum(each.first_token_ms) / nullif(sum(each.streamed_calls), 0))::bigint
    from private.usage_day as each
    where each.day between p_from and p_to
    group by 1, 2, 3, 4, 5
    order by 1, 2, 3, 4, 5;
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."read_margins"(date, date) TO "authenticated";

COMMENT ON FUNCTION "public"."read_margins"(date, date) IS 'Cost, revenue and margin in micros of each UTC day by plan, model and action. PT403.';

REVOKE ALL ON FUNCTION "public"."read_margins"(date, date) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."read_margins"(date, date) TO "postgres";

REVOKE ALL ON FUNCTION "public"."read_margins"(date, date) FROM PUBLIC, "anon", "service_role";
