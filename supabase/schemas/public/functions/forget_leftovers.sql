-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.forget_leftovers (
  p_ids bigint[]
)
  RETURNS void
  LANGUAGE sql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
  delete from private.leftover where id = any (p_ids);
$function$;

GRANT EXECUTE ON FUNCTION "public"."forget_leftovers"(bigint[]) TO "service_role";

COMMENT ON FUNCTION "public"."forget_leftovers"(bigint[]) IS 'Leftovers whose files are removed.';

REVOKE ALL ON FUNCTION "public"."forget_leftovers"(bigint[]) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."forget_leftovers"(bigint[]) TO "postgres";

REVOKE ALL ON FUNCTION "public"."forget_leftovers"(bigint[]) FROM PUBLIC, "anon", "authenticated";
