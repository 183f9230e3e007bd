-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.queue_hangup()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform pgmq.send('hangups', jsonb_build_object('call_id', new.call_id));
  perform private.wake_worker();
  return null;
end;
$function$;

COMMENT ON FUNCTION "private"."queue_hangup"() IS 'Lets the worker hang up a call.';

REVOKE ALL ON FUNCTION "private"."queue_hangup"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."queue_hangup"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."queue_hangup"() TO "postgres";
