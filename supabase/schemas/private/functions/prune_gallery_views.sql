-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.prune_gallery_views()
  RETURNS void
  LANGUAGE sql
  SET search_path TO ''
  AS $function$
  delete from private.gallery_view where viewed_on < (now() at time zone 'UTC')::date - 1;
$function$;

COMMENT ON FUNCTION "private"."prune_gallery_views"() IS 'Forgets who saw what before yesterday.';

REVOKE ALL ON FUNCTION "private"."prune_gallery_views"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."prune_gallery_views"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."prune_gallery_views"() TO "postgres";
