-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.read_customer (
  p_user_id  uuid,
  p_provider text,
  p_is_live  boolean
)
  RETURNS text
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return (
    select provider_id from private.customer
    where user_id = p_user_id and provider = p_provider and is_live = p_is_live);
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."read_customer"(uuid, text, boolean) TO "service_role";

COMMENT ON FUNCTION "public"."read_customer"(uuid, text, boolean) IS 'Whom a provider knows a person as; null if nobody.';

REVOKE ALL ON FUNCTION "public"."read_customer"(uuid, text, boolean) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."read_customer"(uuid, text, boolean) TO "postgres";

REVOKE ALL ON FUNCTION "public"."read_customer"(uuid, text, boolean) FROM PUBLIC, "anon", "authenticated";
