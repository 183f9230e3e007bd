-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.leave_published_galleries()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  -- In the order in which others lock several, as what goes along goes in any.
  perform from public.media_assets
  where owner_id = old.id
    or character_id in (select id from public.characters where owner_id = old.id)
  order by id for update;
  update public.media_assets set owner_id = null
  where owner_id = old.id and purpose = 'gallery' and state = 'ready' and character_id in (
    select id from public.characters where published_at is not null);
  return old;
end;
$function$;

COMMENT ON FUNCTION "private"."leave_published_galleries"() IS 'An account that goes takes its pictures along, but for those of characters that stay.';

REVOKE ALL ON FUNCTION "private"."leave_published_galleries"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."leave_published_galleries"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."leave_published_galleries"() TO "postgres";
