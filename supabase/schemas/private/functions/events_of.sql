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
      select provider, 'subscription' as kind, provider_id as id
      from public.subscriptions where customer_id = p_customer_id
      union all
      select provider, told.kind, told.id
      from public.payments
      cross join lateral (values
        -- What was bought once is `order:1` with us, and 1 among the orders of LemonSqueezy.
        (case provider when 'lemonsqueezy' then 'order' else 'invoice' end,
          regexp_replace(payments.provider_id, '^order:', '')),
        ('checkout', (select checkout_id from public.orders where orders.id = order_id))
      ) as told (kind, id)
      where customer_id = p_customer_id
      union all
      select reversal.provider, reversal.kind, reversal.provider_id
      from public.payments
      join (
        select 'refund' as kind, provider, provider_id, payment_provider_id from public.refunds
        union all
        select 'dispute', provider, provider_id, payment_provider_id from private.dispute
      ) as reversal
        on reversal.provider = payments.provider
          and reversal.payment_provider_id = payments.provider_id
      where customer_id = p_customer_id
    )
    select event.id from object
    join private.payment_event as event
      on event.provider = object.provider and event.object_id = object.id
        -- Stripe's ids say of what kind they are.
        and (event.provider = 'stripe' or event.object_kind = object.kind);
end;
$function$;

COMMENT ON FUNCTION "private"."events_of"(uuid) IS 'The events about what a customer paid.';

REVOKE ALL ON FUNCTION "private"."events_of"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."events_of"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."events_of"(uuid) TO "postgres";
