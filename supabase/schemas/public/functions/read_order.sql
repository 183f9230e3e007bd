-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.read_order (
  p_user_id  uuid,
  p_order_id uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_order jsonb := (
    select to_jsonb(orders) from public.orders where id = p_order_id and user_id = p_user_id);
begin
  if v_order is null then
    raise sqlstate 'PT404' using message = 'order_not_found', hint = 'There is no such order.';
  end if;
  return v_order;
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."read_order"(uuid, uuid) TO "service_role";

COMMENT ON FUNCTION "public"."read_order"(uuid, uuid) IS 'An order of a person. PT404.';

REVOKE ALL ON FUNCTION "public"."read_order"(uuid, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."read_order"(uuid, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "public"."read_order"(uuid, uuid) FROM PUBLIC, "anon", "authenticated";
