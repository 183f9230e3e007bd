-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.open_order (
  p_order_id     uuid,
  p_checkout_id  text,
  p_checkout_url text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  update public.orders set checkout_id = p_checkout_id, checkout_url = p_checkout_url,
    customer_id = (
      select id from private.customer
      where (customer.user_id, customer.provider, customer.is_live)
        = (orders.user_id, orders.provider, orders.is_live))
  where id = p_order_id and checkout_id is null;
  return (select to_jsonb(orders) from public.orders where id = p_order_id);
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."open_order"(uuid, text, text) TO "service_role";

COMMENT ON FUNCTION "public"."open_order"(uuid, text, text) IS 'Keeps where an order is paid, and by whom; the first is kept.';

REVOKE ALL ON FUNCTION "public"."open_order"(uuid, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."open_order"(uuid, text, text) TO "postgres";

REVOKE ALL ON FUNCTION "public"."open_order"(uuid, text, text) FROM PUBLIC, "anon", "authenticated";
