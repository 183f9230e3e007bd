-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.forget_attachment()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  new.blurhash := null;
  new.caption := null;
  return new;
end;
$function$;

COMMENT ON FUNCTION "private"."forget_attachment"() IS 'Of a deleted asset neither look nor caption is kept.';

REVOKE ALL ON FUNCTION "private"."forget_attachment"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."forget_attachment"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."forget_attachment"() TO "postgres";
