-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.read_churn (
  p_from date,
  p_to   date
)
  RETURNS TABLE (
    month         date,
    is_live       boolean,
    provider      text,
    plan          text,
    at_start      bigint,
    gained        bigint,
    lost          bigint,
    churn_percent numeric
  )
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform private.audit_as_admin('read_churn', 'revenue', jsonb_build_object(
    'from', p_from, 'to', p_to));
  return query
    select begins::date, each.is_live, each.provider, each.plan,
      count(*) filter (where each.started_at < begins),
      count(*) filter (where each.started_at >= begins),
      count(*) filter (where each.ended_at >= begins and each.ended_at < next),
      round(100.0 * count(*) filter (
        where each.started_at < begins and each.ended_at >= begins and each.ended_at < next)
        / nullif(count(*) filter (where each.started_at < begins), 0), 1)
    from generate_series(date_trunc('month', p_from::timestamp), p_to::timestamp, '1 month')
      as start
    cross join lateral (
      select start at time zone 'UTC' as begins,
        (start + interval '1 month') at time zone 'UTC' as next) as month_of
    join lateral (
      select subscriptions.started_at, subscriptions.ended_at, subscriptions.provider,
        subscriptions.plan, customer.is_live
      from public.subscriptions
      join private.customer on customer.id = customer_id
      where started_at < next and (ended_at is null or ended_at >= begins)
        and state not in ('incomplete', 'expired')
    ) as each on true
    group by 1, 2, 3, 4
    order by 1, 2 desc, 3, 4;
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."read_churn"(date, date) TO "authenticated";

COMMENT ON FUNCTION "public"."read_churn"(date, date) IS 'Subscriptions at the start of each month, gained and lost in it, and the share of the former that was lost. PT403.';

REVOKE ALL ON FUNCTION "public"."read_churn"(date, date) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."read_churn"(date, date) TO "postgres";

REVOKE ALL ON FUNCTION "public"."read_churn"(date, date) FROM PUBLIC, "anon", "service_role";
