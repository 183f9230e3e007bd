-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.character_card (
  p_id uuid
)
  RETURNS jsonb
  LANGUAGE sql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
  select jsonb_build_object('slug', slug, 'name', name, 'tagline', tagline)
  from public.characters where id = p_id;
$function$;

GRANT EXECUTE ON FUNCTION "private"."character_card"(uuid) TO "authenticated";

COMMENT ON FUNCTION "private"."character_card"(uuid) IS 'Slug, name and tagline of a character.';

REVOKE ALL ON FUNCTION "private"."character_card"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."character_card"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."character_card"(uuid) TO "postgres";
