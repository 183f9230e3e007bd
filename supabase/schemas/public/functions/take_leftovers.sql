-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.take_leftovers()
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_taken jsonb;
begin
  -- The newest first: of those the person is waiting who deleted them.
  with taken as (
    update private.leftover set taken_at = now()
    where id = any (array(
      select id from private.leftover where taken_at < now() - interval '1 minute'
      order by id desc limit 100
      for update skip locked))
    returning id, bucket, folder
  )
  select coalesce(jsonb_agg(jsonb_build_object(
    'id', id, 'bucket', bucket, 'paths', (
      -- In byte order, which has an index: all that begins with the folder and a slash.
      select coalesce(jsonb_agg(name), '[]') from storage.objects
      where bucket_id = bucket
        and (name = folder or name ~>=~ (folder || '/') and name ~<~ (folder || '0'))))), '[]')
  into v_taken from taken;
  return v_taken;
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."take_leftovers"() TO "service_role";

COMMENT ON FUNCTION "public"."take_leftovers"() IS 'Up to a hundred leftovers with the paths of their files; each is handed out once a minute.';

REVOKE ALL ON FUNCTION "public"."take_leftovers"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."take_leftovers"() TO "postgres";

REVOKE ALL ON FUNCTION "public"."take_leftovers"() FROM PUBLIC, "anon", "authenticated";
