-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.prune_limits()
  RETURNS integer
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_pruned integer;
begin
  -- What somebody is using right now is left for the next time: this must never wait.
  with pruned as (
    delete from private.rate_window where ctid = any (array(
      select ctid from private.rate_window
      where leaked_at < now() - window_seconds * interval '1 second'
      limit 50000
      for update skip locked))
    returning 1
  )
  select count(*) into v_pruned from pruned;
  delete from private.allowance_count where ctid = any (array(
    select ctid from private.allowance_count
    where window_kind <> 'ever' and starts_on < (now() at time zone 'UTC')::date - 40
    limit 50000
    for update skip locked));
  -- What is still at work may fail, and then gives back.
  delete from private.allowance_reservation where id = any (array(
    select id from private.allowance_reservation as reservation
    where created_at < now() - interval '2 days'
      and not exists (
        select from private.ledger_hold where id = reservation.id and state = 'held')
    limit 50000
    for update skip locked));
  return v_pruned;
end;
$function$;

COMMENT ON FUNCTION "private"."prune_limits"() IS 'Forgets windows that are over; returns how many rolling ones.';

REVOKE ALL ON FUNCTION "private"."prune_limits"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."prune_limits"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."prune_limits"() TO "postgres";
