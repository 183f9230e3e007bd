-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.send_departure (
  p_customer_id uuid
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  perform pgmq.send('departures', jsonb_build_object('customer_id', p_customer_id));
  perform private.wake_worker();
end;
$function$;

COMMENT ON FUNCTION "private"."send_departure"(uuid) IS 'Lets the worker tell the provider that a customer left.';

REVOKE ALL ON FUNCTION "private"."send_departure"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."send_departure"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."send_departure"(uuid) TO "postgres";
