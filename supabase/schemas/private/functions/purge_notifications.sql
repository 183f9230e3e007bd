-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.purge_notifications()
  RETURNS integer
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_purged integer;
begin
  delete from public.notifications where id = any (array(
    select id from public.notifications where created_at < now() - interval '90 days'
    order by created_at limit 2000 for update skip locked));
  get diagnostics v_purged = row_count;
  return v_purged;
end;
$function$;

COMMENT ON FUNCTION "private"."purge_notifications"() IS 'Forgets up to 2000 notifications that are 90 days old. Returns how many.';

REVOKE ALL ON FUNCTION "private"."purge_notifications"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."purge_notifications"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."purge_notifications"() TO "postgres";
