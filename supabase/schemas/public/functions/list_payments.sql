-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.list_payments (
  p_user_id uuid
)
  RETURNS SETOF public.payments
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return query
    select * from public.payments where user_id = p_user_id
    order by created_at desc, number desc, id limit 100;
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."list_payments"(uuid) TO "service_role";

COMMENT ON FUNCTION "public"."list_payments"(uuid) IS 'The newest hundred payments of a person.';

REVOKE ALL ON FUNCTION "public"."list_payments"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."list_payments"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "public"."list_payments"(uuid) FROM PUBLIC, "anon", "authenticated";
