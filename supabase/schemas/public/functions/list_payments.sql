-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.list_payments (
  p_user_id uuid,
  p_is_live boolean
)
  RETURNS SETOF public.payments
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return query
    select payments.* from public.payments
    join private.customer on customer.id = customer_id
    where payments.user_id = p_user_id and is_live = p_is_live
    order by payments.created_at desc, number desc, payments.id limit 100;
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."list_payments"(uuid, boolean) TO "service_role";

COMMENT ON FUNCTION "public"."list_payments"(uuid, boolean) IS 'The newest hundred payments of a person, of test mode or live.';

REVOKE ALL ON FUNCTION "public"."list_payments"(uuid, boolean) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."list_payments"(uuid, boolean) TO "postgres";

REVOKE ALL ON FUNCTION "public"."list_payments"(uuid, boolean) FROM PUBLIC, "anon", "authenticated";
