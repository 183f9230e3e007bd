-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.close_order (
  p_order_id    uuid,
  p_is_complete boolean
)
  RETURNS text
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  update public.orders
  set state = case when p_is_complete then 'complete' else 'expired' end
  where id = p_order_id and (state = 'open' or (state = 'expired' and p_is_complete));
  return (select state from public.orders where id = p_order_id);
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."close_order"(uuid, boolean) TO "service_role";

COMMENT ON FUNCTION "public"."close_order"(uuid, boolean) IS 'An order was paid, or can be no more; returns its state, null when it is none of ours.';

REVOKE ALL ON FUNCTION "public"."close_order"(uuid, boolean) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."close_order"(uuid, boolean) TO "postgres";

REVOKE ALL ON FUNCTION "public"."close_order"(uuid, boolean) FROM PUBLIC, "anon", "authenticated";
