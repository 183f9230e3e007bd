-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.list_double_subscriptions()
  RETURNS TABLE (
    user_id       uuid,
    subscriptions jsonb
  )
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform private.audit_as_admin('list_double_subscriptions', 'payments', '{}');
  return query
    select each.user_id, jsonb_agg(to_jsonb(each) order by started_at)
    from public.subscriptions as each
    join private.customer on customer.id = customer_id
    where each.user_id is not null and each.state not in ('canceled', 'expired', 'incomplete')
    group by each.user_id, is_live
    having count(*) > 1
    order by max(started_at) desc
    limit 200;
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."list_double_subscriptions"() TO "authenticated";

COMMENT ON FUNCTION "public"."list_double_subscriptions"() IS 'Who pays more than one subscription now, the newest case first. PT403.';

REVOKE ALL ON FUNCTION "public"."list_double_subscriptions"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."list_double_subscriptions"() TO "postgres";

REVOKE ALL ON FUNCTION "public"."list_double_subscriptions"() FROM PUBLIC, "anon", "service_role";
