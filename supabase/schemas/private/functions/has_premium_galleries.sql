-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.has_premium_galleries()
  RETURNS boolean
  LANGUAGE sql
  STABLE
  SET search_path TO ''
  AS $function$
  select private.is_active() and coalesce(
    'premium_galleries' = any ((private.current_plan(auth.uid())).features), false);
$function$;

COMMENT ON FUNCTION "private"."has_premium_galleries"() IS 'Whether what is premium is open to the caller, whosever it is.';

REVOKE ALL ON FUNCTION "private"."has_premium_galleries"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."has_premium_galleries"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."has_premium_galleries"() TO "postgres";
