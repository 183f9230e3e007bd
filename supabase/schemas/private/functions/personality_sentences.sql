-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.personality_sentences (
  p_character public.characters
)
  RETURNS text[]
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return array(
    select known.sentence
    from unnest(
      array['tone', 'formality', 'humour', 'empathy', 'creativity', 'confidence']
        || array_fill('trait'::text, array[cardinality(p_character.traits)]),
      array[p_character.tone, p_character.formality::text, p_character.humour::text,
        p_character.empathy::text, p_character.creativity::text, p_character.confidence::text]
        || p_character.traits
    ) with ordinality as named (aspect, value, position)
    join public.personality_sentences as known using (aspect, value)
    order by position);
end;
$function$;

COMMENT ON FUNCTION "private"."personality_sentences"(public.characters) IS 'What a card says of a personality, as sentences.';

REVOKE ALL ON FUNCTION "private"."personality_sentences"(public.characters) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."personality_sentences"(public.characters) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."personality_sentences"(public.characters) TO "postgres";
