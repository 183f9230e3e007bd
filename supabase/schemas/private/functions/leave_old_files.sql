-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.leave_old_files()
  RETURNS integer
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_left integer;
begin
  with old as (
    select private.leave_files(bucket_id, name) from storage.objects
    where (bucket_id = 'exports' and created_at < now() - interval '1 day'
        -- An address may be used once more when what it was for is done. None lasts so long.
        or bucket_id = 'uploads' and created_at < now() - interval '27 hours')
      and not exists (select from private.leftover where (bucket, folder) = (bucket_id, name))
    limit 1000
  )
  select count(*) into v_left from old;
  return v_left;
end;
$function$;

COMMENT ON FUNCTION "private"."leave_old_files"() IS 'Notes exports and uploads of yesterday for removal; returns how many.';

REVOKE ALL ON FUNCTION "private"."leave_old_files"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."leave_old_files"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."leave_old_files"() TO "postgres";
