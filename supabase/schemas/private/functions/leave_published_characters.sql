-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.leave_published_characters()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  update public.characters set owner_id = null
  where owner_id = old.id and published_at is not null;
  return old;
end;
$function$;

COMMENT ON FUNCTION "private"."leave_published_characters"() IS 'An account that goes takes its characters along, but for those that others may talk to.';

REVOKE ALL ON FUNCTION "private"."leave_published_characters"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."leave_published_characters"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."leave_published_characters"() TO "postgres";
