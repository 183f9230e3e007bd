-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.customer_of (
  p_provider text,
  p_object   jsonb
)
  RETURNS private.customer
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_customer private.customer;
begin
  select * into v_customer from private.customer
  where provider = p_provider and provider_id = p_object ->> 'customer_provider_id';
  if not found then
    -- What is known of the subscription stays, also when its customer was deleted there and
    -- replaced; else our order, which only its owner knows, where no customer is named.
    select * into v_customer from private.customer
    where id = coalesce((
        select customer_id from public.subscriptions
        where provider = p_provider and provider_id = coalesce(
          p_object ->> 'subscription_provider_id', p_object ->> 'provider_id')), (
        select customer_id from public.payments
        where provider = p_provider and provider_id = p_object ->> 'provider_id'), (
        select customer_id from public.orders
        where id = private.as_uuid(p_object ->> 'order_id') and provider = p_provider
          and not p_object ? 'customer_provider_id'));
  end if;
  if v_customer.user_id is not null then
    perform private.lock_person(v_customer.user_id);
  end if;
  return v_customer;
end;
$function$;

COMMENT ON FUNCTION "private"."customer_of"(text, jsonb) IS 'Whose a provider''s object is, locked; null when we do not know that customer.';

REVOKE ALL ON FUNCTION "private"."customer_of"(text, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."customer_of"(text, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."customer_of"(text, jsonb) TO "postgres";
