-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.read_recurring_revenue()
  RETURNS TABLE (
    is_live       boolean,
    provider      text,
    plan          text,
    currency      text,
    subscriptions bigint,
    trials        bigint,
    past_due      bigint,
    ending        bigint,
    mrr_cents     bigint
  )
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform private.audit_as_admin('read_recurring_revenue', 'revenue', '{}');
  return query
    select customer.is_live, each.provider, each.plan, each.currency,
      count(*) filter (where each.state in ('active', 'past_due')),
      count(*) filter (where each.state = 'trialing'),
      count(*) filter (where each.state = 'past_due'),
      count(*) filter (where each.cancel_at is not null),
      coalesce(sum(round(each.amount_cents / case each.billing when 'year' then 12.0 else 1 end))
        filter (where each.state in ('active', 'past_due')), 0)::bigint
    from public.subscriptions as each
    join private.customer on customer.id = each.customer_id
    where each.state in ('trialing', 'active', 'past_due')
    group by 1, 2, 3, 4
    order by 1 desc, 2, 3, 4;
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."read_recurring_revenue"() TO "authenticated";

COMMENT ON FUNCTION "public"."read_recurring_revenue"() IS 'Monthly recurring revenue now, by mode, provider, plan and currency. PT403.';

REVOKE ALL ON FUNCTION "public"."read_recurring_revenue"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."read_recurring_revenue"() TO "postgres";

REVOKE ALL ON FUNCTION "public"."read_recurring_revenue"() FROM PUBLIC, "anon", "service_role";
