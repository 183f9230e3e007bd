-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.turn_lease()
  RETURNS interval
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  -- A worker that lives says so each second, and settles within some tries: it is not swept while
  -- the database is away for less.
  return interval '90 seconds';
end;
$function$;

COMMENT ON FUNCTION "private"."turn_lease"() IS 'How long a turn may be silent before the sweep closes it; each checkpoint starts it anew.';

REVOKE ALL ON FUNCTION "private"."turn_lease"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."turn_lease"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."turn_lease"() TO "postgres";
