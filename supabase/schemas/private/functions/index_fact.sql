-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.index_fact()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  new.words := private.words_of(
    (select language from public.characters where id = new.character_id), new.fact);
  return new;
end;
$function$;

COMMENT ON FUNCTION "private"."index_fact"() IS 'Keeps the words of a fact.';

REVOKE ALL ON FUNCTION "private"."index_fact"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."index_fact"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."index_fact"() TO "postgres";
