-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.keep_payment (
  p_customer   private.customer,
  p_object     jsonb,
  p_version_at timestamp with time zone
)
  RETURNS public.payments
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_new public.payments := jsonb_populate_record(null::public.payments, p_object);
  v_order public.orders;
  v_payment public.payments;
begin
  if v_new.subscription_provider_id is null then
    select * into v_order from public.orders
    where id = coalesce(v_new.order_id, (
        select order_id from public.payments
        where provider = p_customer.provider and provider_id = v_new.provider_id))
      and provider = p_customer.provider and kind <> 'subscription'
      and user_id is not distinct from p_customer.user_id
      and price_id = coalesce(p_object ->> 'price_id', price_id);
    v_new.order_id := v_order.id;
    v_new.kind := v_order.kind;
    v_new.item := v_order.item;
  else
    v_new.kind := 'subscription';
    v_new.item := private.line_plan(p_customer.provider, p_object);
    -- The order is done with the first; renewals are of no order.
    v_new.order_id := (
      select id from public.orders
      where id = v_new.order_id and provider = p_customer.provider and kind = 'subscription'
        and item = v_new.item and v_new.reason = 'first'
        and user_id is not distinct from p_customer.user_id);
  end if;
  if v_new.item is null then
    return null;
  end if;
  insert into public.payments as has (user_id, customer_id, provider, provider_id, kind,
    subscription_provider_id, order_id, item, state, reason, amount_cents, collected_cents,
    tax_cents, currency, number, url, created_at, paid_at, version_at)
  values (p_customer.user_id, p_customer.id, p_customer.provider, v_new.provider_id, v_new.kind,
    v_new.subscription_provider_id, v_new.order_id, v_new.item, v_new.state, v_new.reason,
    v_new.amount_cents, v_new.collected_cents, v_new.tax_cents, v_new.currency, v_new.number,
    v_new.url, v_new.created_at, v_new.paid_at, p_version_at)
  on conflict on constraint payments_provider_provider_id_key do update
  set item = excluded.item, state = excluded.state, amount_cents = excluded.amount_cents,
    collected_cents = excluded.collected_cents, tax_cents = excluded.tax_cents,
    number = excluded.number, url = excluded.url, paid_at = excluded.paid_at,
    version_at = excluded.version_at
  where has.version_at < excluded.version_at and (has.state <> 'paid' or excluded.state = 'paid')
  returning * into v_payment;
  if not found then
    select * into v_payment from public.payments
    where provider = p_customer.provider and provider_id = v_new.provider_id;
  end if;
  return v_payment;
end;
$function$;

COMMENT ON FUNCTION "private"."keep_payment"(private.customer, jsonb, timestamp with time zone) IS 'Keeps a version of a payment if it is newer, and returns what is kept; null if it is not ours.';

REVOKE ALL ON FUNCTION "private"."keep_payment"(private.customer, jsonb, timestamp WITH time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."keep_payment"(private.customer, jsonb, timestamp WITH time zone) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."keep_payment"(private.customer, jsonb, timestamp WITH time zone) TO "postgres";
