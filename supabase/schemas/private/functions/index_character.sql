-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.index_character()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  insert into private.character_search (character_id, words)
  values (new.id,
    setweight(private.words_of('', new.name), 'A')
    || setweight(private.words_of('', array_to_string(new.tags || new.category, ' ')), 'B')
    || setweight(private.words_of('', new.tagline), 'C'))
  on conflict on constraint character_search_pkey do update set words = excluded.words;
  return null;
end;
$function$;

COMMENT ON FUNCTION "private"."index_character"() IS 'Keeps the words of a card: the name first, then tags and category, then the tagline.';

REVOKE ALL ON FUNCTION "private"."index_character"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."index_character"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."index_character"() TO "postgres";
