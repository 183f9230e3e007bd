-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.wake_worker_if_due()
  RETURNS boolean
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  return exists (select from pgmq.metrics_all() where queue_visible_length > 0)
    and private.wake_worker();
end;
$function$;

COMMENT ON FUNCTION "private"."wake_worker_if_due"() IS 'Wakes the worker when something is due in a queue.';

REVOKE ALL ON FUNCTION "private"."wake_worker_if_due"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."wake_worker_if_due"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."wake_worker_if_due"() TO "postgres";
