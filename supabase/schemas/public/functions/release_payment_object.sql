-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.release_payment_object (
  p_object_key text,
  p_leased_at  timestamp with time zone
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  delete from private.payment_lease
  where object_key = p_object_key and leased_at = p_leased_at;
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."release_payment_object"(text, timestamp WITH time zone) TO "service_role";

COMMENT ON FUNCTION "public"."release_payment_object"(text, timestamp with time zone) IS 'The caller has applied what it read.';

REVOKE ALL ON FUNCTION "public"."release_payment_object"(text, timestamp WITH time zone) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."release_payment_object"(text, timestamp WITH time zone) TO "postgres";

REVOKE ALL ON FUNCTION "public"."release_payment_object"(text, timestamp WITH time zone) FROM PUBLIC, "anon", "authenticated";
