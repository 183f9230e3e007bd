-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.wake_media_if_due()
  RETURNS boolean
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_is_due boolean := exists (
      select from private.leftover where taken_at < now() - interval '1 minute')
    or exists (
      select from public.media_assets
      where state = 'processing' and claimed_at < now() - interval '1 minute');
  v_url text;
  v_secret text;
begin
  select decrypted_secret into v_url from vault.decrypted_secrets where name = 'worker_url';
  select decrypted_secret into v_secret from vault.decrypted_secrets
  where name = 'worker_secret';
  if not v_is_due or v_url is null or v_secret is null then
    return false;
  end if;
  perform net.http_post(
    -- Beside the worker: pictures take more memory than what is done about money should share.
    regexp_replace(v_url, '/worker$', '/media/work'), headers => jsonb_build_object(
      'Content-Type', 'application/json', 'Authorization', 'Bearer ' || v_secret),
    timeout_milliseconds => 30000);
  return true;
end;
$function$;

COMMENT ON FUNCTION "private"."wake_media_if_due"() IS 'Asks the media function to do what nobody came back for; false when there is nothing, or nobody has said where it is.';

REVOKE ALL ON FUNCTION "private"."wake_media_if_due"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."wake_media_if_due"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."wake_media_if_due"() TO "postgres";
