-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.count_revision()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  new.revision := old.revision + 1;
  return new;
end;
$function$;

COMMENT ON FUNCTION "private"."count_revision"() IS 'Counts a change of a message.';

REVOKE ALL ON FUNCTION "private"."count_revision"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."count_revision"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."count_revision"() TO "postgres";
