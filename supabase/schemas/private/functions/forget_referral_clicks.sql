-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.forget_referral_clicks()
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  delete from private.referral_click where day < (now() at time zone 'UTC')::date - 1;
end;
$function$;

COMMENT ON FUNCTION "private"."forget_referral_clicks"() IS 'Forgets visitors of other days than today and yesterday.';

REVOKE ALL ON FUNCTION "private"."forget_referral_clicks"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."forget_referral_clicks"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."forget_referral_clicks"() TO "postgres";
