-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.claim_departures (
  p_count integer
)
  RETURNS TABLE (
    message_id                bigint,
    provider                  text,
    customer_id               uuid,
    customer_provider_id      text,
    subscription_provider_ids text[]
  )
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  -- A worker that dies has them for a minute.
  return query
    select message.msg_id, customer.provider, customer.id, customer.provider_id, array(
      select subscription.provider_id from public.subscriptions as subscription
      where subscription.customer_id = customer.id
        and subscription.state not in ('canceled', 'expired')
      order by subscription.provider_id)
    from pgmq.read('departures', 60, least(p_count, 20)) as message
    join private.customer on customer.id = private.as_uuid(message.message ->> 'customer_id');
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."claim_departures"(integer) TO "service_role";

COMMENT ON FUNCTION "public"."claim_departures"(integer) IS 'Up to so many customers who left, with their subscriptions that are not over, for a minute nobody else''s.';

REVOKE ALL ON FUNCTION "public"."claim_departures"(integer) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."claim_departures"(integer) TO "postgres";

REVOKE ALL ON FUNCTION "public"."claim_departures"(integer) FROM PUBLIC, "anon", "authenticated";
