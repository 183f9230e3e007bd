-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.forget_payment_bodies()
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  update private.payment_event set body = '{}'
  where state in ('processed', 'ignored', 'resolved') and body <> '{}'
    and finished_at < now() - interval '90 days';
end;
$function$;

COMMENT ON FUNCTION "private"."forget_payment_bodies"() IS 'Forgets the raw text of events that were dealt with 90 days ago; what they told of stays.';

REVOKE ALL ON FUNCTION "private"."forget_payment_bodies"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."forget_payment_bodies"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."forget_payment_bodies"() TO "postgres";
