-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.wake_worker()
  RETURNS boolean
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_url text;
  v_secret text;
begin
  -- Nobody waits for whoever calls it at this moment: one call is enough for both.
  perform from private.worker_wake
  where woken_at <= clock_timestamp() - interval '100 milliseconds'
  for no key update skip locked;
  if not found then
    return false;
  end if;
  select decrypted_secret into v_url from vault.decrypted_secrets where name = 'worker_url';
  select decrypted_secret into v_secret from vault.decrypted_secrets
  where name = 'worker_secret';
  if v_url is null or v_secret is null then
    return false;
  end if;
  update private.worker_wake set woken_at = clock_timestamp() where id;
  perform net.http_post(
    v_url, headers => jsonb_build_object(
      'Content-Type', 'application/json', 'Authorization', 'Bearer ' || v_secret),
    timeout_milliseconds => 30000);
  return true;
end;
$function$;

COMMENT ON FUNCTION "private"."wake_worker"() IS 'Asks the worker function to work, after the commit; false when it was asked a moment ago, or nobody has said where it is.';

REVOKE ALL ON FUNCTION "private"."wake_worker"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."wake_worker"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."wake_worker"() TO "postgres";
