-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.grace_days()
  RETURNS integer
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return coalesce((select (content ->> 'grace_days')::integer from private.catalog), 7);
end;
$function$;

COMMENT ON FUNCTION "private"."grace_days"() IS 'For how many days a plan goes on while its renewal fails; of the catalog.';

REVOKE ALL ON FUNCTION "private"."grace_days"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."grace_days"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."grace_days"() TO "postgres";
