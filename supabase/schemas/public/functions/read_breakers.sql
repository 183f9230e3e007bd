-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.read_breakers()
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object(
      'provider', provider, 'state', state, 'retry_at', retry_at) order by provider), '[]')
    from private.provider_breaker);
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."read_breakers"() TO "service_role";

COMMENT ON FUNCTION "public"."read_breakers"() IS 'The states of the providers that failed too often at some time; all others are closed.';

REVOKE ALL ON FUNCTION "public"."read_breakers"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."read_breakers"() TO "postgres";

REVOKE ALL ON FUNCTION "public"."read_breakers"() FROM PUBLIC, "anon", "authenticated";
