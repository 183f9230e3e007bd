-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.is_active()
  RETURNS boolean
  LANGUAGE sql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
  select exists (
    select from public.profiles as profile
    join auth.users as account on account.id = profile.id
    where profile.id = (select auth.uid()) and profile.status = 'active'
      and (account.banned_until is null or account.banned_until <= now())
  );
$function$;

GRANT EXECUTE ON FUNCTION "private"."is_active"() TO "authenticated";

COMMENT ON FUNCTION "private"."is_active"() IS 'Whether the caller may act now.';

REVOKE ALL ON FUNCTION "private"."is_active"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."is_active"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."is_active"() TO "postgres";
