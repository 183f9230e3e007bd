-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.events_of (
  p_customer_id uuid
)
  RETURNS SETOF bigint
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return query
    with object as (
      select provider, provider_id from public.subscriptions where customer_id = p_customer_id
      union all
      select provider, unnest(array[payments.provider_id, (
        select checkout_id from public.orders where id = order_id)])
      from public.payments where customer_id = p_customer_id
      union all
      select reversal.provider, reversal.provider_id
      from public.payments
      join (
        select provider, provider_id, payment_provider_id from public.refunds
        union all
        select provider, provider_id, payment_provider_id from private.dispute
      ) as reversal
        on reversal.provider = payments.provider
          and reversal.payment_provider_id = payments.provider_id
      where customer_id = p_customer_id
    )
    select event.id from object
    join private.payment_event as event
      on event.provider = object.provider and event.object_id = object.provider_id;
end;
$function$;

COMMENT ON FUNCTION "private"."events_of"(uuid) IS 'The events about what a customer paid.';

REVOKE ALL ON FUNCTION "private"."events_of"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."events_of"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."events_of"(uuid) TO "postgres";
