-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.character_price (
  p_catalog jsonb,
  p_slug    text,
  p_is_own  boolean
)
  RETURNS jsonb
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  return coalesce(p_catalog #> array['characters', p_slug],
    case when p_is_own then p_catalog -> 'own_characters' end,
    p_catalog #> '{characters,default}');
end;
$function$;

COMMENT ON FUNCTION "private"."character_price"(jsonb, text, boolean) IS 'What a catalog asks for a character''s answers: by its slug, as somebody''s own, or by default.';

REVOKE ALL ON FUNCTION "private"."character_price"(jsonb, text, boolean) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."character_price"(jsonb, text, boolean) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."character_price"(jsonb, text, boolean) TO "postgres";
