-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.reconcile_cashouts()
  RETURNS integer
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  -- As long as PayPal may still return or reverse what it has.
  c_days constant integer := 60;
  v_cashout_id uuid;
  v_asked integer := 0;
begin
  perform private.compare_ledger();
  for v_cashout_id in
    select cashout_id from private.payout
    where batch_id is not null and message_id is null
      and first_sent_at > now() - make_interval(days => c_days)
    order by cashout_id
  loop
    perform private.queue_cashout(v_cashout_id);
    v_asked := v_asked + 1;
  end loop;
  return v_asked;
end;
$function$;

COMMENT ON FUNCTION "private"."reconcile_cashouts"() IS 'Compares ledger and cashouts now, and lets the worker ask PayPal about all of the last sixty days; what differs is raised. Returns about how many is asked.';

REVOKE ALL ON FUNCTION "private"."reconcile_cashouts"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."reconcile_cashouts"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."reconcile_cashouts"() TO "postgres";
