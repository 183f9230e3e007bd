-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.queue_provider_sweeps()
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  -- One that waits is enough: it goes on until it has reached the present.
  perform pgmq.send('sweeps', jsonb_build_object('provider', provider))
  from private.provider_sweep as sweep
  where exists (select from private.customer where customer.provider = sweep.provider)
    and not exists (
      select from pgmq.q_sweeps where message ->> 'provider' = sweep.provider);
  if found then
    perform private.wake_worker();
  end if;
end;
$function$;

COMMENT ON FUNCTION "private"."queue_provider_sweeps"() IS 'Lets the worker sweep the providers at which anybody has ever been.';

REVOKE ALL ON FUNCTION "private"."queue_provider_sweeps"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."queue_provider_sweeps"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."queue_provider_sweeps"() TO "postgres";
