-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.read_payment_stats (
  p_from date,
  p_to   date
)
  RETURNS TABLE (
    day             date,
    provider        text,
    type            text,
    events          bigint,
    deliveries      bigint,
    processed       bigint,
    ignored         bigint,
    waiting         bigint,
    dead            bigint,
    resolved        bigint,
    retried         bigint,
    mean_latency_ms bigint
  )
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform private.audit_as_admin('read_payment_stats', 'payments', jsonb_build_object(
    'from', p_from, 'to', p_to));
  return query
    select (event.received_at at time zone 'UTC')::date, event.provider, event.type, count(*),
      sum(event.deliveries)::bigint, count(*) filter (where event.state = 'processed'),
      count(*) filter (where event.state = 'ignored'),
      count(*) filter (where event.state = 'received'),
      count(*) filter (where event.state = 'dead'),
      count(*) filter (where event.state = 'resolved'),
      count(*) filter (where event.attempts > 1),
      (avg(extract(epoch from event.finished_at - event.received_at)) * 1000)::bigint
    from private.payment_event as event
    where event.received_at >= p_from::timestamp at time zone 'UTC'
      and event.received_at < (p_to + 1)::timestamp at time zone 'UTC'
    group by 1, 2, 3
    union all
    select refusal.day, refusal.provider, 'refused: ' || refusal.reason, 0, refusal.count, 0, 0,
      0, 0, 0, 0, null
    from private.payment_refusal as refusal
    where refusal.day between p_from and p_to
    order by 1, 2, 3;
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."read_payment_stats"(date, date) TO "authenticated";

COMMENT ON FUNCTION "public"."read_payment_stats"(date, date) IS 'Events by UTC day, provider and type, and what was refused and why. PT403.';

REVOKE ALL ON FUNCTION "public"."read_payment_stats"(date, date) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."read_payment_stats"(date, date) TO "postgres";

REVOKE ALL ON FUNCTION "public"."read_payment_stats"(date, date) FROM PUBLIC, "anon", "service_role";
