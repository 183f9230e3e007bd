-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.facts_for (
  p_character public.characters,
  p_text      text
)
  RETURNS text[]
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_query tsquery;
begin
  -- Most characters know no facts: they must not pay for the words of a long message.
  perform from private.character_fact where character_id = p_character.id limit 1;
  if not found then
    return '{}';
  end if;
  v_query := private.any_word_of(p_character.language, p_text);
  return array(
    select fact from private.character_fact
    where character_id = p_character.id and words @@ v_query
    order by ts_rank(words, v_query, 1) desc, id
    limit 5);
end;
$function$;

COMMENT ON FUNCTION "private"."facts_for"(public.characters, text) IS 'The five facts at most that share most words with a text, best first; the shorter one of two.';

REVOKE ALL ON FUNCTION "private"."facts_for"(public.characters, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."facts_for"(public.characters, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."facts_for"(public.characters, text) TO "postgres";
