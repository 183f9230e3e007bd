-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.queue_departure()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform private.send_departure(new.id);
  return null;
end;
$function$;

COMMENT ON FUNCTION "private"."queue_departure"() IS 'Queues the departure of who deletes the account.';

REVOKE ALL ON FUNCTION "private"."queue_departure"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."queue_departure"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."queue_departure"() TO "postgres";
