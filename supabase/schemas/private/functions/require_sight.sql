-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.require_sight (
  p_character public.characters
)
  RETURNS void
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  if private.image_tokens(p_character.model) = 0 then
    raise sqlstate 'PT422' using
      message = 'model_cannot_see',
      detail = jsonb_build_object(
        'character', p_character.slug, 'model', p_character.model)::text,
      hint = format('%s cannot see pictures.', p_character.name);
  end if;
end;
$function$;

COMMENT ON FUNCTION "private"."require_sight"(public.characters) IS 'Refuses pictures for a character whose model cannot see, or is not known. PT422.';

REVOKE ALL ON FUNCTION "private"."require_sight"(public.characters) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."require_sight"(public.characters) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."require_sight"(public.characters) TO "postgres";
