-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.read_revenue (
  p_from date,
  p_to   date
)
  RETURNS TABLE (
    month          date,
    is_live        boolean,
    provider       text,
    kind           text,
    item           text,
    currency       text,
    payments       bigint,
    gross_cents    bigint,
    tax_cents      bigint,
    reversed_cents bigint,
    net_cents      bigint
  )
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform private.audit_as_admin('read_revenue', 'revenue', jsonb_build_object(
    'from', p_from, 'to', p_to));
  return query
    select date_trunc('month', each.paid_at at time zone 'UTC')::date, customer.is_live,
      each.provider, each.kind, each.item, each.currency, count(*),
      sum(each.amount_cents)::bigint,
      sum(each.tax_cents)::bigint, sum(each.reversed_cents)::bigint,
      sum(each.amount_cents - each.reversed_cents)::bigint
    from public.payments as each
    join private.customer on customer.id = each.customer_id
    where each.paid_at >= p_from::timestamp at time zone 'UTC'
      and each.paid_at < (p_to + 1)::timestamp at time zone 'UTC'
    group by 1, 2, 3, 4, 5, 6
    order by 1, 2 desc, 3, 4, 5, 6;
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."read_revenue"(date, date) TO "authenticated";

COMMENT ON FUNCTION "public"."read_revenue"(date, date) IS 'What was paid and reversed of payments of those days, by month and what was bought. PT403.';

REVOKE ALL ON FUNCTION "public"."read_revenue"(date, date) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."read_revenue"(date, date) TO "postgres";

REVOKE ALL ON FUNCTION "public"."read_revenue"(date, date) FROM PUBLIC, "anon", "service_role";
