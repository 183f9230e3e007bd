-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.leave_old_exports()
  RETURNS integer
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_left integer;
begin
  with expired as (
    select private.leave_files(bucket_id, name) from storage.objects
    where bucket_id = 'exports' and created_at < now() - interval '1 day'
      and not exists (select from private.leftover where (bucket, folder) = (bucket_id, name))
    limit 1000
  )
  select count(*) into v_left from expired;
  return v_left;
end;
$function$;

COMMENT ON FUNCTION "private"."leave_old_exports"() IS 'Notes exports of yesterday for removal; returns how many.';

REVOKE ALL ON FUNCTION "private"."leave_old_exports"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."leave_old_exports"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."leave_old_exports"() TO "postgres";
