-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.is_admin()
  RETURNS boolean
  LANGUAGE sql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
  select exists (
    select from public.profiles
    where id = (select auth.uid()) and role = 'admin' and status = 'active'
  );
$function$;

GRANT EXECUTE ON FUNCTION "private"."is_admin"() TO "authenticated";

COMMENT ON FUNCTION "private"."is_admin"() IS 'Whether the caller is an active admin.';

REVOKE ALL ON FUNCTION "private"."is_admin"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."is_admin"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."is_admin"() TO "postgres";
