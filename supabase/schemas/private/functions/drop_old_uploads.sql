-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.drop_old_uploads()
  RETURNS integer
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_dropped integer;
begin
  with dropped as (
    delete from private.media_upload where id = any (array(
      select id from private.media_upload
      -- A signed address holds for two hours, an upload in pieces may take a day.
      where created_at < now() - interval '26 hours'
      limit 1000
      for update skip locked))
    returning 1
  )
  select count(*) into v_dropped from dropped;
  return v_dropped;
end;
$function$;

COMMENT ON FUNCTION "private"."drop_old_uploads"() IS 'Drops uploads that nobody finished; returns how many.';

REVOKE ALL ON FUNCTION "private"."drop_old_uploads"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."drop_old_uploads"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."drop_old_uploads"() TO "postgres";
