-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.index_facts_anew()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  update private.character_fact set fact = fact where character_id = new.id;
  return null;
end;
$function$;

COMMENT ON FUNCTION "private"."index_facts_anew"() IS 'Makes the words of all facts anew when their language changes.';

REVOKE ALL ON FUNCTION "private"."index_facts_anew"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."index_facts_anew"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."index_facts_anew"() TO "postgres";
