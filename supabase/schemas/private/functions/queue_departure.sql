-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.queue_departure()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform pgmq.send('departures', jsonb_build_object('customer_id', new.id));
  perform private.wake_worker();
  return null;
end;
$function$;

COMMENT ON FUNCTION "private"."queue_departure"() IS 'Lets the worker tell the provider that somebody left.';

REVOKE ALL ON FUNCTION "private"."queue_departure"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."queue_departure"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."queue_departure"() TO "postgres";
